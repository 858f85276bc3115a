//! Words and names that are looked for where a word of a text begins: most begin as none of them does, and then need no look
//! at a table that is larger than a cache.

use std::ops::Range;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

/// Words and names, whatever their case. Each begins with a letter, a digit or one of `. - + %`.
pub(crate) struct Lexicon {
    automaton: AhoCorasick,
    beginnings: Beginnings,
    take: Take,
}

/// What counts of words that begin or stand within another that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// The longest alone.
    Longest,
    /// Each of them.
    All,
}

impl Lexicon {
    /// Those in a list; `None` if they are too many for a table.
    pub fn of(words: &[&str], take: Take) -> Option<Lexicon> {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(if take == Take::Longest { MatchKind::LeftmostLongest } else { MatchKind::Standard })
            .kind(Some(AhoCorasickKind::DFA))
            .start_kind(StartKind::Anchored)
            .build(words)
            .ok()?;
        Some(Lexicon { automaton, beginnings: Beginnings::of(words), take })
    }

    /// Visits those that stand in a text where a word begins, by their place in the list. Each may end within a word.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        let mut from = 0;
        while let Some(start) = beginning(text, from) {
            let rest = text.as_bytes().get(start..).filter(|rest| self.beginnings.has(rest));
            let here = Input::new(text).range(start..).anchored(Anchored::Yes);
            from = start + 1;
            match self.take {
                _ if rest.is_none() => {}
                Take::Longest => {
                    if let Some(found) = self.automaton.try_find(here).ok().flatten() {
                        visit(found.pattern().as_usize(), found.range());
                        from = found.end();
                    }
                }
                Take::All => {
                    let mut state = OverlappingState::start();
                    while let (Ok(()), Some(found)) = (self.automaton.try_find_overlapping(here.clone(), &mut state), state.get_match()) {
                        // Words that end where a longer one does begin later, and are visited then.
                        if found.start() == start {
                            visit(found.pattern().as_usize(), found.range());
                        }
                    }
                }
            }
        }
    }
}

/// Where the next word may begin: at a letter or digit of ASCII that no other such stands before, at any other letter, or at a
/// sign that words begin with.
fn beginning(text: &str, from: usize) -> Option<usize> {
    let joins = |byte: &u8| (1..SIGN).contains(&kind(*byte));
    let bytes = text.as_bytes();
    let mut inside = from.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(joins);
    let place = bytes.get(from..)?.iter().position(|byte| {
        let joined = std::mem::replace(&mut inside, joins(byte));
        kind(*byte) >= SIGN || inside && !joined
    });
    place.map(|place| from + place)
}

/// Letters of a beginning.
const LETTERS: usize = 3;
/// Kinds of bytes, of which each letter is one.
const KINDS: usize = 32;
const DIGIT: usize = 27;
const SIGN: usize = 28;

/// The first letters of words, whatever their case.
struct Beginnings(Vec<u64>);

impl Beginnings {
    /// Those of a list. What stands behind a word shorter than a beginning is no letter, and a digit only behind a sign.
    fn of(words: &[&str]) -> Beginnings {
        let mut beginnings = Beginnings(vec![0; KINDS.pow(LETTERS as u32) / 64]);
        for word in words {
            let ends_in_sign = word.bytes().last().is_some_and(|last| !last.is_ascii_alphanumeric());
            let mut keys = vec![0];
            for place in 0..LETTERS {
                let kinds: Vec<usize> = match word.as_bytes().get(place) {
                    Some(byte) => vec![kind(*byte)],
                    None if place > word.len() => (0..KINDS).collect(),
                    None => (0..KINDS).filter(|kind| *kind == 0 || *kind >= SIGN || *kind == DIGIT && ends_in_sign).collect(),
                };
                keys = keys.iter().flat_map(|key| kinds.iter().map(move |kind| key * KINDS + kind)).collect();
            }
            for key in keys {
                beginnings.0.get_mut(key / 64).into_iter().for_each(|word| *word |= 1 << (key % 64));
            }
        }
        beginnings
    }

    /// Whether a text may begin with one of the words.
    #[inline]
    fn has(&self, text: &[u8]) -> bool {
        let key = (0..LETTERS).fold(0, |key, place| key * KINDS + text.get(place).map_or(0, |byte| kind(*byte)));
        self.0.get(key / 64).is_some_and(|word| word >> (key % 64) & 1 == 1)
    }
}

/// The kind of each byte: every letter by itself, digits, what a word begins with besides, and all others.
#[expect(clippy::indexing_slicing, reason = "worked out by the compiler")]
const KIND: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            letter @ (b'a'..=b'z' | b'A'..=b'Z') => letter & 31,
            b'0'..=b'9' => DIGIT as u8,
            b'.' => SIGN as u8,
            b'-' => SIGN as u8 + 1,
            b'+' | b'%' => SIGN as u8 + 2,
            // The first byte of a character beyond ASCII.
            0xc0.. => SIGN as u8 + 3,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

#[inline]
fn kind(byte: u8) -> usize {
    KIND.get(usize::from(byte)).copied().unwrap_or(0).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &[&str] = &["Rust", "Go", "C", "C#", "Node.js", ".NET", "work from home", "home", "-based", "équipe"];

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Lexicon::of(WORDS, Take::Longest).unwrap().each(text, |_, span| found.push(&text[span]));
        found
    }

    #[test]
    fn words_within_words_are_taken_if_all_are() {
        let mut found = Vec::new();
        let text = "work from home in C#";
        Lexicon::of(WORDS, Take::All).unwrap().each(text, |_, span| found.push(&text[span]));
        assert_eq!(found, ["work from home", "home", "C", "C#"]);
    }

    #[test]
    fn words_are_found_where_words_begin() {
        assert_eq!(found("Trust in rust: a C/C#-shop, go. ASP.NET?"), ["rust", "C", "C#", "go", ".NET"]);
        assert_eq!(
            found("Work from homes, EU-based, in équipe; node.jsx homework"),
            ["Work from home", "-based", "équipe", "node.js", "home"]
        );
        assert_eq!(found("gone cc c7 Rus"), [""; 0]);
    }

    proptest! {
        #[test]
        fn whole_words_are_found_whatever_stands_around(
            before in "[a-z é.,]{0,12}[ ,(]|", word in 0..WORDS.len(), after in "[ ,;)é][a-z0-9 é.,]{0,12}|",
        ) {
            let text = format!("{before}{}{after}", WORDS[word].to_uppercase().replace('É', "é"));
            let mut spans = Vec::new();
            Lexicon::of(WORDS, Take::Longest).unwrap().each(&text, |_, span| spans.push(span));
            prop_assert!(spans.iter().any(|span| span.contains(&before.len())), "{} {:?}", text, spans);
        }
    }
}
