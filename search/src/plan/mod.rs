//! From a query to rows: what `domain::query::matches` says of one listing, for all at once.

mod select;

use std::borrow::Borrow;
use std::hash::Hash;
use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::money::{Cents, Currency, Rates};
use domain::query::{Choice, Facet, SearchQuery};
use domain::time::Timestamp;
use roaring::RoaringBitmap;

use crate::columns::{Bits, Columns, Field, Ordered, RowSet, SetField, pay_key, time_key};
use crate::text::TextMatch;
use crate::verdicts::Verdicts;

/// The conditions of a query.
#[derive(Debug, Default)]
pub(crate) struct Plan<'a> {
    conditions: Vec<Condition>,
    ranges: Vec<(&'a Ordered, RangeInclusive<u64>)>,
    len: u32,
}

#[derive(Debug)]
struct Condition {
    /// The facet whose values it asks for.
    facet: Option<Facet>,
    /// Whether these rows are kept or dropped.
    keep: bool,
    /// The rows are those that are in any of these.
    any: Vec<Arc<RowSet>>,
}

/// The rows that a plan finds.
#[derive(Debug)]
pub(crate) struct Selection {
    /// Those that fulfil every condition.
    pub found: Bits,
    /// For facets of which values are asked for, those that fulfil every other condition.
    pub without: Vec<(Facet, Bits)>,
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
            plan.leave_out(verdicts.too_little_overlap(columns, wish, year));
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
            plan.condition(None, stated, vec![Arc::clone(&columns.paid)]);
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

    /// Adds that a text is fulfilled.
    pub fn text(&mut self, text: &TextMatch) {
        text.kept.iter().for_each(|sets| self.condition(None, true, sets.clone()));
        if !text.dropped.is_empty() {
            self.condition(None, false, text.dropped.clone());
        }
    }

    /// Adds that only these rows are kept.
    fn keep(&mut self, rows: Arc<RowSet>) {
        self.condition(None, true, vec![rows]);
    }

    /// Adds that these rows are left out.
    pub fn leave_out(&mut self, rows: RoaringBitmap) {
        self.condition(None, false, vec![Arc::new(rows.into())]);
    }

    fn range(&mut self, field: &'a Ordered, keys: RangeInclusive<u64>) {
        self.ranges.push((field, keys));
    }

    fn condition(&mut self, facet: Option<Facet>, keep: bool, any: Vec<Arc<RowSet>>) {
        self.conditions.push(Condition { facet, keep, any });
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
        let both = |slug: &String| [columns.company.rows(slug.as_str()), columns.agency.rows(slug.as_str())].into_iter().flatten();
        self.choose_among(Some(Facet::Company), choice, both);
    }

    fn choose<'b, V>(&mut self, facet: Option<Facet>, choice: &Choice<V>, rows: impl Fn(&V) -> Option<&'b Arc<RowSet>>) {
        self.choose_among(facet, choice, |value| rows(value).into_iter());
    }

    /// Values that no listing has find nothing and exclude nothing.
    fn choose_among<'b, V, R: Iterator<Item = &'b Arc<RowSet>>>(
        &mut self,
        facet: Option<Facet>,
        choice: &Choice<V>,
        rows: impl Fn(&V) -> R,
    ) {
        let any = |values: &[V]| values.iter().flat_map(&rows).cloned().collect();
        if !choice.any.is_empty() {
            self.condition(facet, true, any(&choice.any));
        }
        if !choice.none.is_empty() {
            self.condition(None, false, any(&choice.none));
        }
    }
}
