//! The text by which a listing is searched: that of the posting which it shows, and what its other postings add to it.

use sha2::{Digest, Sha256};

use crate::listing::Listing;
use crate::text::MAX_BODY;

/// What one more posting of a listing says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advert<'a> {
    /// Its title.
    pub title: &'a str,
    /// The company's name as it writes it, or empty.
    pub company: &'a str,
    /// Its description as plain text.
    pub text: &'a str,
}

/// The text of a listing that shows `text`, with the sentences of its other postings that are not in it, and with their titles,
/// companies and places: a word or a phrase that one posting alone has finds the listing. Copies differ in little, so this grows little;
/// at most [`MAX_BODY`] bytes are added.
pub fn text<'a>(listing: &Listing, text: String, others: impl IntoIterator<Item = Advert<'a>>) -> String {
    let mut searched = Searched { room: MAX_BODY, text };
    let mut others = others.into_iter().peekable();
    listing.locations.iter().for_each(|place| searched.add_line(place));
    if others.peek().is_some() {
        let company = listing.company.as_ref().map(|company| company.name.as_str()).unwrap_or_default();
        searched.add_adverts([&listing.title, company], others);
    }
    searched.text
}

/// A hash of what a listing is searched by, given that of the posting which it shows: only what it shows, where there are no others.
pub fn hash<'a>(shown: &str, others: impl IntoIterator<Item = Advert<'a>>) -> String {
    let mut hash = None;
    for part in others.into_iter().flat_map(|other| [other.title, other.company, other.text]) {
        let hash = hash.get_or_insert_with(|| Sha256::new_with_prefix(shown));
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.map_or_else(|| shown.to_owned(), |hash| data_encoding::HEXLOWER.encode(&hash.finalize()))
}

struct Searched {
    text: String,
    /// How many bytes may be added.
    room: usize,
}

impl Searched {
    fn push(&mut self, line: &str) {
        if let Some(room) = self.room.checked_sub(line.len() + 1) {
            self.room = room;
            self.text.push('\n');
            self.text.push_str(line);
        }
    }

    /// Adds a line, unless its words stand in the text as they are.
    fn add_line(&mut self, line: &str) {
        let ends_a_word = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || MARKS.contains(&c));
        let stands = |(at, _): (usize, &str)| {
            let (before, after) = (self.text.get(..at), self.text.get(at + line.len()..));
            ends_a_word(before.and_then(|text| text.chars().next_back())) && ends_a_word(after.and_then(|text| text.chars().next()))
        };
        if !line.is_empty() && !self.text.match_indices(line).any(stands) {
            self.push(line);
        }
    }

    /// Adds the names and the sentences that neither the text nor the `own` names of the listing have.
    fn add_adverts<'a>(&mut self, own: [&str; 2], adverts: impl Iterator<Item = Advert<'a>>) {
        let mut known = comparable(&self.text);
        for advert in adverts {
            let names = [advert.title, advert.company].into_iter().filter(|name| !name.is_empty() && !own.contains(name));
            for sentence in names.chain(sentences(advert.text)) {
                let words = comparable(sentence);
                if !known.contains(&words) {
                    self.push(sentence);
                    known.push_str(words.trim_start());
                }
            }
        }
    }
}

/// What stands next to a word and is no part of it.
const MARKS: &[char] = &['.', ',', ';', ':', '!', '?', '(', ')', '"', '\''];

/// The sentences of a text: a mark that ends one stands before white space, and a line ends with the line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let of_line = |line| {
        str::split_inclusive(line, [' ', '\t']).scan(0, |end, word| {
            *end += word.len();
            Some((*end, word.trim_end().ends_with(['.', '!', '?'])))
        })
    };
    text.lines()
        .flat_map(move |line| {
            let ends = of_line(line).filter(|(_, ends)| *ends).map(|(end, _)| end).chain([line.len()]);
            ends.scan(0, |start, end| line.get(std::mem::replace(start, end)..end))
        })
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

/// The words of a text in lower case, each between blanks, without the marks that end or enclose them.
fn comparable(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for word in text.split_whitespace() {
        // A word may begin with a point, as .NET does.
        let word = word.trim_start_matches(['(', '"', '\'']).trim_end_matches(MARKS);
        if !word.is_empty() {
            words.extend(word.chars().flat_map(char::to_lowercase));
            words.push(' ');
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with(text: &str, others: &[&str], room: usize) -> String {
        let mut searched = Searched { text: text.to_owned(), room };
        searched.add_adverts(["Tester", ""], others.iter().map(|text| Advert { title: "Tester", company: "", text }));
        searched.text
    }

    #[test]
    fn only_what_is_new_is_added() {
        let text = "We build pumps. You write Rust,\nC++ and SQL.";
        let copies = ["We build pumps.", "we  build\npumps! You write rust", "(C++ and SQL)", ""];
        assert_eq!(with(text, &copies, 99), text);
        assert_eq!(
            with(text, &["We build pumps. You live in Denver. You write Rust", "You live in Denver."], 99),
            format!("{text}\nYou live in Denver.")
        );
        // A mark is part of a word where it tells words apart, and a part of a word is no word.
        assert_eq!(with(text, &["C and SQL", "e build"], 99), format!("{text}\nC and SQL\ne build"));
    }

    #[test]
    fn a_line_is_added_unless_its_words_are_there() {
        let mut searched = Searched { text: "Work from Limassol (Cyprus).".to_owned(), room: 99 };
        ["Limassol", "Cyprus", "Lima", ""].into_iter().for_each(|line| searched.add_line(line));
        assert_eq!(searched.text, "Work from Limassol (Cyprus).\nLima");
    }

    #[test]
    fn room_is_limited() {
        assert_eq!(with("", &["one two. three", "four"], 10), "\none two.");
    }

    #[test]
    fn a_hash_is_that_of_what_is_shown_until_there_is_more() {
        let other = |text| Advert { title: "Tester", company: "", text };
        assert_eq!(hash("shown", []), "shown");
        assert_ne!(hash("shown", [other("a")]), hash("shown", [other("b")]));
        assert_ne!(hash("shown", [other("a")]), hash("shown", [other("a"), other("")]));
    }

    proptest! {
        #[test]
        fn every_sentence_is_there(text in "[a-cA ,.\n]{0,40}", other in "[a-cA ,.\n]{0,40}") {
            let searched = comparable(&with(&text, &[&other], 999));
            for sentence in sentences(&other) {
                prop_assert!(searched.contains(&comparable(sentence)), "{sentence:?} {searched:?}");
            }
            let (words, sum) = (comparable(&other), sentences(&other).map(|s| comparable(s).split_whitespace().count()).sum::<usize>());
            prop_assert_eq!(words.split_whitespace().count(), sum);
        }
    }
}
