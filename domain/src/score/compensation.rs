//! Compensation, 25 points: a range that can be compared.

use super::cues::{Cue, Cues};
use super::{Sheet, quoted};
use crate::listing::Listing;
use crate::money::Currency;
use crate::salary::{PayOrigin, SalaryBand};

/// Words that name the period of pay; found inside the words for the pay only.
const PERIODS: &[&str] = &[
    "year",
    "yr",
    "annual",
    "annum",
    "p.a",
    "/y",
    "month",
    "/mo",
    "p.m.",
    "week",
    "/wk",
    "day",
    "daily",
    "hour",
    "/hr",
    "/h",
    "jahr",
    "monat",
    "stunde",
    "ann\u{e9}e",
    "mois",
    "a\u{f1}o",
    "mes",
];

pub(super) fn fill(sheet: &mut Sheet, listing: &Listing, cues: &Cues<'_>) {
    let band = listing.salary.as_ref();
    let words = listing.salary_words.as_deref();
    let ends = band.and_then(|b| b.min().zip(b.max()));
    let shown = || band.map(|b| words.map_or_else(|| in_figures(b), quoted));
    sheet.give("range", if ends.is_some() { 10 } else { 0 }, 10, || ends.and_then(|_| shown()));
    let currency = band.is_some_and(|b| b.origin() == PayOrigin::Stated || words.is_some_and(|w| names_currency(w, b.currency())));
    sheet.give("currency", if currency { 4 } else { 0 }, 4, || band.filter(|_| currency).and_then(|_| shown()));
    let period = band.is_some_and(|b| b.origin() == PayOrigin::Stated || words.is_some_and(names_period));
    sheet.give("period", if period { 3 } else { 0 }, 3, || band.filter(|_| period).and_then(|_| shown()));
    // Compared in tenths, because 1.6 has no exact form in floating point.
    let width = ends.map_or(0, |(min, max)| match max.get().saturating_mul(10) {
        tenths if tenths <= min.get().saturating_mul(16) => 4,
        tenths if tenths <= min.get().saturating_mul(20) => 2,
        _ => 0,
    });
    sheet.give("width", width, 4, || {
        ends.map(|(min, max)| {
            format!("the maximum is {}.{:02} times the minimum", max.get() / min.get(), max.get() * 100 / min.get() % 100)
        })
    });
    sheet.quote("extras", 2, cues.words(Cue::Extras));
    sheet.quote("pay_by_place", 2, cues.words(Cue::PayByPlace));
}

fn in_figures(band: &SalaryBand) -> String {
    let figure = |end: Option<crate::money::Cents>| end.map_or_else(|| "\u{2026}".to_owned(), |c| c.to_json().to_string());
    format!("{} to {} {} a {}", figure(band.min()), figure(band.max()), band.currency(), band.period())
}

/// Whether the words name the currency: its code, or a sign that belongs to no other. A bare `$` is a dozen dollars'.
fn names_currency(words: &str, currency: Currency) -> bool {
    let named = |word: &str| word.eq_ignore_ascii_case(currency.code());
    words.split(|c: char| !c.is_ascii_alphabetic()).any(named)
        || currency.signs().any(|sign| {
            sign != "$" && words.contains(sign) && Currency::all().filter(|other| other.signs().any(|s| s == sign)).count() == 1
        })
}

fn names_period(words: &str) -> bool {
    let words = words.to_lowercase();
    PERIODS.iter().any(|period| words.contains(period))
}
