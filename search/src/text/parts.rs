//! Which texts of a listing make up which part, and where its words stand.

use domain::listing::Listing;
use tantivy::tokenizer::{TokenStream, Tokenizer};

use super::grammar::Part;
use super::words::WordTokenizer;

/// The texts of a listing, each with its part; `text` is the description. No phrase reaches from one to the next.
pub(crate) fn texts<'a>(listing: &'a Listing, text: &'a str) -> impl Iterator<Item = (Part, &'a str)> {
    let company = listing.company.as_ref().map(|company| (Part::Company, company.name.as_str()));
    let names = |skill: &domain::skill::Skill| std::iter::once(skill.name()).chain(skill.aliases().iter().copied());
    let skills = listing.skills.iter().flat_map(names).map(|name| (Part::Skill, name));
    std::iter::once((Part::Title, listing.title.as_str())).chain(company).chain(skills).chain([(Part::Body, text)])
}

/// A word of a listing, by the number that somebody gave it, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    pub word: u32,
    pub part: Part,
    pub position: u32,
}

/// Where the words of a listing that have a number stand, in order; exactly where the index has them.
pub(crate) fn occurrences(listing: &Listing, text: &str, number: impl Fn(&str) -> Option<u32>) -> Vec<Occurrence> {
    let mut found = Vec::new();
    let mut begins = [0; Part::ALL.len()];
    for (part, value) in texts(listing, text) {
        let Some(begin) = begins.get_mut(part as usize) else { continue };
        let mut end = *begin;
        let mut tokenizer = WordTokenizer;
        let mut tokens = tokenizer.token_stream(value);
        while tokens.advance() {
            let token = tokens.token();
            let position = *begin + token.position as u32;
            end = end.max(position + 1);
            found.extend(number(&token.text).map(|word| Occurrence { word, part, position }));
        }
        // A place stays free, so that no phrase reaches over.
        *begin = end + 1;
    }
    found.sort_unstable();
    found
}
