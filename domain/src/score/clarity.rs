//! Clarity, 15 points: what one does, what one needs, who decides and how.

use super::Sheet;
use super::cues::{Cue, Cues};
use crate::listing::Listing;
use crate::seniority::Seniority;

pub(super) fn fill(sheet: &mut Sheet, listing: &Listing, cues: &Cues<'_>) {
    sheet.quote("duties", 4, cues.words(Cue::Duties));
    sheet.quote("requirements", 4, cues.words(Cue::Requirements));
    sheet.quote("seniority", 3, cues.words(cue_of(listing.seniority)));
    sheet.quote("hiring_steps", 2, cues.words(Cue::HiringSteps));
    sheet.quote("team", 2, cues.words(Cue::Team));
}

/// Words in the text that agree with the level the title was read as. Only agreement counts:
/// a senior job that mentions junior colleagues is not less clear for it.
fn cue_of(seniority: Seniority) -> Cue {
    match seniority {
        Seniority::Intern => Cue::Intern,
        Seniority::Junior => Cue::Junior,
        Seniority::Mid => Cue::Mid,
        Seniority::Senior => Cue::Senior,
        Seniority::Lead => Cue::Lead,
        Seniority::Staff => Cue::Staff,
        Seniority::Principal => Cue::Principal,
        Seniority::Manager => Cue::Manager,
        Seniority::Director => Cue::Director,
        Seniority::Executive => Cue::Executive,
    }
}
