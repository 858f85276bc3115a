//! One pass over a text for the words that the rules start from.

mod words;

use std::ops::Range;
use std::sync::LazyLock;

use self::words::WORDS;
use super::lexicon::{Lexicon, Take};
use super::scan;

/// What a word starts the reading of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// "remote" and its likes.
    Remote,
    /// "hybrid".
    Hybrid,
    /// "on-site", "in person".
    Onsite,
    /// An office: read for days in it.
    Office,
    /// "based in", "must reside in".
    Based,
    /// "authorized to work in".
    Authorised,
    /// "anywhere in the world", "worldwide".
    Anywhere,
    /// "sponsorship", "visa".
    Visa,
    /// "equity", "stock options".
    Equity,
    /// "time zone", "overlap".
    TimeZone,
    /// "years of experience".
    Years,
    /// "full-time", "contract".
    Employment,
    /// "not available in", "excluding".
    Excluded,
    /// "geographic location", "cost of living": read for pay that depends on the place.
    PayPlace,
}

/// A cue with where it stands.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// What it starts.
    pub cue: Cue,
    /// Its bytes.
    pub span: Range<usize>,
}

/// How many hits of a kind are kept: the first ones say what there is to say,
/// and a text of nothing but cues stays cheap.
const PER_CUE: usize = 40;

struct Table {
    lexicon: Lexicon,
    cues: Vec<Cue>,
}

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let (cues, words): (Vec<Cue>, Vec<&str>) = WORDS.iter().flat_map(|(cue, words)| words.iter().map(|word| (*cue, *word))).unzip();
    Some(Table { lexicon: Lexicon::of(&words, Take::Longest)?, cues })
});

/// The cues of a text, in order.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let Some(table) = TABLE.as_ref() else { return Vec::new() };
    let mut hits = Vec::new();
    let mut counts = [0usize; 16];
    table.lexicon.each(text, |word, span| {
        let Some(cue) = table.cues.get(word).copied() else { return };
        let Some(count) = counts.get_mut(cue as usize) else { return };
        if *count < PER_CUE && scan::is_word(text, &span) {
            *count += 1;
            hits.push(Hit { cue, span });
        }
    });
    hits
}

/// The spans of one cue.
pub(super) fn of(hits: &[Hit], cue: Cue) -> impl Iterator<Item = &Range<usize>> {
    hits.iter().filter(move |hit| hit.cue == cue).map(|hit| &hit.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_whole_words() {
        let hits = find("Remote work; remoteness and a full-time role. Équity? equity");
        let cues: Vec<Cue> = hits.iter().map(|hit| hit.cue).collect();
        assert_eq!(cues, [Cue::Remote, Cue::Employment, Cue::Equity]);
    }

    #[test]
    fn a_text_of_cues_gives_a_bounded_list() {
        assert_eq!(find(&"remote ".repeat(50_000)).len(), PER_CUE);
    }
}
