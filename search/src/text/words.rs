//! How text is cut into words, for the index and for queries alike.
//!
//! Letters are folded: lower case, no accents. `C++`, `C#`, `F#` and `.NET` are
//! words. A compound (`Node.js`, `full-stack`, `R&D`) is one word without its
//! joints (`nodejs`) and, at the same place, its parts (`node`, `js`), so that it is
//! found however it is written. Chinese, Japanese and Korean characters are words of their own.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word that is indexed, in bytes.
const MAX_WORD: usize = 64;

/// A word of a text with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Word {
    /// The whole, without joints.
    pub whole: String,
    /// The parts; one for a simple word.
    pub parts: Vec<String>,
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let text = fold(text);
    let mut scanner = Scanner::default();
    let mut words = Vec::new();
    while scanner.next(&text) {
        let part = |part: &Range<usize>| text.get(part.clone()).unwrap_or_default().to_owned();
        let parts: Vec<String> = scanner.parts.iter().map(part).filter(|part| part.len() <= MAX_WORD).collect();
        let whole = parts.concat();
        if !parts.is_empty() {
            words.push(Word { whole, parts });
        }
    }
    words
}

/// Lower case without accents.
///
/// Most of any text is ASCII, which neither loses nor gains by what stands beside it: only the runs of other characters take the long way.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for run in text.as_bytes().chunk_by(|one, next| one.is_ascii() == next.is_ascii()) {
        match str::from_utf8(run) {
            Ok(run) if run.is_ascii() => {
                let at = folded.len();
                folded.push_str(run);
                folded.get_mut(at..).unwrap_or_default().make_ascii_lowercase();
            }
            Ok(run) => folded.extend(fold_run(run)),
            // Characters are never cut: each is wholly ASCII, or not at all.
            Err(_) => (),
        }
    }
    folded
}

fn fold_run(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)).nfc()
}

/// Finds words in folded text, one after another.
#[derive(Debug, Clone, Default)]
pub(super) struct Scanner {
    at: usize,
    parts: Vec<Range<usize>>,
}

impl Scanner {
    /// The parts of the word, as bytes of the text.
    pub(super) fn parts(&self) -> &[Range<usize>] {
        &self.parts
    }

    /// Moves on to the next word; its parts are then in `parts`.
    pub(super) fn next(&mut self, text: &str) -> bool {
        match plain_word(text.as_bytes(), self.at) {
            Some(word) => {
                self.at = word.end;
                self.parts.clear();
                self.parts.push(word);
                true
            }
            None => self.next_of_any_kind(text),
        }
    }

    fn next_of_any_kind(&mut self, text: &str) -> bool {
        self.parts.clear();
        while let Some(c) = char_at(text, self.at) {
            let dotted = c == '.' && !self.follows_letter(text) && is_net(text, self.at + 1);
            if dotted {
                self.parts.push(self.at..self.at + 4);
                self.at += 4;
                return true;
            }
            if c.is_alphanumeric() {
                break;
            }
            self.at += c.len_utf8();
        }
        while let Some(part) = part(text, self.at) {
            self.at = part.end;
            let simple = is_ideograph(text, part.start) || text.get(part.clone()).is_some_and(|part| part.ends_with(['+', '#']));
            // ASP.NET and its like hold .NET, other names that end so hold a domain.
            let net = self.parts.last().and_then(|last| text.get(last.clone())).is_some_and(|last| matches!(last, "asp" | "ado" | "vb"))
                && text.get(part.start.saturating_sub(1)..part.end) == Some(".net");
            self.parts.push(if net { part.start - 1..part.end } else { part });
            let joint = char_at(text, self.at).filter(|c| is_joint(*c)).map(|c| self.at + c.len_utf8());
            match joint.filter(|after| !simple && char_at(text, *after).is_some_and(|c| c.is_alphanumeric() && !is_ideograph(text, *after)))
            {
                Some(after) => self.at = after,
                None => break,
            }
        }
        !self.parts.is_empty()
    }

    fn follows_letter(&self, text: &str) -> bool {
        text.get(..self.at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric)
    }
}

