//! From a query to bitmaps: what `domain::query::matches` says of one listing, for all at once.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

use domain::money::{Cents, Currency, Rates};
use domain::query::{Choice, Facet, SearchQuery};
use domain::time::Timestamp;
use roaring::{MultiOps, RoaringBitmap};

use crate::columns::{Columns, Field, SetField, pay_key, time_key};
use crate::verdicts::Verdicts;

/// The conditions of a query, each as the rows that fulfil it.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    conditions: Vec<Condition>,
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

impl Plan {
    /// The conditions of everything but `q`, seen from `now`.
    pub fn new(columns: &Columns, verdicts: &Verdicts, query: &SearchQuery, now: Timestamp) -> Plan {
        let mut plan = Plan { conditions: Vec::new(), len: columns.len() };
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
        plan.choose(Some(Facet::Company), &query.company, |v| columns.company.rows(v.as_str()));
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
            if let Some(min) = wish.min {
                plan.keep(in_usd(min).map(|min| columns.pay_top.range(min..=u64::MAX)).unwrap_or_default());
            }
            if let Some(max) = wish.max {
                plan.keep(in_usd(max).map(|max| columns.pay_bottom.range(1..=max)).unwrap_or_default());
            }
        }
        if let Some(stated) = query.salary_stated {
            plan.condition(None, stated, Arc::clone(&columns.paid));
        }
        if let Some(least) = query.score_min {
            plan.keep(columns.score.range(u64::from(least) + 1..=u64::MAX));
        }
        let key = |when: domain::query::When| time_key(when.resolve(now));
        if query.posted_after.is_some() || query.posted_before.is_some() {
            plan.keep(columns.posted_at.range(query.posted_after.map_or(1, key)..=query.posted_before.map_or(u64::MAX, key)));
        }
        if let Some(after) = query.updated_after {
            plan.keep(columns.updated_at.range(key(after)..=u64::MAX));
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

    /// The rows that fulfil every condition that is no facet's own. Exclusions are nobody's own: what is excluded stays so.
    pub fn base(&self) -> RoaringBitmap {
        let (mut kept, dropped): (Vec<&Condition>, Vec<&Condition>) =
            self.conditions.iter().filter(|condition| condition.facet.is_none()).partition(|condition| condition.keep);
        // The smallest first, so that every step has little to do.
        kept.sort_by_key(|condition| condition.rows.len());
        let mut kept = kept.into_iter();
        let mut rows = match kept.next() {
            Some(first) => kept.next().map_or_else(|| RoaringBitmap::clone(&first.rows), |second| &*first.rows & &*second.rows),
            None => RoaringBitmap::from_sorted_iter(0..self.len).unwrap_or_default(),
        };
        kept.for_each(|condition| rows &= &*condition.rows);
        dropped.into_iter().for_each(|condition| rows -= &*condition.rows);
        rows
    }

    /// The rows of [`Self::base`] that fulfil the conditions of the facets, too; of all facets or of all but one.
    pub fn narrowed(&self, base: &RoaringBitmap, without: Option<Facet>) -> RoaringBitmap {
        let own = |condition: &&Condition| condition.facet.is_some_and(|facet| Some(facet) != without);
        let mut kept: Vec<&RoaringBitmap> = self.conditions.iter().filter(own).map(|condition| condition.rows.as_ref()).collect();
        kept.sort_by_key(|rows| rows.len());
        let mut kept = kept.into_iter();
        let mut rows = kept.next().map_or_else(|| base.clone(), |first| base & first);
        kept.for_each(|condition| rows &= condition);
        rows
    }

    /// Whether some condition asks for values of the facet.
    pub fn asks_for(&self, facet: Facet) -> bool {
        self.conditions.iter().any(|condition| condition.facet == Some(facet))
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

    /// Values that no listing has find nothing and exclude nothing.
    fn choose<'a, V>(&mut self, facet: Option<Facet>, choice: &Choice<V>, rows: impl Fn(&V) -> Option<&'a Arc<RoaringBitmap>>) {
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
