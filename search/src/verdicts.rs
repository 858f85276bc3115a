//! Where a reader may work, decided once for each distinct eligibility and each
//! distinct set of time-zone windows instead of once for each listing.
//!
//! Eligibilities and sets of windows keep their codes for good, so what was decided of them stays
//! true; the rows that a batch changes are moved before its generation is published.

use std::sync::Arc;

use chrono_tz::Tz;
use domain::eligibility::Verdict;
use domain::place::Place;
use domain::query::{OverlapWish, WorkFrom};
use domain::time_zone::Window;
use roaring::{MultiOps, RoaringBitmap};

use crate::columns::{Columns, Remembered, RowSet};

/// The most places that are remembered, each with two bitmaps.
const PLACES: usize = 128;
/// The most zones and years that are remembered, each with a number for every distinct set of windows.
const ZONES: usize = 1_024;

/// The least overlap in minutes with each distinct set of windows, by its code.
type Overlaps = Arc<Vec<Option<i32>>>;

/// What was decided so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdicts {
    places: Remembered<Place, PlaceVerdicts>,
    /// By zone and year.
    overlaps: Remembered<(Tz, i32), Overlaps>,
}

#[derive(Debug, Clone, Default)]
struct PlaceVerdicts {
    /// By the code of the eligibility.
    verdicts: Arc<Vec<Verdict>>,
    eligible: Arc<RowSet>,
    not_ineligible: Arc<RowSet>,
}

impl Verdicts {
    /// The same for columns in which some rows were changed or added.
    pub fn moved(&self, columns: &Columns, changed: &RoaringBitmap) -> Verdicts {
        let mut next = self.clone();
        for (place, verdicts) in next.places.all() {
            verdicts.decide(columns, *place);
            verdicts.move_rows(columns, changed);
        }
        for ((zone, year), overlaps) in next.overlaps.all() {
            decide_overlaps(columns, *zone, *year, Arc::make_mut(overlaps));
        }
        next
    }

    /// The rows that a reader may take, as `work_from` asks.
    pub fn work_from(&self, columns: &Columns, wish: &WorkFrom) -> Arc<RowSet> {
        let verdicts = self.places.get(wish.place, PLACES, || PlaceVerdicts::of(columns, wish.place));
        if wish.include_unknown { verdicts.not_ineligible } else { verdicts.eligible }
    }

    /// The rows whose windows do not overlap enough with the reader's day. Rows that state no window are never among them.
    pub fn too_little_overlap(&self, columns: &Columns, wish: &OverlapWish, year: i32) -> RoaringBitmap {
        let least = self.overlaps.get((wish.zone, year), ZONES, || {
            let mut overlaps = Vec::new();
            decide_overlaps(columns, wish.zone, year, &mut overlaps);
            overlaps.into()
        });
        let sets = columns.windows.values().zip(least.iter());
        sets.filter(|(_, least)| least.is_none_or(|least| least < wish.minutes)).map(|((_, rows), _)| rows).union()
    }
}

impl PlaceVerdicts {
    fn of(columns: &Columns, place: Place) -> PlaceVerdicts {
        let mut decided = PlaceVerdicts::default();
        decided.decide(columns, place);
        let with = |verdict: Verdict| {
            let rows = columns.shape.values().zip(decided.verdicts.iter()).filter(move |(_, decided)| **decided == verdict);
            rows.map(|((_, rows), _)| rows).union()
        };
        let (eligible, unknown) = (with(Verdict::Eligible), with(Verdict::Unknown));
        decided.not_ineligible = Arc::new((&eligible | unknown).into());
        decided.eligible = Arc::new(eligible.into());
        decided
    }

    /// Decides the eligibilities that came since.
    fn decide(&mut self, columns: &Columns, place: Place) {
        let known = self.verdicts.len() as u32;
        if known < columns.shape.len() {
            let new = (known..columns.shape.len()).filter_map(|code| columns.shape.value(code));
            Arc::make_mut(&mut self.verdicts).extend(new.map(|shape| shape.eligibility().decide(place).verdict));
        }
    }

    fn move_rows(&mut self, columns: &Columns, changed: &RoaringBitmap) {
        let (eligible, not_ineligible) = (Arc::make_mut(&mut self.eligible), Arc::make_mut(&mut self.not_ineligible));
        for row in changed {
            let verdict = columns.shape.code_of(row).and_then(|code| self.verdicts.get(code as usize));
            eligible.put(row, verdict == Some(&Verdict::Eligible));
            not_ineligible.put(row, matches!(verdict, Some(Verdict::Eligible | Verdict::Unknown)));
        }
    }
}

/// The least overlap with each set of windows that came since.
fn decide_overlaps(columns: &Columns, zone: Tz, year: i32, overlaps: &mut Vec<Option<i32>>) {
    let best = |windows: &Arc<[Window]>| windows.iter().filter_map(|window| window.overlap(zone, year)).map(|overlap| overlap.least).max();
    let known = overlaps.len() as u32;
    overlaps.extend((known..columns.windows.len()).filter_map(|code| columns.windows.value(code)).map(best));
}
