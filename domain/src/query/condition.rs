//! A query taken apart: each of its conditions, and the query with it alone or without it.

use std::mem::take;

use super::{PayWish, SearchQuery};
use crate::money::Currency;
use crate::slug_enum::slug_enum;

slug_enum! {
    /// One condition of a query, named as its parameter.
    Condition {
        /// The text.
        Q = "q",
        /// Families.
        Family = "family",
        /// Roles.
        Role = "role",
        /// Seniorities.
        Seniority = "seniority",
        /// Skills, any of them.
        Skill = "skill",
        /// Skills, every one of them.
        SkillAll = "skill_all",
        /// Companies.
        Company = "company",
        /// Sources.
        Source = "source",
        /// Employment types.
        EmploymentType = "employment_type",
        /// Work modes.
        WorkMode = "work_mode",
        /// Countries.
        Country = "country",
        /// Regions.
        Region = "region",
        /// Languages.
        Language = "language",
        /// Visa sponsorship.
        Visa = "visa",
        /// Where the reader lives, with `eligibility`.
        WorkFrom = "work_from",
        /// The reader's time zone, with `overlap_min`.
        TimeZone = "time_zone",
        /// The least pay, with `salary_currency`.
        SalaryMin = "salary_min",
        /// The most pay, with `salary_currency`.
        SalaryMax = "salary_max",
        /// Whether pay is stated.
        SalaryStated = "salary_stated",
        /// The least score.
        ScoreMin = "score_min",
        /// Posted at or after.
        PostedAfter = "posted_after",
        /// Posted at or before.
        PostedBefore = "posted_before",
        /// Changed at or after.
        UpdatedAfter = "updated_after",
        /// Families left out.
        ExcludeFamily = "exclude_family",
        /// Roles left out.
        ExcludeRole = "exclude_role",
        /// Seniorities left out.
        ExcludeSeniority = "exclude_seniority",
        /// Skills left out.
        ExcludeSkill = "exclude_skill",
        /// Companies left out.
        ExcludeCompany = "exclude_company",
        /// Sources left out.
        ExcludeSource = "exclude_source",
        /// Employment types left out.
        ExcludeEmploymentType = "exclude_employment_type",
        /// Work modes left out.
        ExcludeWorkMode = "exclude_work_mode",
        /// Countries left out.
        ExcludeCountry = "exclude_country",
        /// Regions left out.
        ExcludeRegion = "exclude_region",
        /// Languages left out.
        ExcludeLanguage = "exclude_language",
        /// Answers about visas left out.
        ExcludeVisa = "exclude_visa",
    }
}

impl SearchQuery {
    /// Every condition that it sets. The order, `per_company` and that listings are open are none.
    pub fn conditions(&self) -> Vec<Condition> {
        let neutral = SearchQuery { open_only: false, ..SearchQuery::default() };
        Condition::ALL.iter().copied().filter(|condition| self.only(*condition) != neutral).collect()
    }

    /// The query that sets one of its conditions alone; it finds closed listings, too.
    pub fn only(&self, condition: Condition) -> SearchQuery {
        let mut only = SearchQuery { open_only: false, ..SearchQuery::default() };
        condition.take(&mut self.clone(), &mut only);
        only
    }

    /// The query without one of its conditions.
    pub fn without(&self, condition: Condition) -> SearchQuery {
        let mut without = self.clone();
        condition.take(&mut without, &mut SearchQuery::default());
        without
    }

    /// The values of one of its conditions, as its parameter takes them; none where it is not set.
    pub fn values_of(&self, condition: Condition) -> Vec<String> {
        self.to_pairs().into_iter().find(|(name, _)| *name == condition.slug()).map(|(_, values)| values).unwrap_or_default()
    }
}

