//! Words of a text with the place where they stand in it, for showing them.

use std::ops::Range;

use super::words::{Scanner, fold};

/// A word, whole or a part of a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub word: String,
    /// Its number among the parts of words: the next part has the next number.
    pub position: u32,
    /// The characters of the text that it was read from.
    pub characters: Range<usize>,
}

/// The words of a text as the index has them, in order.
pub(crate) fn located(text: &str) -> Vec<Located> {
    // Folding changes lengths, so each byte of the folded text remembers its character.
    let (mut folded, mut characters) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (number, c) in text.chars().enumerate() {
        folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        characters.resize(folded.len(), number);
    }
    let of = |bytes: Range<usize>| {
        let first = characters.get(bytes.start).copied().unwrap_or_default();
        let last = bytes.end.checked_sub(1).and_then(|last| characters.get(last)).copied().unwrap_or_default();
        first..last + 1
    };
    let mut found = Vec::new();
    let mut scanner = Scanner::default();
    let mut position = 0;
    while scanner.next(&folded) {
        let parts = scanner.parts();
        if let ([first, .., last], true) = (parts, parts.len() > 1) {
            let word = parts.iter().filter_map(|part| folded.get(part.clone())).collect();
            found.push(Located { word, position, characters: of(first.start..last.end) });
        }
        for (part, n) in parts.iter().zip(0..) {
            let word = folded.get(part.clone()).unwrap_or_default().to_owned();
            found.push(Located { word, position: position + n, characters: of(part.clone()) });
        }
        position += parts.len() as u32;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let words: Vec<(String, Range<usize>)> =
            located("É: Node.js, ＣＳＳ").into_iter().map(|located| (located.word, located.characters)).collect();
        let expected = [("e", 0..1), ("nodejs", 3..10), ("node", 3..7), ("js", 8..10), ("css", 12..15)];
        assert_eq!(words, expected.map(|(word, at)| (word.to_owned(), at)));
    }

    proptest! {
        #[test]
        fn places_are_within_the_text(text in "\\PC{0,60}") {
            let length = text.chars().count();
            for located in located(&text) {
                prop_assert!(located.characters.start < located.characters.end && located.characters.end <= length);
            }
        }
    }
}
