//! Where the words that were looked for stand in a title or a text, so that people see why something was found.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::{Located, Part, Wanted, located};

/// The most characters of a snippet.
const SNIPPET: usize = 240;
/// Characters of a snippet before the first word that was looked for.
const BEFORE: usize = 60;
/// The most places that are shown in one text.
const MOST: usize = 50;

/// What to look for in the texts of the listings that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Highlighter {
    /// Words that stand one after another, each with the part that it is looked for in; `None` for any.
    sought: Vec<(Option<Part>, Vec<String>)>,
}

/// A piece of a text with the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The piece, verbatim.
    pub text: String,
    /// Where it begins in the whole text, in Unicode characters.
    pub start: usize,
    /// The words in the piece, in Unicode characters from its begin; in order, apart from each other.
    pub spans: Vec<Range<usize>>,
}

impl Highlighter {
    /// Also looks for what a clause wants.
    pub(crate) fn add(&mut self, part: Option<Part>, wanted: &Wanted) {
        let ways = match wanted {
            Wanted::Word(word) => vec![vec![word.whole.clone()], word.parts.clone()],
            Wanted::Phrase(words) => vec![words.clone()],
        };
        for words in ways {
            if !self.sought.contains(&(part, words.clone())) {
                self.sought.push((part, words));
            }
        }
    }

    /// Also looks for a word in a part; `None` for any.
    pub(crate) fn add_word(&mut self, part: Option<Part>, word: &str) {
        let sought = (part, vec![word.to_owned()]);
        if !self.sought.contains(&sought) {
            self.sought.push(sought);
        }
    }

    /// Where the words stand in a title, in Unicode characters; in order, apart from each other.
    pub fn in_title(&self, title: &str) -> Vec<Range<usize>> {
        apart(self.find(Part::Title, &located(title)).into_iter().map(|(_, span)| span).collect())
    }

    /// The piece of a description that shows most of the words; `None` where none of them stands there.
    pub fn snippet(&self, text: &str) -> Option<Snippet> {
        let found = self.find(Part::Body, &located(text));
        let characters: Vec<char> = text.chars().collect();
        let shown = |first: &Range<usize>| first.start..first.start + SNIPPET - BEFORE;
        let (_, first) = found.iter().max_by_key(|(_, first)| {
            let window = shown(first);
            let mut sought: Vec<usize> =
                found.iter().filter(|(_, span)| window.start <= span.start && span.end <= window.end).map(|(sought, _)| *sought).collect();
            sought.sort_unstable();
            sought.dedup();
            // Of equal pieces the first.
            (sought.len(), std::cmp::Reverse(first.start))
        })?;
        let blank = |at: &usize| characters.get(*at).is_some_and(|c| c.is_whitespace());
        let earliest = first.start.saturating_sub(BEFORE);
        let start = if earliest == 0 { 0 } else { (earliest..first.start).find(blank).map_or(first.start, |blank| blank + 1) };
        let latest = (start + SNIPPET).min(characters.len());
        let end = if latest == characters.len() { latest } else { (first.end..latest).rev().find(blank).unwrap_or(latest) };
        let within = |span: Range<usize>| (start <= span.start && span.end <= end).then(|| span.start - start..span.end - start);
        let spans = apart(found.into_iter().filter_map(|(_, span)| within(span)).collect());
        Some(Snippet { text: characters.get(start..end)?.iter().collect(), start, spans })
    }

    /// Places of what is sought, each with its number.
    fn find(&self, part: Part, words: &[Located]) -> Vec<(usize, Range<usize>)> {
        let at: HashMap<(u32, &str), &Range<usize>> =
            words.iter().map(|located| ((located.position, located.word.as_str()), &located.characters)).collect();
        let mut found = Vec::new();
        for located in words {
            for (number, (_, sought)) in self.sought.iter().enumerate().filter(|(_, (there, _))| there.is_none_or(|there| there == part)) {
                if sought.first() != Some(&located.word) {
                    continue;
                }
                let mut following = sought.iter().zip(located.position..);
                let end = following.try_fold(0, |end, (word, position)| Some(end.max(at.get(&(position, word.as_str()))?.end)));
                found.extend(end.map(|end| (number, located.characters.start..end)));
            }
        }
        found
    }
}

/// Spans in order, those that touch each other made one.
fn apart(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart.truncate(MOST);
    apart
}