impl Condition {
    /// Moves it from one query to another.
    fn take(self, from: &mut SearchQuery, to: &mut SearchQuery) {
        match self {
            Condition::Q => to.q = from.q.take(),
            Condition::Family => to.family.any = take(&mut from.family.any),
            Condition::Role => to.role.any = take(&mut from.role.any),
            Condition::Seniority => to.seniority.any = take(&mut from.seniority.any),
            Condition::Skill => to.skill.any = take(&mut from.skill.any),
            Condition::SkillAll => to.skill_all = take(&mut from.skill_all),
            Condition::Company => to.company.any = take(&mut from.company.any),
            Condition::Source => to.source.any = take(&mut from.source.any),
            Condition::EmploymentType => to.employment_type.any = take(&mut from.employment_type.any),
            Condition::WorkMode => to.work_mode.any = take(&mut from.work_mode.any),
            Condition::Country => to.country.any = take(&mut from.country.any),
            Condition::Region => to.region.any = take(&mut from.region.any),
            Condition::Language => to.language.any = take(&mut from.language.any),
            Condition::Visa => to.visa.any = take(&mut from.visa.any),
            Condition::WorkFrom => to.work_from = from.work_from.take(),
            Condition::TimeZone => to.overlap = from.overlap.take(),
            Condition::SalaryMin => {
                let min = from.pay.as_mut().and_then(|pay| Some((pay.min.take()?, pay.currency)));
                if let Some((min, currency)) = min {
                    pay(to, currency).min = Some(min);
                }
                from.pay = from.pay.filter(|pay| pay.max.is_some());
            }
            Condition::SalaryMax => {
                let max = from.pay.as_mut().and_then(|pay| Some((pay.max.take()?, pay.currency)));
                if let Some((max, currency)) = max {
                    pay(to, currency).max = Some(max);
                }
                from.pay = from.pay.filter(|pay| pay.min.is_some());
            }
            Condition::SalaryStated => to.salary_stated = from.salary_stated.take(),
            Condition::ScoreMin => to.score_min = from.score_min.take(),
            Condition::PostedAfter => to.posted_after = from.posted_after.take(),
            Condition::PostedBefore => to.posted_before = from.posted_before.take(),
            Condition::UpdatedAfter => to.updated_after = from.updated_after.take(),
            Condition::ExcludeFamily => to.family.none = take(&mut from.family.none),
            Condition::ExcludeRole => to.role.none = take(&mut from.role.none),
            Condition::ExcludeSeniority => to.seniority.none = take(&mut from.seniority.none),
            Condition::ExcludeSkill => to.skill.none = take(&mut from.skill.none),
            Condition::ExcludeCompany => to.company.none = take(&mut from.company.none),
            Condition::ExcludeSource => to.source.none = take(&mut from.source.none),
            Condition::ExcludeEmploymentType => to.employment_type.none = take(&mut from.employment_type.none),
            Condition::ExcludeWorkMode => to.work_mode.none = take(&mut from.work_mode.none),
            Condition::ExcludeCountry => to.country.none = take(&mut from.country.none),
            Condition::ExcludeRegion => to.region.none = take(&mut from.region.none),
            Condition::ExcludeLanguage => to.language.none = take(&mut from.language.none),
            Condition::ExcludeVisa => to.visa.none = take(&mut from.visa.none),
        }
    }
}

fn pay(query: &mut SearchQuery, currency: Currency) -> &mut PayWish {
    query.pay.get_or_insert(PayWish { min: None, max: None, currency })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> SearchQuery {
        let pairs: Vec<(String, String)> =
            text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        SearchQuery::parse(&pairs, &[]).unwrap()
    }

    #[test]
    fn a_query_is_taken_apart_and_its_parts_make_it_up() {
        let query =
            parse("q=rust&skill=go&exclude_skill=java&salary_min=5&salary_max=9&time_zone=Europe/Lisbon&overlap_min=60&sort=-score");
        let names: Vec<&str> = query.conditions().into_iter().map(Condition::slug).collect();
        assert_eq!(names, ["q", "skill", "work_mode", "time_zone", "salary_min", "salary_max", "exclude_skill"]);
        let rest = query.conditions().into_iter().fold(query.clone(), |query, condition| query.without(condition));
        assert_eq!(rest, SearchQuery { sort: query.sort, ..SearchQuery::default() });
        assert_eq!(query.only(Condition::SalaryMin), SearchQuery { open_only: false, ..parse("salary_min=5&work_mode=any") });
        assert_eq!(query.without(Condition::SalaryMin).values_of(Condition::SalaryMax), ["9"]);
        assert_eq!(query.values_of(Condition::ExcludeSkill), ["java"]);
    }

    #[test]
    fn every_filter_belongs_to_a_condition() {
        let with = ["eligibility", "overlap_min", "salary_currency", "per_company", "sort"];
        let missing: Vec<_> =
            super::super::FILTER_NAMES.iter().filter(|name| Condition::from_slug(name).is_none() && !with.contains(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
