//! The least years of experience that are asked for.

use super::cues::{self, Cue, Hit};
use super::{Read, scan};
use crate::evidence::{Evidence, Field};

/// The first "5+ years of experience" of a text, at its lower end.
pub(super) fn least(text: &str, hits: &[Hit]) -> Option<Read<u8>> {
    for span in cues::of(hits, Cue::Years) {
        let lead = text.get(scan::ceil(text, span.start.saturating_sub(24))..span.start)?;
        let after = scan::lower(text.get(span.end..scan::floor(text, span.end + 60)).unwrap_or(""));
        let before = scan::lower(text.get(scan::ceil(text, span.start.saturating_sub(70))..span.start).unwrap_or(""));
        let experience = [
            "experience",
            "of ",
            "in ",
            "working",
            "building",
            "'",
            "’",
            "erfahrung",
            "de experi",
            "d'exp",
            "doświad",
            "+",
            "as a",
            "with",
            "relevant",
            "professional",
        ]
        .iter()
        .any(|word| after.trim_start().starts_with(word))
            || after.contains("experience");
        if !experience
            || scan::has(
                &before,
                &["founded", "last", "past", "for over", "we have", "we've", "next", "age", "years old", "ago", "every", "per year"],
            )
            || after.trim_start().starts_with("old")
            || after.trim_start().starts_with("ago")
        {
            continue;
        }
        let Some((start, value)) = number_before(lead) else { continue };
        if value == 0 || value > 25 {
            continue;
        }
        let begin = span.start - lead.len() + start;
        return Some(Read { value, evidence: Evidence::at_bytes(Field::Text, text, begin..span.end, "text.years") });
    }
    None
}

/// The lower number that ends a piece: "3-5 ", "5+ ", "five ", "5 (five) ".
fn number_before(lead: &str) -> Option<(usize, u8)> {
    const NAMES: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let mut found: Option<(usize, u8)> = None;
    let mut end = lead.len();
    for word in lead.rsplit(|c: char| !c.is_ascii_alphanumeric()).take(6) {
        let start = end - word.len();
        let value = word.parse::<u8>().ok().or_else(|| NAMES.iter().position(|name| name.eq_ignore_ascii_case(word)).map(|i| i as u8 + 1));
        match value {
            Some(value) => {
                found = Some(found.map_or((start, value), |(at, had)| if value < had { (start, value) } else { (at.min(start), had) }))
            }
            None if word.is_empty()
                || word.eq_ignore_ascii_case("to")
                || word.eq_ignore_ascii_case("or")
                || word.eq_ignore_ascii_case("more") => {}
            None => break,
        }
        let Some(next) = start.checked_sub(1) else { break };
        // Step over the separator, which may be of several bytes.
        end = scan::floor(lead, next);
        if !lead.is_char_boundary(end) {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(text: &str) -> Option<u8> {
        least(text, &cues::find(text)).map(|years| years.value)
    }

    #[test]
    fn the_lower_end_counts() {
        assert_eq!(years("You bring 5+ years of experience"), Some(5));
        assert_eq!(years("3-5 years experience in sales"), Some(3));
        assert_eq!(years("at least five years of experience"), Some(5));
        assert_eq!(years("Founded 12 years ago, we build robots"), None);
    }
}
