//! From a query to bitmaps: what `domain::query::matches` says of one listing, for all at once.

use std::borrow::{Borrow, Cow};
use std::hash::Hash;
use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::money::{Cents, Currency, Rates};
use domain::query::{Choice, Facet, SearchQuery};
use domain::time::Timestamp;
use roaring::{MultiOps, RoaringBitmap};

use crate::columns::{Columns, Field, Ordered, SetField, pay_key, time_key};
use crate::verdicts::Verdicts;

/// Of fewer rows than one in so many, ranges are looked up row by row.
const FEW: u64 = 32;

/// The conditions of a query.
#[derive(Debug, Default)]
pub(crate) struct Plan<'a> {
    conditions: Vec<Condition>,
    /// Ranges are looked at last: of few rows, key by key.
    ranges: Vec<(&'a Ordered, RangeInclusive<u64>)>,
    len: u32,
}

#[derive(Debug)]
struct Condition {
    /// The facet whose values it asks for.
    facet: Option<Facet>,
    /// Whether these rows are kept or dropped.
    keep: bool,
    rows: Arc<RoaringBitmap>,
}

/// The rows that a plan finds.
#[derive(Debug)]
pub(crate) struct Selection {
    /// Those that fulfil every condition.
    pub found: RoaringBitmap,
    /// For facets of which values are asked for, those that fulfil every other condition.
    pub without: Vec<(Facet, RoaringBitmap)>,
}

