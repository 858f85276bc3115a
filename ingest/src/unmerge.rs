//! Taking postings out of a listing that they don't belong to, for good.

use std::collections::HashMap;

use db::graph::{self, EdgeRecord, Separation};
use db::postings::{self, PostingRecord};
use db::{Conn, Db, alerts, listings, matches, merge_keys};
use domain::dedupe::{Graph, MergeRule};
use domain::id::{ListingId, PostingId};
use domain::time::Timestamp;

use crate::merge;
use crate::store::{self, matching};

/// Who takes which postings out of which listing, and why.
#[derive(Debug, Clone)]
pub struct Unmerge {
    /// The listing.
    pub listing: ListingId,
    /// The postings that show another job.
    pub postings: Vec<PostingId>,
    /// Who decided it.
    pub decided_by: String,
    /// Why.
    pub reason: String,
}

/// Why nothing was taken out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The listing does not exist.
    #[error("there is no listing {0}")]
    NoListing(ListingId),
    /// A posting belongs to another listing, or to none.
    #[error("posting {0} is none of the listing's")]
    NotOfListing(PostingId),
    /// All postings of the listing were named.
    #[error("one posting has to stay")]
    NothingStays,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Takes postings out of a listing at `now`, and keeps them apart from those that stay. Those taken out that show one job make one
/// listing. What stays is as it would be had the others never come: also its `updated_at`. Returns the new listings.
pub fn run(db: &Db, what: &Unmerge, now: Timestamp, random: &dyn Fn() -> u128) -> Result<Vec<ListingId>, Error> {
    db.write_blocking(|c| {
        listings::lock(c)?;
        let all = postings::of_listings(c, &[what.listing])?;
        let (leave, stay): (Vec<_>, Vec<_>) = all.into_iter().partition(|record| what.postings.contains(&record.id));
        match refusal(what, &leave, &stay) {
            Some(refusal) => Ok(Err(refusal)),
            None => take_out(c, what, leave, stay, now, random).map(Ok),
        }
    })?
}

fn refusal(what: &Unmerge, leave: &[PostingRecord], stay: &[PostingRecord]) -> Option<Error> {
    if leave.is_empty() && stay.is_empty() {
        return Some(Error::NoListing(what.listing));
    }
    if let Some(stranger) = what.postings.iter().find(|id| !leave.iter().any(|record| record.id == **id)) {
        return Some(Error::NotOfListing(*stranger));
    }
    stay.is_empty().then_some(Error::NothingStays)
}

fn take_out(
    c: &mut Conn,
    what: &Unmerge,
    mut leave: Vec<PostingRecord>,
    mut stay: Vec<PostingRecord>,
    now: Timestamp,
    random: &dyn Fn() -> u128,
) -> Result<Vec<ListingId>, db::Error> {
    let apart = leave.iter().flat_map(|one| stay.iter().map(|other| (one.id, other.id)));
    let separations: Vec<Separation> = apart
        .map(|(one, other)| Separation { one, other, decided_by: what.decided_by.clone(), reason: what.reason.clone(), created_at: now })
        .collect();
    graph::separate(c, &separations)?;
    let gone = store::keys(&leave);
    let kept = store::keys(&stay);
    let gone: Vec<i64> = gone.into_iter().filter(|key| !kept.contains(key)).map(|(key, _)| key).collect();
    merge_keys::remove(c, what.listing, &gone)?;
    graph::remove_edges(c, &leave.iter().map(|record| record.id).collect::<Vec<_>>())?;
    let made = place(c, &mut leave, now, random)?;
    lead(c, &mut stay)?;
    share_known(c, what.listing, &leave, &stay)?;
    merge_keys::put(c, &store::keys(&leave))?;
    let mut writes = merge::stored(c, &made, now)?;
    if let Some(mut rest) = merge::listing(&stay, now) {
        // It changes back to what it was, and was when it last changed by itself.
        rest.listing.updated_at =
            stay.iter().map(|record| record.changed_at.max(record.closed_at.unwrap_or(record.changed_at))).max().unwrap_or(now);
        writes.push(rest);
    }
    writes.sort_by_key(|write| write.listing.id);
    listings::upsert(c, &writes)?;
    Ok(made)
}

/// People know what a listing showed when they were told of it, and when their saved searches met it: these jobs are no news to
/// them, the others are.
fn share_known(c: &mut Conn, listing: ListingId, leave: &[PostingRecord], stay: &[PostingRecord]) -> Result<(), db::Error> {
    let mut since: HashMap<ListingId, Timestamp> = HashMap::new();
    for record in leave {
        let earliest = since.entry(record.listing).or_insert(record.first_seen_at);
        *earliest = record.first_seen_at.min(*earliest);
    }
    for (made, from) in since {
        alerts::told_of_both(c, listing, made, from)?;
        matches::met_both(c, listing, made, from)?;
    }
    if let Some(until) = stay.iter().map(|record| record.first_seen_at).min() {
        alerts::forget_told(c, listing, until)?;
        matches::forget(c, listing, until)?;
    }
    Ok(())
}

/// Finds listings for the postings that leave: among themselves, not among others.
fn place(c: &mut Conn, leave: &mut [PostingRecord], now: Timestamp, random: &dyn Fn() -> u128) -> Result<Vec<ListingId>, db::Error> {
    let mut among = Graph::default();
    let mut made = Vec::new();
    let mut edges = Vec::new();
    let mut members: HashMap<(ListingId, MergeRule), Vec<PostingId>> = HashMap::new();
    for record in leave {
        let member = matching::member(record);
        match among.place(&member) {
            Some(edge) => {
                (record.listing, record.rule) = (edge.listing, edge.rule);
                edges.push(EdgeRecord { posting: record.id, edge, created_at: now });
            }
            None => {
                (record.listing, record.rule) = (ListingId::new(record.first_seen_at, random()), MergeRule::First);
                made.push(record.listing);
            }
        }
        members.entry((record.listing, record.rule)).or_default().push(record.id);
        among.add(record.listing, member);
    }
    for ((listing, rule), ids) in members {
        postings::give(c, &ids, listing, rule)?;
    }
    graph::put_edges(c, &edges)?;
    Ok(made)
}

/// Makes the earliest posting that stays the listing's first, where the first has left.
fn lead(c: &mut Conn, stay: &mut [PostingRecord]) -> Result<(), db::Error> {
    if stay.iter().any(|record| record.rule == MergeRule::First) {
        return Ok(());
    }
    let Some(first) = stay.first_mut() else { return Ok(()) };
    first.rule = MergeRule::First;
    postings::give(c, &[first.id], first.listing, MergeRule::First)?;
    graph::remove_edges(c, &[first.id])
}
