//! Location, 25 points: from where, at what hours, under what conditions.

use super::cues::{Cue, Cues};
use super::{Sheet, quoted};
use crate::eligibility::{Eligibility, Scope};
use crate::listing::Listing;
use crate::read::Sponsorship;

pub(super) fn fill(sheet: &mut Sheet, listing: &Listing, cues: &Cues<'_>) {
    let e = &listing.eligibility;
    let named = !(e.countries.is_empty() && e.regions.is_empty() && e.subdivisions.is_empty());
    let resolvable = e.scope == Scope::Worldwide || e.scope != Scope::Unknown && named;
    sheet.give("scope", if resolvable { 12 } else { 0 }, 12, || resolvable.then(|| scope_words(e)));
    let hours = !e.time_zones.is_empty() || cues.words(Cue::Hours).is_some();
    sheet.give("hours", if hours { 5 } else { 0 }, 5, || {
        cues.words(Cue::Hours).map(quoted).or_else(|| hours.then(|| "a time-zone window is stated".to_owned()))
    });
    let said = listing.sponsorship != Sponsorship::Unknown;
    let authorisation = said || cues.words(Cue::Authorisation).is_some();
    sheet.give("authorisation", if authorisation { 4 } else { 0 }, 4, || {
        cues.words(Cue::Authorisation).map(quoted).or_else(|| said.then(|| format!("visa sponsorship: {}", listing.sponsorship)))
    });
    sheet.quote("travel", 4, cues.words(Cue::Travel));
}

fn scope_words(e: &Eligibility) -> String {
    if let Some(evidence) = e.evidence.first() {
        return quoted(&evidence.text);
    }
    let places: Vec<&str> = e
        .countries
        .iter()
        .map(|c| c.code())
        .chain(e.regions.iter().map(|r| r.code()))
        .chain(e.subdivisions.iter().map(|s| s.code()))
        .collect();
    if places.is_empty() { e.scope.slug().to_owned() } else { places.join(", ") }
}
