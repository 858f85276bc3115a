//! From a [`SearchQuery`] back to the pairs of a query string, in one canonical
//! form: equal queries give equal pairs, so pairs can be compared and hashed.

use std::fmt::Display;

use super::{Choice, SearchQuery, When};

impl SearchQuery {
    /// Every wish as name and values, in the order of the names of
    /// [`super::FILTER_NAMES`], defaults included. Reading the pairs again gives
    /// the same query.
    pub fn to_pairs(&self) -> Vec<(&'static str, Vec<String>)> {
        let mut out = Writer(Vec::new());
        out.one("q", self.q.as_ref());
        out.choice("family", "exclude_family", &self.family);
        out.choice("role", "exclude_role", &self.role);
        out.choice("seniority", "exclude_seniority", &self.seniority);
        out.choice("skill", "exclude_skill", &self.skill);
        out.many("skill_all", &self.skill_all);
        out.choice("company", "exclude_company", &self.company);
        out.choice("source", "exclude_source", &self.source);
        out.choice("employment_type", "exclude_employment_type", &self.employment_type);
        if self.work_mode.any.is_empty() {
            out.one("work_mode", Some("any"));
        }
        out.choice("work_mode", "exclude_work_mode", &self.work_mode);
        out.choice("country", "exclude_country", &self.country);
        out.choice("region", "exclude_region", &self.region);
        out.choice("language", "exclude_language", &self.language);
        out.choice("visa", "exclude_visa", &self.visa);
        out.one("work_from", self.work_from.map(|from| from.place.code()));
        out.one("eligibility", self.work_from.map(|from| if from.include_unknown { "include_unknown" } else { "eligible" }));
        out.one("time_zone", self.overlap.as_ref().map(|wish| wish.zone.name()));
        out.one("overlap_min", self.overlap.as_ref().map(|wish| wish.minutes));
        out.one("salary_min", self.pay.and_then(|pay| pay.min).map(|min| min.major_rounded()));
        out.one("salary_max", self.pay.and_then(|pay| pay.max).map(|max| max.major_rounded()));
        out.one("salary_currency", self.pay.map(|pay| pay.currency));
        out.one("salary_stated", self.salary_stated);
        out.one("score_min", self.score_min);
        out.one("posted_after", self.posted_after.map(when));
        out.one("posted_before", self.posted_before.map(when));
        out.one("updated_after", self.updated_after.map(when));
        out.one("per_company", self.per_company);
        out.one("sort", Some(self.sort));
        out.0
    }
}

struct Writer(Vec<(&'static str, Vec<String>)>);

impl Writer {
    fn one<T: Display>(&mut self, name: &'static str, value: Option<T>) {
        self.0.extend(value.map(|value| (name, vec![value.to_string()])));
    }

    fn many<T: Display>(&mut self, name: &'static str, values: &[T]) {
        if !values.is_empty() {
            let mut texts: Vec<_> = values.iter().map(T::to_string).collect();
            texts.sort();
            self.0.push((name, texts));
        }
    }

    fn choice<T: Display>(&mut self, any: &'static str, none: &'static str, choice: &Choice<T>) {
        self.many(any, &choice.any);
        self.many(none, &choice.none);
    }
}

/// A fixed time as RFC 3339; a span in whole seconds, which every span can be written in.
fn when(when: When) -> String {
    match when {
        When::At(at) => at.to_string(),
        When::Ago(delta) if delta.num_seconds() % 86_400 == 0 && delta.num_days() <= 99_999 => format!("P{}D", delta.num_days()),
        When::Ago(delta) if delta.num_days() <= 99_999 => {
            let seconds = delta.num_seconds();
            format!("P{}DT{}H{}M{}S", seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
        }
        When::Ago(delta) => format!("P{}W", delta.num_weeks()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(pairs: &[(String, String)]) -> Option<SearchQuery> {
        SearchQuery::parse(pairs, &[]).ok()
    }

    fn flat(query: &SearchQuery) -> Vec<(String, String)> {
        query.to_pairs().into_iter().flat_map(|(name, values)| values.into_iter().map(move |value| (name.to_owned(), value))).collect()
    }

    #[test]
    fn every_kind_of_wish_survives_writing_and_reading() {
        let text = "q=rust -java&family=data&role=backend-engineer&exclude_seniority=intern&skill=rust&skill_all=go&company=acme&source=remotive&employment_type=full_time&work_mode=remote&exclude_work_mode=onsite&country=PT&region=EMEA&language=en&visa=yes&work_from=US-CA&eligibility=include_unknown&time_zone=Europe/Lisbon&overlap_min=60&salary_min=5&salary_max=9&salary_currency=EUR&salary_stated=true&score_min=5&posted_after=P7D&posted_before=PT90M&updated_after=2026-05-04T09:30:00Z&per_company=2&sort=-score";
        let pairs: Vec<(String, String)> =
            text.split('&').filter_map(|pair| pair.split_once('=')).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let families = crate::role::families();
        let pairs: Vec<_> = pairs.into_iter().map(|(n, v)| if n == "family" { (n, families[0].to_owned()) } else { (n, v) }).collect();
        let query = parse(&pairs).unwrap();
        assert_eq!(parse(&flat(&query)).unwrap(), query);
        assert_eq!(flat(&query).len(), pairs.len());
    }

    proptest! {
        #[test]
        fn spans_survive_to_the_second_or_are_whole_weeks(seconds in 0i64..60_000_000_000) {
            let text = when(When::Ago(chrono::TimeDelta::seconds(seconds)));
            let query = parse(&[("posted_after".to_owned(), text.clone())]);
            prop_assert!(query.is_some(), "{}", text);
            if seconds < 99_999 * 86_400 {
                prop_assert_eq!(query.and_then(|q| q.posted_after), Some(When::Ago(chrono::TimeDelta::seconds(seconds))));
            }
        }
    }
}