impl<'a> Plan<'a> {
    /// The conditions of everything but `q`, seen from `now`.
    pub fn new(columns: &'a Columns, verdicts: &Verdicts, query: &SearchQuery, now: Timestamp) -> Plan<'a> {
        let mut plan = Plan { conditions: Vec::new(), ranges: Vec::new(), len: columns.len() };
        if query.open_only {
            plan.keep(Arc::clone(&columns.open));
        }
        plan.choose(Some(Facet::Family), &query.family, |v| columns.family.rows(*v));
        plan.field(Some(Facet::Role), &query.role, &columns.role);
        plan.field(Some(Facet::Seniority), &query.seniority, &columns.seniority);
        plan.field(Some(Facet::EmploymentType), &query.employment_type, &columns.employment_type);
        plan.field(Some(Facet::WorkMode), &query.work_mode, &columns.work_mode);
        plan.field(Some(Facet::Language), &query.language, &columns.language);
        plan.field(None, &query.visa, &columns.visa);
        plan.companies(&query.company, columns);
        plan.choose(Some(Facet::Source), &query.source, |v| columns.source.rows(v.as_str()));
        plan.sets(Facet::Skill, &query.skill, &columns.skill);
        plan.sets(Facet::Country, &query.country, &columns.country);
        plan.sets(Facet::Region, &query.region, &columns.region);
        for skill in &query.skill_all {
            plan.keep(columns.skill.rows(skill).cloned().unwrap_or_default());
        }
        if let Some(wish) = &query.work_from {
            plan.keep(verdicts.work_from(columns, wish));
        }
        if let Some(wish) = &query.overlap {
            let year = chrono::Datelike::year(&now.date());
            plan.condition(None, false, Arc::new(verdicts.too_little_overlap(columns, wish, year)));
        }
        if let Some(wish) = query.pay {
            let in_usd = |amount: Cents| Rates::builtin().convert(amount, wish.currency, Currency::USD).map(pay_key);
            // An amount that can't be converted is reached by nothing.
            if let Some(min) = wish.min {
                plan.range(&columns.pay_top, in_usd(min).unwrap_or(u64::MAX)..=u64::MAX);
            }
            if let Some(max) = wish.max {
                plan.range(&columns.pay_bottom, 1..=in_usd(max).unwrap_or(0));
            }
        }
        if let Some(stated) = query.salary_stated {
            plan.condition(None, stated, Arc::clone(&columns.paid));
        }
        if let Some(least) = query.score_min {
            plan.range(&columns.score, u64::from(least) + 1..=u64::MAX);
        }
        let key = |when: domain::query::When| time_key(when.resolve(now));
        if query.posted_after.is_some() || query.posted_before.is_some() {
            plan.range(&columns.posted_at, query.posted_after.map_or(1, key)..=query.posted_before.map_or(u64::MAX, key));
        }
        if let Some(after) = query.updated_after {
            plan.range(&columns.updated_at, key(after)..=u64::MAX);
        }
        plan
    }

    /// Adds that only these rows are kept.
    pub fn keep(&mut self, rows: impl Into<Arc<RoaringBitmap>>) {
        self.condition(None, true, rows.into());
    }

    /// Adds that these rows are left out.
    pub fn leave_out(&mut self, rows: RoaringBitmap) {
        self.condition(None, false, rows.into());
    }

    /// Selects rows, for the count of `facets`. What is excluded stays excluded for every facet.
    pub fn select(&self, facets: &[Facet]) -> Selection {
        let is_own = |condition: &&Condition| condition.facet.is_some_and(|facet| facets.contains(&facet));
        let (mut own, others): (Vec<&Condition>, Vec<&Condition>) = self.conditions.iter().partition(is_own);
        // Ranges once, before what differs from facet to facet.
        let base = self.in_ranges(self.base(others));
        // The smallest first, so that every step has little to do.
        own.sort_by_key(|condition| condition.rows.len());
        let mut without = Vec::with_capacity(own.len());
        let mut before = base;
        for (at, condition) in own.iter().enumerate() {
            let rest = own.iter().skip(at + 1).map(|condition| condition.rows.as_ref());
            let others = intersection(Cow::Borrowed(before.as_ref()), rest);
            without.extend(condition.facet.map(|facet| (facet, others.into_owned())));
            before = Cow::Owned(before.as_ref() & condition.rows.as_ref());
        }
        Selection { found: before.into_owned(), without }
    }

    /// The rows that fulfil some conditions.
    fn base<'b>(&self, conditions: Vec<&'b Condition>) -> Cow<'b, RoaringBitmap> {
        let (mut kept, dropped): (Vec<&Condition>, Vec<&Condition>) = conditions.into_iter().partition(|condition| condition.keep);
        kept.sort_by_key(|condition| condition.rows.len());
        let mut kept = kept.into_iter().map(|condition| condition.rows.as_ref());
        let mut rows = match kept.next() {
            Some(first) => intersection(Cow::Borrowed(first), kept),
            None => Cow::Owned(RoaringBitmap::from_sorted_iter(0..self.len).unwrap_or_default()),
        };
        for condition in dropped {
            *rows.to_mut() -= condition.rows.as_ref();
        }
        rows
    }

    /// Those of some rows that are in every range.
    fn in_ranges<'b>(&self, mut rows: Cow<'b, RoaringBitmap>) -> Cow<'b, RoaringBitmap> {
        for (field, keys) in &self.ranges {
            rows = Cow::Owned(match rows.len() < u64::from(self.len) / FEW {
                true => field.among(&rows, keys),
                false => field.among_many(&rows, keys),
            });
        }
        rows
    }

    fn range(&mut self, field: &'a Ordered, keys: RangeInclusive<u64>) {
        self.ranges.push((field, keys));
    }

    fn condition(&mut self, facet: Option<Facet>, keep: bool, rows: Arc<RoaringBitmap>) {
        self.conditions.push(Condition { facet, keep, rows });
    }

    fn field<V: Hash + Eq + Clone>(&mut self, facet: Option<Facet>, choice: &Choice<V>, field: &Field<V>) {
        self.choose(facet, choice, |value| field.rows::<V>(value));
    }

    fn sets<V: Hash + Eq + Clone + Borrow<V>>(&mut self, facet: Facet, choice: &Choice<V>, field: &SetField<V>) {
        self.choose(Some(facet), choice, |value| field.rows::<V>(value));
    }

    /// Companies as employers and as agencies.
    fn companies(&mut self, choice: &Choice<String>, columns: &Columns) {
        let agents = choice.any.iter().chain(&choice.none).any(|slug| columns.agency.rows(slug.as_str()).is_some());
        if !agents {
            return self.choose(Some(Facet::Company), choice, |slug| columns.company.rows(slug.as_str()));
        }
        let any = |slugs: &[String]| -> Arc<RoaringBitmap> {
            let rows = slugs.iter().flat_map(|slug| [columns.company.rows(slug.as_str()), columns.agency.rows(slug.as_str())]);
            Arc::new(rows.flatten().map(Arc::as_ref).union())
        };
        if !choice.any.is_empty() {
            self.condition(Some(Facet::Company), true, any(&choice.any));
        }
        if !choice.none.is_empty() {
            self.condition(None, false, any(&choice.none));
        }
    }

    /// Values that no listing has find nothing and exclude nothing.
    fn choose<'b, V>(&mut self, facet: Option<Facet>, choice: &Choice<V>, rows: impl Fn(&V) -> Option<&'b Arc<RoaringBitmap>>) {
        let any = |values: &[V]| -> Arc<RoaringBitmap> {
            match values {
                [only] => rows(only).cloned().unwrap_or_default(),
                several => Arc::new(several.iter().filter_map(&rows).map(Arc::as_ref).union()),
            }
        };
        if !choice.any.is_empty() {
            self.condition(facet, true, any(&choice.any));
        }
        if !choice.none.is_empty() {
            self.condition(None, false, any(&choice.none));
        }
    }
}

fn intersection<'b, 'c>(first: Cow<'b, RoaringBitmap>, others: impl Iterator<Item = &'c RoaringBitmap>) -> Cow<'b, RoaringBitmap> {
    others.fold(first, |rows, other| match rows {
        Cow::Borrowed(rows) => Cow::Owned(rows & other),
        Cow::Owned(mut rows) => {
            rows &= other;
            Cow::Owned(rows)
        }
    })
}
