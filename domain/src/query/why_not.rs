//! Why a query does not find a listing: the conditions that it does not meet, and what it says there.

use std::fmt::Display;

use super::{Condition, SearchQuery, matches};
use crate::eligibility::{Eligibility, Scope};
use crate::listing::Listing;
use crate::money::Rates;
use crate::salary::AnnualBand;
use crate::time::Timestamp;
use crate::time_zone::Window;

/// What is said where nothing is.
const SILENT: &str = "not stated";

/// The conditions of a query that an open listing does not meet: taking these away, and no fewer, lets it be found.
/// Text is the index's own, so [`Condition::Q`] is never among them.
pub fn obstacles(query: &SearchQuery, listing: &Listing, now: Timestamp, rates: &Rates) -> Vec<Condition> {
    query.conditions().into_iter().filter(|condition| !matches(&query.only(*condition), listing, now, rates)).collect()
}

/// The listing's own value for a condition of `query`, seen from `now`.
pub fn own_value(condition: Condition, query: &SearchQuery, listing: &Listing, now: Timestamp) -> String {
    match condition {
        Condition::Q => format!("titled \"{}\"", listing.title),
        Condition::Family | Condition::ExcludeFamily => listing.role.family().to_owned(),
        Condition::Role | Condition::ExcludeRole => listing.role.to_string(),
        Condition::Seniority | Condition::ExcludeSeniority => listing.seniority.to_string(),
        Condition::Skill | Condition::SkillAll | Condition::ExcludeSkill => list(&listing.skills),
        Condition::Company | Condition::ExcludeCompany => listing.company.as_ref().map_or(SILENT, |company| &company.slug).to_owned(),
        Condition::Source | Condition::ExcludeSource => list(&listing.sources.iter().map(|source| &source.source).collect::<Vec<_>>()),
        Condition::EmploymentType | Condition::ExcludeEmploymentType => listing.employment_type.to_string(),
        Condition::WorkMode | Condition::ExcludeWorkMode => listing.work_mode.to_string(),
        Condition::Country | Condition::Region | Condition::ExcludeCountry | Condition::ExcludeRegion => places(&listing.eligibility),
        Condition::Language | Condition::ExcludeLanguage => listing.language.map_or(SILENT.to_owned(), |language| language.to_string()),
        Condition::Visa | Condition::ExcludeVisa => listing.sponsorship.to_string(),
        Condition::WorkFrom => {
            let verdict = query.work_from.map(|from| listing.eligibility.decide(from.place).verdict.slug());
            format!("{}: {}", verdict.unwrap_or_default(), places(&listing.eligibility))
        }
        Condition::TimeZone => hours(query, listing, now),
        Condition::SalaryMin | Condition::SalaryMax => pay(listing.annual_usd),
        Condition::SalaryStated => listing.salary.map_or(SILENT, |_| "stated").to_owned(),
        Condition::ScoreMin => listing.score.to_string(),
        Condition::PostedAfter | Condition::PostedBefore => listing.posted_at.map_or(SILENT.to_owned(), |at| at.to_string()),
        Condition::UpdatedAfter => listing.updated_at.to_string(),
    }
}

fn list(values: &[impl Display]) -> String {
    match values {
        [] => SILENT.to_owned(),
        values => values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn places(from: &Eligibility) -> String {
    let named = from.countries.iter().map(ToString::to_string).chain(from.subdivisions.iter().map(ToString::to_string));
    let named: Vec<String> = named.chain(from.regions.iter().map(ToString::to_string)).collect();
    let scope = match from.scope {
        Scope::Worldwide => "worldwide".to_owned(),
        Scope::Unknown => SILENT.to_owned(),
        Scope::None => "not remote".to_owned(),
        Scope::Places => list(&named),
    };
    match from.excluded.as_slice() {
        [] => scope,
        excluded => format!("{scope}, without {}", list(&excluded.iter().map(|place| place.code()).collect::<Vec<_>>())),
    }
}

/// The windows, and the overlap in the worst week of the year of the best of them.
fn hours(query: &SearchQuery, listing: &Listing, now: Timestamp) -> String {
    let year = chrono::Datelike::year(&now.date());
    let windows = &listing.eligibility.time_zones;
    let best =
        query.overlap.as_ref().and_then(|wish| windows.iter().filter_map(|window| window.overlap(wish.zone, year)).map(|o| o.least).max());
    let named: Vec<String> = windows.iter().map(window).collect();
    match best {
        Some(minutes) => format!("{}: {minutes} minutes of overlap", list(&named)),
        None => list(&named),
    }
}

fn window(window: &Window) -> String {
    let offset = |minutes: i32| format!("UTC{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
    match window {
        Window::Offsets { from, to } => format!("{} to {}", offset(*from), offset(*to)),
        Window::Zone { zone, .. } => zone.clone(),
        Window::Between { west, east, .. } => format!("{west} to {east}"),
        Window::OneOf { zones, .. } => zones.join(" or "),
    }
}

fn pay(annual: AnnualBand) -> String {
    let usd = |amount: crate::money::Cents| format!("{} USD", amount.major_rounded());
    match (annual.bottom(), annual.top()) {
        (Some(bottom), Some(top)) if bottom == top => format!("{} a year", usd(bottom)),
        (Some(bottom), Some(top)) => format!("{} to {} a year", bottom.major_rounded(), usd(top)),
        _ => SILENT.to_owned(),
    }
}