/// The next word, if it is as most words are: ASCII letters and digits between blanks, commas and the full stops of sentences.
fn plain_word(text: &[u8], mut at: usize) -> Option<Range<usize>> {
    while matches!(text.get(at..)?, [b' ' | b'\n' | b',', ..] | [b'.', b' ' | b'\n', ..]) {
        at += 1;
    }
    let rest = text.get(at..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let ends = matches!(rest.get(length..)?, [] | [b' ' | b'\n' | b',', ..] | [b'.', b' ' | b'\n', ..] | [b'.']);
    (ends && length > 0).then_some(at..at + length)
}

/// The run of letters and digits at a place, with the `++` or `#` that belongs to it.
fn part(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let first = rest.chars().next().filter(|c| c.is_alphanumeric())?;
    if is_ideograph(text, start) {
        return Some(start..start + first.len_utf8());
    }
    let simple = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let more = rest.get(simple..).unwrap_or_default();
    let length =
        simple + more.char_indices().find(|(at, c)| !c.is_alphanumeric() || is_ideograph(more, *at)).map_or(more.len(), |(at, _)| at);
    let after = rest.get(length..).unwrap_or_default();
    let sign = match after.as_bytes() {
        [b'+', b'+', ..] => 2,
        [b'#', next, ..] if length > 1 && next.is_ascii_alphanumeric() => 0,
        [b'#', ..] => 1,
        _ => 0,
    };
    Some(start..start + length + sign)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn is_net(text: &str, at: usize) -> bool {
    text.get(at..at + 3) == Some("net") && !char_at(text, at + 3).is_some_and(char::is_alphanumeric)
}

fn is_joint(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '&' | '\'' | '\u{2019}' | '\u{2010}' | '\u{2011}')
}

fn is_ideograph(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// [`words`] for tantivy.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        WordStream { text: fold(text), scanner: Scanner::default(), next: 0, position: 0, token: Token::default() }
    }
}

/// The words of one text.
#[derive(Debug)]
pub(crate) struct WordStream {
    text: String,
    scanner: Scanner,
    /// The next thing to give of the scanner's word: its parts, then the whole.
    next: usize,
    position: usize,
    token: Token,
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        loop {
            let parts = &self.scanner.parts;
            self.token.text.clear();
            if let Some(part) = parts.get(self.next) {
                self.token.position = self.position + self.next;
                self.token.text.push_str(self.text.get(part.clone()).unwrap_or_default());
                self.next += 1;
            } else if parts.len() > 1 && self.next == parts.len() {
                // The whole stands where its first part stands.
                self.token.position = self.position;
                for part in parts {
                    self.token.text.push_str(self.text.get(part.clone()).unwrap_or_default());
                }
                self.next += 1;
            } else {
                self.position += parts.len();
                self.next = 0;
                if !self.scanner.next(&self.text) {
                    return false;
                }
                continue;
            }
            if self.token.text.len() <= MAX_WORD {
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let mut tokenizer = WordTokenizer;
        let mut stream = tokenizer.token_stream(text);
        let mut out = Vec::new();
        stream.process(&mut |token| out.push((token.position, token.text.clone())));
        out
    }

    fn wholes(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.whole).collect()
    }

    #[test]
    fn names_of_technologies_survive() {
        assert_eq!(wholes("C++, C#/.NET and F# (or C++17)"), ["c++", "c#", ".net", "and", "f#", "or", "c++", "17"]);
        assert_eq!(wholes("Node.js; ASP.NET. Objective-C"), ["nodejs", "asp.net", "objectivec"]);
        assert_eq!(words("Node.js")[0].parts, ["node", "js"]);
        assert_eq!(words("ASP.NET")[0].parts, ["asp", ".net"]);
        assert_eq!(wholes("acme.net #hiring C# 12 Java+Kotlin"), ["acmenet", "hiring", "c#", "12", "java", "kotlin"]);
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(wholes("Développeur SÃO Łódź O’Neil"), ["developpeur", "sao", "łodz", "oneil"]);
    }

    #[test]
    fn parts_of_a_compound_stand_where_the_words_would() {
        let expected = [(0, "a"), (1, "full"), (2, "stack"), (1, "fullstack"), (3, "job")];
        assert_eq!(tokens("a full-stack job"), expected.map(|(at, word)| (at, word.to_owned())));
    }

    #[test]
    fn ideographs_are_words() {
        assert_eq!(wholes("東京 Rust"), ["東", "京", "rust"]);
    }

    proptest! {
        #[test]
        fn runs_are_folded_as_the_whole_would_be(text in "[a-cA-C +éÉÅ\u{300}\u{301}\u{327}ßẞİIıΣσﬁ①Ⅷ½한\u{1100}\u{1161}’ー東]{0,30}|\\PC{0,40}") {
            prop_assert_eq!(fold(&text), fold_run(&text).collect::<String>());
        }

        #[test]
        fn plain_words_are_found_as_any_others(text in "[ab0 .,\n+#&'-é]{0,30}|(net|a|,|\\.| |\n|b){0,12}") {
            let (mut scanner, mut slow) = (Scanner::default(), Scanner::default());
            while slow.next_of_any_kind(&text) {
                prop_assert!(scanner.next(&text));
                prop_assert_eq!(scanner.parts(), slow.parts());
            }
            prop_assert!(!scanner.next(&text));
        }

        #[test]
        fn any_text_is_cut_alike_for_index_and_query(text in "\\PC{0,80}|[a-c+#.&' -]{0,30}") {
            let indexed: Vec<String> = tokens(&text).into_iter().map(|(_, text)| text).collect();
            for word in words(&text) {
                prop_assert!(word.whole.len() > MAX_WORD || indexed.contains(&word.whole), "{:?} {:?}", word, indexed);
                prop_assert!(word.parts.iter().all(|part| indexed.contains(part)));
            }
        }
    }
}
