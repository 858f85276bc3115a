//! The rules by which two postings show one job. `docs/methodology/merging.md` tells them to people.

use super::graph::Member;
use super::places::Relation;
use super::{Traits, agency, title};
use crate::slug_enum::slug_enum;

slug_enum! {
    /// Why a posting belongs to its listing.
    MergeRule {
        /// It is the listing's first.
        First = "first",
        /// It leads to the same page.
        Url = "url",
        /// It has the same requisition of the same employer.
        Requisition = "requisition",
        /// It shows the same opening: employer, title and words, and places that agree.
        Opening = "opening",
        /// It shows the same opening for another town of the same country.
        City = "city",
        /// It shows an opening again that had closed.
        Repost = "repost",
        /// An agency shows the employer's opening.
        Staffing = "staffing",
    }
}

impl MergeRule {
    /// Whether the employer itself says that it is one opening.
    pub fn is_employers_word(self) -> bool {
        matches!(self, MergeRule::Url | MergeRule::Requisition)
    }
}

/// Texts that are so much alike are one text with small changes. The texts of two teams that share everything but the
/// paragraph on the team stay below.
const ALIKE: f64 = 0.92;
/// An agency adds words of its own.
const COPIED: f64 = 0.85;
/// No word differs, as far as a signature tells.
const VERBATIM: f64 = 0.995;
/// An opening that comes again later than this is another one, in days since it was last seen.
const REPOST_DAYS: i64 = 180;

/// What speaks for one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ground {
    pub rule: MergeRule,
    /// In percent.
    pub confidence: u8,
    pub evidence: String,
    pub relation: Relation,
}

impl Ground {
    /// Whether it would hold for another job as well: a copy that leaves out the place or the employer.
    pub(super) fn is_loose(&self) -> bool {
        !self.rule.is_employers_word() && (self.relation == Relation::Silent || self.confidence < 90)
    }
}

/// Whether both are employers, and not the same.
pub(super) fn is_another_employer(one: &Traits, other: &Traits) -> bool {
    !one.agency
        && !other.agency
        && one.company.as_ref().zip(other.company.as_ref()).is_some_and(|(one, other)| one != other)
        && one.named == other.named
}

/// What speaks for a new posting to show the job of a known one; `shared` where the page is known to have several titles.
pub(super) fn ground(new: &Member, known: &Member, shared: bool) -> Option<Ground> {
    let (a, b) = (&new.traits, &known.traits);
    let relation = a.places.relation(&b.places);
    let likeness = a.text.as_ref().zip(b.text.as_ref()).map(|(a, b)| a.likeness(b));
    let alike = |least: f64| likeness.is_some_and(|likeness| likeness >= least);
    let same_title = a.title == b.title;
    let close_title = same_title || alike(ALIKE) && title::says_more(&a.title, &b.title);
    let given = |rule, confidence, evidence| Some(Ground { rule, confidence, evidence, relation });
    if close_title && !shared && a.page.is_some() && a.page == b.page {
        return given(MergeRule::Url, 99, format!("the same page, {}", a.page.as_deref().unwrap_or_default()));
    }
    if close_title && a.requisition.is_some() && a.requisition == b.requisition {
        return given(MergeRule::Requisition, 98, format!("the same requisition, {}", a.requisition.as_deref().unwrap_or_default()));
    }
    if !same_title {
        return None;
    }
    let likeness = likeness?;
    let words = format!("texts {:.0} % alike", likeness * 100.0);
    let elsewhere = (new.source.as_str(), new.board.as_str()) != (known.source.as_str(), known.board.as_str());
    // What an employer shows twice on one board with other reach is two openings; a copy elsewhere may tell less, or more loosely.
    let agree = matches!(relation, Relation::Same) || elsewhere && matches!(relation, Relation::Silent | Relation::Within);
    let again = known.closed;
    if again && new.first_seen_at.minus(chrono::TimeDelta::days(REPOST_DAYS)) > known.last_seen_at {
        return None;
    }
    let told = match relation {
        Relation::Same => words,
        _ => format!("{words}, places {} and {}", a.places.told(), b.places.told()),
    };
    let rule = match (again, relation) {
        (true, _) => MergeRule::Repost,
        (false, Relation::Twin) => MergeRule::City,
        (false, _) => MergeRule::Opening,
    };
    let of_text = |confidence| Ground { rule, confidence, evidence: told.clone(), relation };
    match (a.company.as_deref(), b.company.as_deref()) {
        // What an agency posts for two clients may differ in nothing but their names.
        (Some(one), Some(other)) if one == other && a.agency && b.agency => {
            (likeness >= VERBATIM && relation == Relation::Same).then(|| of_text(90))
        }
        (Some(one), Some(other)) if one == other && likeness >= ALIKE => {
            let confidence = if relation == Relation::Same && likeness >= VERBATIM { 97 } else { 93 };
            (agree || relation == Relation::Twin).then(|| of_text(confidence))
        }
        (Some(one), Some(other)) => {
            let copy = match (a.agency, b.agency) {
                // A copy that names nobody would fit every employer who uses the text.
                (true, false) => likeness >= COPIED && agency::holds(&a.vocabulary, other),
                (false, true) => likeness >= COPIED && agency::holds(&b.vocabulary, one),
                // It names the employer of the other posting, and not the company that shows it.
                (false, false) => a.named != b.named && likeness >= VERBATIM && elsewhere,
                (true, true) => false,
            };
            let confidence = if likeness >= VERBATIM { 80 } else { 70 };
            (copy && (agree || relation == Relation::Twin)).then(|| Ground { rule: MergeRule::Staffing, ..of_text(confidence) })
        }
        // A source that names no employer.
        (None, _) | (_, None) => (elsewhere && likeness >= ALIKE && agree).then(|| of_text(85)),
    }
}
