//! The plain meaning of the filters, one listing at a time: what the index and
//! the matcher must agree with. `q`, `sort` and `per_company` are the index's own.

use super::{Choice, SearchQuery};
use crate::listing::Listing;
use crate::money::{Cents, Rates};
use crate::place::Country;
use crate::time::Timestamp;

/// Whether the filters of `query` keep `listing` at `now`.
pub fn matches(query: &SearchQuery, listing: &Listing, now: Timestamp, rates: &Rates) -> bool {
    let companies: Vec<String> = listing.company_slugs().map(str::to_owned).collect();
    let countries: Vec<Country> = listing.eligibility.named_countries().iter().collect();
    (!query.open_only || listing.closed_at.is_none())
        && one(&query.family, Some(&listing.role.family()))
        && one(&query.role, Some(&listing.role))
        && one(&query.seniority, Some(&listing.seniority))
        && many(&query.skill, &listing.skills)
        && query.skill_all.iter().all(|skill| listing.skills.contains(skill))
        && many(&query.company, &companies)
        && many(&query.source, &listing.sources.iter().map(|s| s.source.clone()).collect::<Vec<_>>())
        && one(&query.employment_type, Some(&listing.employment_type))
        && one(&query.work_mode, Some(&listing.work_mode))
        && many(&query.country, &countries)
        && many(&query.region, &listing.eligibility.regions)
        && one(&query.language, listing.language.as_ref())
        && one(&query.visa, Some(&listing.sponsorship))
        && query.work_from.is_none_or(|from| from.keeps(listing.eligibility.decide(from.place).verdict))
        && overlaps(query, listing, now)
        && pays(query, listing, rates)
        && query.salary_stated.is_none_or(|stated| listing.salary.is_some() == stated)
        && query.score_min.is_none_or(|least| listing.score >= least)
        && query.posted_after.is_none_or(|when| listing.posted_at.is_some_and(|at| at >= when.resolve(now)))
        && query.posted_before.is_none_or(|when| listing.posted_at.is_some_and(|at| at <= when.resolve(now)))
        && query.updated_after.is_none_or(|when| listing.updated_at >= when.resolve(now))
}

fn one<T: PartialEq>(choice: &Choice<T>, value: Option<&T>) -> bool {
    (choice.any.is_empty() || value.is_some_and(|v| choice.any.contains(v))) && value.is_none_or(|v| !choice.none.contains(v))
}

fn many<T: PartialEq>(choice: &Choice<T>, values: &[T]) -> bool {
    (choice.any.is_empty() || values.iter().any(|v| choice.any.contains(v))) && !values.iter().any(|v| choice.none.contains(v))
}

/// A listing that states no window is kept: silence asks for no hours.
/// Of several windows, any one is enough.
fn overlaps(query: &SearchQuery, listing: &Listing, now: Timestamp) -> bool {
    let Some(wish) = &query.overlap else { return true };
    let windows = &listing.eligibility.time_zones;
    let year = chrono::Datelike::year(&now.date());
    windows.is_empty() || windows.iter().any(|window| window.overlap(wish.zone, year).is_some_and(|o| o.least >= wish.minutes))
}

fn pays(query: &SearchQuery, listing: &Listing, rates: &Rates) -> bool {
    let Some(wish) = query.pay else { return true };
    let in_usd = |amount: Option<Cents>| amount.and_then(|a| rates.convert(a, wish.currency, crate::money::Currency::USD));
    let annual = listing.annual_usd;
    (wish.min.is_none() || annual.top().zip(in_usd(wish.min)).is_some_and(|(top, min)| top >= min))
        && (wish.max.is_none() || annual.bottom().zip(in_usd(wish.max)).is_some_and(|(bottom, max)| bottom <= max))
}
