//! The phrases that show that a posting says something, found in one pass.

use std::ops::Range;
use std::sync::LazyLock;

use crate::money::rows;
use crate::read::lexicon::{Lexicon, Take};
use crate::read::scan;
use crate::slug_enum::slug_enum;

slug_enum! {
    /// What a phrase is a sign of. From `Intern` on: words that agree with a level.
    Cue {
        /// Equity or a bonus.
        Extras = "extras",
        /// How pay depends on the place.
        PayByPlace = "pay_by_place",
        /// Working hours or time zones.
        Hours = "hours",
        /// The right to work, or sponsorship.
        Authorisation = "authorisation",
        /// Travel or days at a site.
        Travel = "travel",
        /// What one does.
        Duties = "duties",
        /// What one needs.
        Requirements = "requirements",
        /// The steps of hiring.
        HiringSteps = "hiring_steps",
        /// The team or the reporting line.
        Team = "team",
        /// Agrees with `intern`.
        Intern = "intern",
        /// Agrees with `junior`.
        Junior = "junior",
        /// Agrees with `mid`.
        Mid = "mid",
        /// Agrees with `senior`.
        Senior = "senior",
        /// Agrees with `lead`.
        Lead = "lead",
        /// Agrees with `staff`.
        Staff = "staff",
        /// Agrees with `principal`.
        Principal = "principal",
        /// Agrees with `manager`.
        Manager = "manager",
        /// Agrees with `director`.
        Director = "director",
        /// Agrees with `executive`.
        Executive = "executive",
    }
}

const KINDS: usize = Cue::ALL.len();

/// Words that make a remark on places a remark on pay.
const PAY_WORDS: &[&str] = &["salary", "salaries", "pay", "compensation", "wage", "range", "rate", "band", "bands"];

static TABLE: LazyLock<(Option<Lexicon>, Vec<Cue>)> = LazyLock::new(|| {
    let (mut phrases, mut cues): (Vec<String>, Vec<Cue>) = (Vec::new(), Vec::new());
    for cells in rows(include_str!("../../data/score_cues.tsv")) {
        let [name, list] = *cells.as_slice() else { continue };
        let Some(cue) = Cue::from_slug(name) else { continue };
        for phrase in list.split(" | ") {
            phrases.push(phrase.to_owned());
            cues.push(cue);
            if phrase.contains('\'') {
                phrases.push(phrase.replace('\'', "\u{2019}"));
                cues.push(cue);
            }
        }
    }
    (Lexicon::of(&phrases.iter().map(String::as_str).collect::<Vec<_>>(), Take::All), cues)
});

/// The first place of each cue in a text.
pub(super) struct Cues<'a> {
    text: &'a str,
    found: [Option<Range<usize>>; KINDS],
}

impl<'a> Cues<'a> {
    /// Looks for every cue.
    pub(super) fn find(text: &'a str) -> Cues<'a> {
        let mut found = [const { None }; KINDS];
        if let (Some(lexicon), cues) = &*TABLE {
            lexicon.each(text, |phrase, span| {
                let Some(cue) = cues.get(phrase).copied() else { return };
                let Some(slot) = found.get_mut(cue as usize) else { return };
                if slot.is_none() && scan::is_word(text, &span) && (cue != Cue::PayByPlace || on_pay(text, span.clone())) {
                    *slot = Some(span);
                }
            });
        }
        Cues { text, found }
    }

    /// The sentence or line that holds the cue, shortened around it.
    pub(super) fn words(&self, cue: Cue) -> Option<&'a str> {
        let span = self.found.get(cue as usize)?.clone()?;
        self.text.get(sentence(self.text, span, 80))
    }
}

fn on_pay(text: &str, span: Range<usize>) -> bool {
    let words = text.get(sentence(text, span, 300)).unwrap_or("").to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).any(|word| PAY_WORDS.contains(&word))
}

/// The sentence or line around a span, reaching at most `reach` bytes to each side, on whole words.
fn sentence(text: &str, span: Range<usize>, reach: usize) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or("");
    let after = text.get(span.end..).unwrap_or("");
    let mut start = before.rfind(['\n', '!', '?']).map_or(0, |at| at + 1);
    start = start.max(before.rfind(". ").map_or(0, |at| at + 2));
    if span.start - start > reach {
        let cut = scan::floor(text, span.start - reach);
        start = before.get(cut..).and_then(|t| t.find(' ')).map_or(span.start, |at| cut + at + 1);
    }
    let mut length = after.find(['\n', '!', '?']).unwrap_or(after.len());
    length = length.min(after.find(". ").map_or(after.len(), |at| at + 1));
    if length > reach {
        length = scan::head(after, reach).rfind(' ').unwrap_or(0);
    }
    start..span.end + length
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_cue_has_phrases_in_lower_case() {
        let (automaton, cues) = &*TABLE;
        assert!(automaton.is_some());
        assert_eq!(Cue::ALL.len(), KINDS);
        for cue in Cue::ALL {
            assert!(cues.contains(cue), "{cue}");
        }
        for cells in rows(include_str!("../../data/score_cues.tsv")) {
            let [name, list] = *cells.as_slice() else { panic!("{cells:?}") };
            assert!(Cue::from_slug(name).is_some() && list.to_lowercase() == list, "{name}");
        }
    }

    #[test]
    fn words_are_found_in_their_sense() {
        assert_eq!(Cues::find("We value diversity, equity and inclusion.").words(Cue::Extras), None);
        assert_eq!(Cues::find("Base plus equity. Yes!").words(Cue::Extras), Some("Base plus equity."));
        assert_eq!(Cues::find("Work from any location based on taste.").words(Cue::PayByPlace), None);
        assert_eq!(Cues::find("Hi. Pay varies by location.\nBye").words(Cue::PayByPlace), Some("Pay varies by location."));
        assert_eq!(Cues::find("What you\u{2019}ll do\n- ship").words(Cue::Duties), Some("What you\u{2019}ll do"));
        assert_eq!(Cues::find("internal tools").words(Cue::Intern), None);
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_panic(a in "\\PC{0,300}", b in "\\PC{0,300}") {
            let text = format!("{a} the team {b}");
            prop_assert!(Cues::find(&text).words(Cue::Team).is_some());
        }
    }
}
