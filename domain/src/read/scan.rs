//! Bytes, words and sentences of a field: small helpers that never split a character.

use std::ops::Range;

/// The longest piece of a text that a rule looks at around a cue, in bytes on each side.
pub(super) const REACH: usize = 260;

/// The greatest character boundary at or below `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The least character boundary at or above `at`.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at)
}

/// The first `limit` bytes of a text, less a split character.
pub(crate) fn head(text: &str, limit: usize) -> &str {
    text.get(..floor(text, limit)).unwrap_or("")
}

/// The character before a byte position.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at a byte position.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether no letter or digit touches the span from outside.
pub(crate) fn is_word(text: &str, span: &Range<usize>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let first = after(text, span.start).is_some_and(char::is_alphanumeric);
    let last = before(text, span.end).is_some_and(char::is_alphanumeric);
    !(first && joins(before(text, span.start))) && !(last && joins(after(text, span.end)))
}

/// Whether a byte ends a sentence here: line break, `!`, `?`, `•`, or a full stop that
/// is followed by a blank and does not close an abbreviation or a single letter.
fn ends_sentence(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'\n' | b'!' | b'?' | b'\r') => true,
        Some(b'.') => {
            let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
            if !next.is_ascii_whitespace() {
                return false;
            }
            let letter = |back: usize| at.checked_sub(back).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
            // "U.S. based", "e.g. Berlin": a letter between two stops, or a lone letter, is no end.
            let lone = letter(1).is_ascii_alphabetic() && !letter(2).is_ascii_alphanumeric();
            !lone
        }
        _ => false,
    }
}

/// The sentence around a span, at most [`REACH`] bytes to each side, on character boundaries.
pub(super) fn sentence(text: &str, span: &Range<usize>) -> Range<usize> {
    sentence_within(text, span, REACH)
}

/// The sentence around a span, at most `reach` bytes to each side, on character boundaries.
pub(super) fn sentence_within(text: &str, span: &Range<usize>, reach: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let low = span.start.saturating_sub(reach);
    let mut start = span.start;
    while start > low && !ends_sentence(bytes, start - 1) {
        start -= 1;
    }
    let high = (span.end + reach).min(bytes.len());
    let mut end = span.end;
    while end < high && !ends_sentence(bytes, end) {
        end += 1;
    }
    let start = ceil(text, start).min(span.start);
    let end = floor(text, end).max(span.end);
    trim(text, start..end)
}

/// A span without the blanks at its ends.
pub(super) fn trim(text: &str, span: Range<usize>) -> Range<usize> {
    let Some(piece) = text.get(span.clone()) else { return span };
    let start = span.start + (piece.len() - piece.trim_start().len());
    let end = span.start + piece.trim_end().len();
    start..end.max(start)
}

/// Whether any of some words stands in a text, whole or within another.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Where a lower-case word stands whole in a lower-case text.
pub(crate) fn find_word(text: &str, word: &str) -> Option<Range<usize>> {
    // Most words are not there, which is found out many bytes at a time; to find a place, a searcher is made first.
    let mut places = text.contains(word).then(|| text.match_indices(word)).into_iter().flatten().map(|(at, _)| at..at + word.len());
    places.find(|span| is_word(text, span))
}

/// Where the first of some lower-case words that stands whole in a lower-case text does.
pub(super) fn find_any(text: &str, words: &[&str]) -> Option<Range<usize>> {
    words.iter().find_map(|word| find_word(text, word))
}

/// Where a lower-case word stands whole for the last time in a lower-case text.
pub(super) fn rfind_word(text: &str, word: &str) -> Option<Range<usize>> {
    text.rmatch_indices(word).map(|(at, _)| at..at + word.len()).find(|span| is_word(text, span))
}

/// Lower-case ASCII copy of a piece; other characters keep their form and every byte its place.
pub(super) fn lower(piece: &str) -> String {
    piece.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_ends_at_a_stop_but_not_in_an_abbreviation() {
        let text = "We are big. You must live in the U.S. or Canada. Apply!";
        let at = text.find("live").unwrap();
        assert_eq!(&text[sentence(text, &(at..at + 4))], "You must live in the U.S. or Canada");
    }

    proptest! {
        #[test]
        fn sentences_hold_their_span(text in "[a-zé .!\n€]{0,80}", at in 0usize..80) {
            let start = floor(&text, at);
            let span = start..ceil(&text, (start + 1).min(text.len()));
            let range = sentence(&text, &span);
            prop_assert!(text.get(range).is_some());
        }
    }
}
