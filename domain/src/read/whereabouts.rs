//! The places that a posting's location field and title name, whatever the work mode: what merging compares.

use super::gazetteer::Named;
use super::places::Places;
use super::{gazetteer, location, scan, words};
use crate::place::{Country, Region, Subdivision};

/// Words of a part of a title that is about places.
const BESIDE: &[&str] = &["remote", "remotely", "hybrid", "onsite", "only", "based", "in", "the", "or", "and", "from", "within"];

/// Places that are named, each list sorted and without repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// Countries; a city stands for its country.
    pub countries: Vec<Country>,
    /// States and provinces that are named without a city.
    pub parts: Vec<Subdivision>,
    /// Named regions.
    pub regions: Vec<Region>,
    /// "Anywhere", "worldwide".
    pub anywhere: bool,
    /// The other words of the field, folded: towns, offices.
    pub towns: String,
}

/// Reads a location field, and the parts of a title that are nothing but places.
pub(crate) fn whereabouts(location: Option<&str>, title_parts: &[&str]) -> Whereabouts {
    let field = location::read(location);
    let mut all = Places::default();
    let anywhere = field.items.iter().any(|item| item.anywhere);
    let towns = location.map(|text| towns(text, &field)).unwrap_or_default();
    field.items.into_iter().for_each(|item| all.add(item.places));
    for part in title_parts {
        all.add(Places::of(&gazetteer::in_text(part, 0..part.len())));
    }
    let mut found = Whereabouts { countries: all.countries, parts: all.parts, regions: all.regions, anywhere, towns };
    found.countries.sort();
    found.parts.sort();
    found.regions.sort();
    found
}

/// The words of a field that name no country, state or region and say nothing of remoteness.
fn towns(text: &str, field: &location::Location) -> String {
    let mut towns: Vec<String> = Vec::new();
    for item in field.items.iter().filter(|item| !item.anywhere) {
        let wide: Vec<_> =
            location::mentions(text, item.span.clone()).into_iter().filter(|name| !matches!(name.named, Named::City(_))).collect();
        let piece = text.get(item.span.clone()).unwrap_or("");
        let words = words::split(piece).into_iter().filter(|word| {
            let at = item.span.start + word.span.start;
            !BESIDE.contains(&word.norm.as_str()) && !wide.iter().any(|name| name.span.contains(&at))
        });
        let words: Vec<String> = words.map(|word| word.norm).collect();
        if !words.is_empty() {
            towns.push(words.join("-"));
        }
    }
    towns.sort();
    towns.dedup();
    towns.join("+")
}

/// Whether a part of a title is nothing but names of places: "Germany", "Remote US", but not "Engineer, Germany".
pub(crate) fn is_place(part: &str) -> bool {
    let part = scan::head(part, 200);
    let mentions = gazetteer::in_text(part, 0..part.len());
    // Codes of two letters mean more often the work: IT, HR, PR.
    let code = part.len() == 2 && !matches!(part, "US" | "UK" | "EU");
    !mentions.is_empty()
        && !code
        && words::split(part).iter().all(|word| {
            BESIDE.contains(&word.norm.as_str())
                || mentions.iter().any(|name| name.span.start <= word.span.start && word.span.end <= name.span.end)
        })
}
