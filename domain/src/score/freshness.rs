//! Freshness, 20 points: whether the job is still there.

use chrono::TimeDelta;

use super::Sheet;
use crate::listing::Listing;
use crate::time::Timestamp;

/// How long a repost is held against a listing.
const REPOST_DAYS: i64 = 90;

/// When the points below change next by the passing of time alone; `None` when they never do.
pub fn next_change(listing: &Listing, now: Timestamp) -> Option<Timestamp> {
    let ages = [7, 14, 30, 60].map(|days| listing.first_seen_at.plus(TimeDelta::days(days)));
    let silences = [24, 72].map(|hours| listing.last_seen_at.plus(TimeDelta::hours(hours)));
    let repost = listing.posted_at.map(|posted| posted.plus(TimeDelta::days(REPOST_DAYS)));
    // The ends belong to the better step, so the change comes just after them.
    let just_after = |end: Timestamp| end.plus(TimeDelta::microseconds(1));
    let all = ages.into_iter().chain(silences).chain(repost).map(just_after);
    all.filter(|change| *change > now).min()
}

pub(super) fn fill(sheet: &mut Sheet, listing: &Listing, now: Timestamp) {
    let age = now.since(listing.first_seen_at);
    let points = match age {
        age if age <= TimeDelta::days(7) => 10,
        age if age <= TimeDelta::days(14) => 8,
        age if age <= TimeDelta::days(30) => 5,
        age if age <= TimeDelta::days(60) => 2,
        _ => 0,
    };
    sheet.give("first_seen", points, 10, || Some(format!("first seen on {}", listing.first_seen_at.date())));
    let silence = now.since(listing.last_seen_at);
    let points = match silence {
        silence if silence <= TimeDelta::hours(24) => 6,
        silence if silence <= TimeDelta::hours(72) => 3,
        _ => 0,
    };
    sheet.give("confirmed", points, 6, || Some(format!("last confirmed by a source at {}", listing.last_seen_at)));
    // Every source dates it later than it was seen here: the same advert was dated anew.
    let reposted = listing
        .posted_at
        .filter(|posted| posted.since(listing.first_seen_at) > TimeDelta::days(1) && now.since(*posted) <= TimeDelta::days(REPOST_DAYS));
    sheet.give("no_repost", if reposted.is_none() { 4 } else { 0 }, 4, || {
        Some(match reposted {
            Some(posted) => format!("dated {} by its source, and first seen here on {}", posted.date(), listing.first_seen_at.date()),
            None => format!("not dated anew in {REPOST_DAYS} days"),
        })
    });
}
