//! The words of a title: folded to lower-case ASCII where that is possible, each with
//! its place in the title and the part of the title it stands in.

use std::ops::Range;

/// A word of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, without accents.
    pub norm: String,
    /// Its bytes in the title.
    pub span: Range<usize>,
    /// The part it stands in; parts end at commas, dashes, brackets, bars and " / ".
    pub part: u16,
    /// The last sign before it that ended a part, of the first word of a part.
    pub lead: Option<char>,
    /// Whether it was written with a capital first letter.
    pub capital: bool,
}

/// How many words of a title are looked at.
const MAX_WORDS: usize = 90;

/// Two words that are written as one as often as not.
const JOINED: &[(&str, &str, &str)] = &[
    ("full", "stack", "fullstack"),
    ("back", "end", "backend"),
    ("front", "end", "frontend"),
    ("pre", "sales", "presales"),
    ("dev", "ops", "devops"),
    ("ml", "ops", "mlops"),
    ("help", "desk", "helpdesk"),
    ("micro", "services", "microservices"),
    ("co", "op", "coop"),
    ("co", "founder", "cofounder"),
];

/// The words of a title.
pub(super) fn split(title: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut part: u16 = 0;
    let mut lead: Option<char> = None;
    let mut chars = title.char_indices().peekable();
    let mut previous = ' ';
    while let Some((start, c)) = chars.next() {
        if words.len() >= MAX_WORDS {
            break;
        }
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let opens = c.is_alphanumeric() || (c == '.' && !previous.is_alphanumeric() && matches!(next, 'n' | 'N'));
        if !opens {
            let dash = matches!(c, '-' | '–' | '—' | '―') && (previous == ' ' || next == ' ' || c != '-');
            let slash = c == '/' && previous == ' ' && next == ' ';
            if dash
                || slash
                || matches!(
                    c,
                    ',' | '|' | '(' | ')' | '[' | ']' | ':' | ';' | '•' | '·' | '{' | '}' | '¦' | '（' | '）' | '／' | '【' | '】' | '\n'
                )
            {
                part = part.saturating_add(1);
                lead = Some(c);
            }
            previous = c;
            continue;
        }
        let mut end = start + c.len_utf8();
        previous = c;
        while let Some((at, c)) = chars.peek().copied() {
            let following = title.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            let inside = c.is_alphanumeric()
                || (matches!(c, '+' | '#') && previous.is_ascii_alphabetic() || (c == '+' && previous == '+'))
                || (c == '.' && following.is_ascii_lowercase() && previous.is_ascii_alphanumeric())
                || (c == '&' && previous.is_alphabetic() && following.is_alphabetic())
                || (matches!(c, '\'' | '’') && previous.is_alphabetic() && following == 's');
            if !inside {
                break;
            }
            end = at + c.len_utf8();
            previous = c;
            chars.next();
        }
        let Some(raw) = title.get(start..end) else { continue };
        let norm = fold(raw);
        if let Some(last) = words.last_mut()
            && last.part == part
            && let Some((_, _, joined)) = JOINED.iter().find(|(a, b, _)| last.norm == *a && norm == *b)
        {
            last.norm = (*joined).to_owned();
            last.span.end = end;
            continue;
        }
        words.push(Word { norm, span: start..end, part, lead: lead.take(), capital: c.is_uppercase() });
    }
    words
}

/// Lower case, Latin letters without accents; other scripts keep their form.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' => out.push('\''),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c if (c as u32) < 0x250 => out.push_str(&deunicode::deunicode_char(c).unwrap_or("").to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn norms(title: &str) -> Vec<String> {
        split(title).into_iter().map(|word| word.norm).collect()
    }

    #[test]
    fn words_keep_what_tells_languages_apart() {
        assert_eq!(norms("Senior Full-Stack Engineer (React+.NET)"), ["senior", "fullstack", "engineer", "react+", ".net"]);
        assert_eq!(norms("C++/C# Developer – Node.js"), ["c++", "c#", "developer", "node.js"]);
        assert_eq!(norms("M&A Internship, Développeuse"), ["m&a", "internship", "developpeuse"]);
    }

    #[test]
    fn parts_end_at_dashes_and_commas() {
        let words = split("Product Manager, Login - EMEA (Remote)");
        assert_eq!(words.iter().map(|word| word.part).collect::<Vec<_>>(), [0, 0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn spans_are_slices_of_the_title(title in any::<String>()) {
            for word in split(&title) {
                prop_assert!(title.get(word.span).is_some_and(|text| !text.is_empty()));
            }
        }
    }
}
