//! From the pairs of a query string to a [`SearchQuery`], all violations at once.

use super::names::FILTER_NAMES;
use super::reader::Reader;
use super::{Choice, OverlapWish, PayWish, SearchQuery, Sort, WorkFrom};
use crate::employment::EmploymentType;
use crate::language::Language;
use crate::money::{Cents, Currency, Rates};
use crate::place::{Country, Place, Region};
use crate::read::Sponsorship;
use crate::role::{self, Role};
use crate::seniority::Seniority;
use crate::skill::Skill;
use crate::text;
use crate::time_zone;
use crate::violation::{Violation, ViolationCode as Code};
use crate::work_mode::WorkMode;

/// The most characters a text value may have.
pub const MAX_TEXT: usize = 256;
/// The most values a list may have.
pub const MAX_LIST: usize = 50;
/// The largest annual salary that can be asked for, in major units.
pub const MAX_SALARY: i64 = 10_000_000;
/// Minutes of overlap that `time_zone` asks for when `overlap_min` is not given: half a working day.
pub const DEFAULT_OVERLAP: i64 = 240;

impl SearchQuery {
    /// Reads the pairs of a query string. `own` names the parameters that the
    /// endpoint reads itself; any other unknown name is a violation.
    /// Work modes default to `remote`, the salary currency to USD.
    pub fn parse(pairs: &[(String, String)], own: &[&str]) -> Result<SearchQuery, Vec<Violation>> {
        let mut reader = Reader::new(pairs);
        reader.only(FILTER_NAMES.iter().chain(own).copied());
        let query = reader.query();
        reader.finish().map(|()| query)
    }
}

impl Reader<'_> {
    fn query(&mut self) -> SearchQuery {
        // Text of blanks alone asks for nothing; `q` is never an error because of its words.
        let q = self.single("q").and_then(text::line);
        let work_mode = self.work_mode();
        let sort_default = if q.is_some() { Sort::Relevance } else { Sort::PostedAt };
        SearchQuery {
            family: self.choice("family", role::families().iter().copied(), |v| role::families().iter().copied().find(|f| *f == v)),
            role: self.choice("role", Role::all().map(Role::slug), Role::from_slug),
            seniority: self.choice("seniority", Seniority::ALL.iter().map(|s| s.slug()), Seniority::from_slug),
            skill: self.choice("skill", Skill::all().map(Skill::slug), Skill::from_slug),
            skill_all: self.list("skill_all", Skill::all().map(Skill::slug), Skill::from_slug),
            company: self.slugs("company"),
            source: self.slugs("source"),
            employment_type: self.choice("employment_type", EmploymentType::ALL.iter().map(|s| s.slug()), EmploymentType::from_slug),
            work_mode,
            country: self.choice("country", Country::all().map(Country::code), Country::from_code),
            region: self.choice("region", Region::all().map(Region::code), Region::from_code),
            language: self.choice("language", std::iter::empty(), language),
            visa: self.choice("visa", Sponsorship::ALL.iter().map(|s| s.slug()), Sponsorship::from_slug),
            work_from: self.work_from(),
            overlap: self.overlap(),
            pay: self.pay(),
            salary_stated: self.boolean("salary_stated"),
            score_min: self.integer("score_min", 0, 100).map(|n| n as u8),
            posted_after: self.when("posted_after"),
            posted_before: self.when("posted_before"),
            updated_after: self.when("updated_after"),
            per_company: self.integer("per_company", 1, 100).map(|n| n as u32),
            sort: self.one_of("sort", Sort::ALL.iter().map(|s| s.slug()), Sort::from_slug).unwrap_or(sort_default),
            q,
            open_only: true,
        }
    }

    /// `remote` unless asked otherwise; `any` takes the wish away.
    fn work_mode(&mut self) -> Choice<WorkMode> {
        if !self.has(&["work_mode", "exclude_work_mode"]) {
            return Choice { any: vec![WorkMode::Remote], none: Vec::new() };
        }
        let known = WorkMode::ALL.iter().map(|m| m.slug()).chain(["any"]);
        let wished = self.choice("work_mode", known, |v| match v {
            "any" => Some(None),
            v => WorkMode::from_slug(v).map(Some),
        });
        if wished.none.contains(&None) {
            self.report("exclude_work_mode", Code::UnknownValue, "Every work mode would be excluded.");
        }
        let everything = wished.any.contains(&None);
        Choice {
            any: if everything { Vec::new() } else { wished.any.into_iter().flatten().collect() },
            none: wished.none.into_iter().flatten().collect(),
        }
    }

    /// `eligibility` says nothing without `work_from`, so it has no effect alone.
    fn work_from(&mut self) -> Option<WorkFrom> {
        let include_unknown = self.one_of("eligibility", ["eligible", "include_unknown"].into_iter(), |v| match v {
            "eligible" => Some(false),
            "include_unknown" => Some(true),
            _ => None,
        });
        let value = self.single("work_from")?;
        let Some(place) = place(value) else {
            self.report(
                "work_from",
                Code::UnknownValue,
                "Expected a country (ISO 3166-1 alpha-2, as PT) or a subdivision (ISO 3166-2, as US-CA).",
            );
            return None;
        };
        Some(WorkFrom { place, include_unknown: include_unknown.unwrap_or(false) })
    }

    /// `overlap_min` says nothing without `time_zone`, so it has no effect alone.
    fn overlap(&mut self) -> Option<OverlapWish> {
        let minutes = self.integer("overlap_min", 0, 480);
        let value = self.single("time_zone")?;
        let Some(zone) = time_zone::zone(value) else {
            self.report("time_zone", Code::UnknownValue, "Expected an IANA time zone, as Europe/Lisbon.");
            return None;
        };
        Some(OverlapWish { zone, minutes: minutes.unwrap_or(DEFAULT_OVERLAP) as i32 })
    }

    /// `salary_currency` says nothing without an amount, so it has no effect alone. A minimum above the maximum
    /// is no contradiction: pay from 50 to 200 reaches 150 and begins below 100.
    fn pay(&mut self) -> Option<PayWish> {
        let currency = self.one_of("salary_currency", ["USD", "EUR", "GBP"].into_iter(), Currency::from_code);
        if let Some(currency) = currency
            && Rates::builtin().convert(Cents::default(), currency, Currency::USD).is_none()
        {
            self.report("salary_currency", Code::UnknownValue, "There is no exchange rate for this currency.");
        }
        let min = self.integer("salary_min", 0, MAX_SALARY);
        let max = self.integer("salary_max", 0, MAX_SALARY);
        (min.is_some() || max.is_some()).then(|| PayWish {
            min: min.and_then(Cents::from_major),
            max: max.and_then(Cents::from_major),
            currency: currency.unwrap_or(Currency::USD),
        })
    }
}

