//! Where a reader may work, decided once for each distinct eligibility and each
//! distinct set of time-zone windows instead of once for each listing.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono_tz::Tz;
use domain::eligibility::Verdict;
use domain::place::Place;
use domain::query::{OverlapWish, WorkFrom};
use roaring::{MultiOps, RoaringBitmap};

use crate::columns::Columns;

/// The least overlap in minutes with each distinct set of windows, by its code.
type Overlaps = Arc<[Option<i32>]>;

/// What was decided so far, for one generation. There are only so many places and zones.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    places: RwLock<HashMap<Place, Arc<PlaceVerdicts>>>,
    /// By zone and year.
    overlaps: RwLock<HashMap<(Tz, i32), Overlaps>>,
}

#[derive(Debug)]
struct PlaceVerdicts {
    eligible: Arc<RoaringBitmap>,
    not_ineligible: Arc<RoaringBitmap>,
}

impl Verdicts {
    /// The rows that a reader may take, as `work_from` asks.
    pub fn work_from(&self, columns: &Columns, wish: &WorkFrom) -> Arc<RoaringBitmap> {
        let verdicts = remembered(&self.places, wish.place, || PlaceVerdicts::decide(columns, wish.place).into());
        Arc::clone(if wish.include_unknown { &verdicts.not_ineligible } else { &verdicts.eligible })
    }

    /// The rows whose windows do not overlap enough with the reader's day. Rows that state no window are never among them.
    pub fn too_little_overlap(&self, columns: &Columns, wish: &OverlapWish, year: i32) -> RoaringBitmap {
        let least = remembered(&self.overlaps, (wish.zone, year), || {
            let best = |windows: &Arc<[domain::time_zone::Window]>| {
                windows.iter().filter_map(|window| window.overlap(wish.zone, year)).map(|overlap| overlap.least).max()
            };
            columns.windows.values().map(|(windows, _)| best(windows)).collect()
        });
        let sets = columns.windows.values().zip(least.iter());
        sets.filter(|(_, least)| least.is_none_or(|least| least < wish.minutes)).map(|((_, rows), _)| rows).union()
    }
}

impl PlaceVerdicts {
    fn decide(columns: &Columns, place: Place) -> PlaceVerdicts {
        let (mut eligible, mut unknown) = (Vec::new(), Vec::new());
        for (shape, rows) in columns.shape.values() {
            match shape.eligibility().decide(place).verdict {
                Verdict::Eligible => eligible.push(rows),
                Verdict::Unknown => unknown.push(rows),
                Verdict::Ineligible => {}
            }
        }
        let eligible = eligible.into_iter().union();
        let not_ineligible = unknown.into_iter().chain([&eligible]).union();
        PlaceVerdicts { eligible: Arc::new(eligible), not_ineligible: Arc::new(not_ineligible) }
    }
}

/// The remembered value, or one that is made now. Two readers may make it at the same time; both make the same.
fn remembered<K: std::hash::Hash + Eq, V: Clone>(known: &RwLock<HashMap<K, V>>, key: K, make: impl FnOnce() -> V) -> V {
    if let Some(value) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return value.clone();
    }
    let value = make();
    known.write().unwrap_or_else(PoisonError::into_inner).insert(key, value.clone());
    value
}
