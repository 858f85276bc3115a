//! Where a reader may work, decided once for each distinct eligibility and each
//! distinct set of time-zone windows instead of once for each listing.

use std::sync::Arc;

use chrono_tz::Tz;
use domain::eligibility::Verdict;
use domain::place::Place;
use domain::query::{OverlapWish, WorkFrom};
use roaring::{MultiOps, RoaringBitmap};

use crate::columns::{Columns, Remembered};

/// The least overlap in minutes with each distinct set of windows, by its code.
type Overlaps = Arc<[Option<i32>]>;

/// The most places that are remembered, each with two bitmaps.
const PLACES: usize = 128;
/// The most zones and years that are remembered, each with a number for every distinct set of windows.
const ZONES: usize = 1_024;

/// What was decided so far, for one generation. There are only so many places and zones.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    places: Remembered<Place, Arc<PlaceVerdicts>>,
    /// By zone and year.
    overlaps: Remembered<(Tz, i32), Overlaps>,
}

#[derive(Debug)]
struct PlaceVerdicts {
    eligible: Arc<RoaringBitmap>,
    not_ineligible: Arc<RoaringBitmap>,
}

impl Verdicts {
    /// The rows that a reader may take, as `work_from` asks.
    pub fn work_from(&self, columns: &Columns, wish: &WorkFrom) -> Arc<RoaringBitmap> {
        let verdicts = self.places.get(wish.place, PLACES, || PlaceVerdicts::decide(columns, wish.place).into());
        Arc::clone(if wish.include_unknown { &verdicts.not_ineligible } else { &verdicts.eligible })
    }

    /// The rows whose windows do not overlap enough with the reader's day. Rows that state no window are never among them.
    pub fn too_little_overlap(&self, columns: &Columns, wish: &OverlapWish, year: i32) -> RoaringBitmap {
        let least = self.overlaps.get((wish.zone, year), ZONES, || {
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