/// Reads a place of which the code is spelt as in ISO 3166: `PT`, `US-CA`.
pub fn place(value: &str) -> Option<Place> {
    Place::parse(value).filter(|place| place.code() == value)
}

/// Reads a primary language tag: two or three lower-case letters.
fn language(value: &str) -> Option<Language> {
    Language::parse(value).filter(|language| language.tag() == value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(query: &[(&str, &str)]) -> Result<SearchQuery, Vec<Violation>> {
        let pairs: Vec<_> = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        SearchQuery::parse(&pairs, &["limit"])
    }

    #[test]
    fn defaults_are_remote_and_newest_first() {
        let query = parse(&[("limit", "5")]).unwrap();
        assert_eq!(query.work_mode.any, [WorkMode::Remote]);
        assert_eq!(query.sort, Sort::PostedAt);
        assert_eq!(parse(&[("q", "rust")]).unwrap().sort, Sort::Relevance);
        assert!(parse(&[("work_mode", "any")]).unwrap().work_mode.is_empty());
    }

    #[test]
    fn lists_are_commas_or_repeats() {
        let a = parse(&[("skill", "rust,go")]).unwrap();
        let b = parse(&[("skill", "rust"), ("skill", "go")]).unwrap();
        assert_eq!(a, b);
    }

    #[test]
    fn every_violation_is_reported_with_the_nearest_name() {
        let violations =
            parse(&[("saelary_min", "5"), ("salary_min", "x"), ("role", "backend-enginer"), ("q", ""), ("sort", "up"), ("sort", "down")])
                .unwrap_err();
        let found: Vec<_> = violations.iter().map(|v| v.code).collect();
        assert_eq!(
            found,
            [Code::UnknownParameter, Code::Empty, Code::UnknownValue, Code::NotAnInteger, Code::Repeated, Code::UnknownValue]
        );
        assert!(violations[0].detail.contains("salary_min"));
        assert!(violations[2].detail.contains("backend-engineer"));
    }

    #[test]
    fn values_that_cannot_be_applied_are_refused() {
        for query in [
            &[("work_from", "Atlantis")][..],
            &[("work_from", "pt")],
            &[("role", "writer\0")],
            &[("exclude_work_mode", "any")],
            &[("posted_after", "soon")],
            &[("posted_after", "P1W2D")],
            &[("posted_after", "P123456D")],
            &[("posted_after", "PT1S2H")],
            &[("salary_min", "+9")],
            &[("salary_min", "09")],
            &[("language", "pt-BR")],
            &[("salary_currency", "XAU")],
        ] {
            assert_eq!(parse(query).map_err(|v| v.len()), Err(1), "{query:?}");
        }
    }

    #[test]
    fn a_hint_names_what_was_probably_meant() {
        for (name, value, meant) in
            [("skill", "golang", "go"), ("country", "pt", "PT"), ("region", "emea", "EMEA"), ("seniority", "Senior", "senior")]
        {
            let violations = parse(&[(name, value)]).unwrap_err();
            assert!(violations[0].detail.ends_with(&format!("Did you mean {meant}?")), "{value}: {}", violations[0].detail);
        }
    }

    #[test]
    fn harmless_combinations_are_taken() {
        for query in [
            &[("role", "writer"), ("exclude_role", "writer")][..],
            &[("salary_min", "9"), ("salary_max", "5")],
            &[("overlap_min", "60")],
            &[("eligibility", "include_unknown")],
            &[("salary_currency", "EUR")],
            &[("q", " \u{200b}")],
            &[("posted_after", "P2W"), ("posted_before", "P1DT12H"), ("updated_after", "2026-05-04T09:30:00+01:00")],
        ] {
            assert!(parse(query).is_ok(), "{query:?}: {:?}", parse(query));
        }
        assert_eq!(parse(&[("overlap_min", "60")]).unwrap().overlap, None);
    }

    proptest! {
        #[test]
        fn any_pairs_are_read_or_refused(pairs in proptest::collection::vec((proptest::sample::select(FILTER_NAMES), any::<String>()), 0..6)) {
            let pairs: Vec<_> = pairs.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
            let _ = SearchQuery::parse(&pairs, &[]);
        }
    }
}
