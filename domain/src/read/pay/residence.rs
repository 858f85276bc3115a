//! Whether pay depends on where one lives: "based on your geographic location", "regardless of where you live".

use super::super::cues::{Cue, Hit};
use super::super::{PayByPlace, PostingText, Read, scan};
use crate::evidence::{Evidence, Field};

/// Words of pay, one of which stands in the sentence.
const PAY: &[&str] =
    &["pay", "paid", "salar", "compensation", "wage", "base range", "base rate", "hiring range", "rate of", "offer amount"];

/// Words that make pay the same everywhere.
const SAME: &[&str] =
    &["regardless of", "no matter where", "independent of", "irrespective of", "same pay", "same salar", "does not depend", "not adjust"];

/// Words that make pay differ.
const DIFFERS: &[&str] = &[
    "depend",
    "based on",
    "var",
    "differ",
    "adjust",
    "factor",
    "consider",
    "according to",
    "determined",
    "influenc",
    "range for",
    "tier",
    "zone",
    "by location",
    "by geograph",
    "reflect",
    "in line with",
    "align",
    "localiz",
    "localis",
    "specific to",
    "commensurate",
    "take into account",
    "takes into account",
];

/// Reads it from the sentences that speak of pay and place.
pub(in crate::read) fn read(posting: &PostingText<'_>, hits: &[Hit]) -> Read<PayByPlace> {
    let spans = hits.iter().filter(|hit| match hit.cue {
        Cue::PayPlace => true,
        Cue::Based => posting.text.get(hit.span.clone()).is_some_and(|word| word.eq_ignore_ascii_case("work location")),
        _ => false,
    });
    for hit in spans {
        let sentence = scan::sentence(posting.text, &hit.span);
        let words = scan::lower(posting.text.get(sentence.clone()).unwrap_or(""));
        if !scan::has(&words, PAY) {
            continue;
        }
        let value = if scan::has(&words, SAME) {
            PayByPlace::No
        } else if scan::has(&words, DIFFERS) {
            PayByPlace::Yes
        } else {
            continue;
        };
        return Read { value, evidence: Evidence::at_bytes(Field::Text, posting.text, sentence, "pay.by_place") };
    }
    Read { value: PayByPlace::Unknown, evidence: None }
}

#[cfg(test)]
mod tests {
    use super::super::super::cues;
    use super::*;

    fn of(text: &str) -> PayByPlace {
        read(&PostingText { text, ..PostingText::default() }, &cues::find(text)).value
    }

    #[test]
    fn sentences_of_pay_and_place_decide() {
        for text in [
            "The base pay offered may vary depending on geographic location and experience.",
            "Salary is determined by role, level, and location: your work location and skills are factors.",
            "Our compensation is adjusted to the cost of living of your country.",
        ] {
            assert_eq!(of(text), PayByPlace::Yes, "{text}");
        }
        assert_eq!(of("We pay the same salary regardless of where you live."), PayByPlace::No);
        for text in ["Our geographic footprint varies.", "Salary: $100,000", ""] {
            assert_eq!(of(text), PayByPlace::Unknown, "{text}");
        }
    }
}
