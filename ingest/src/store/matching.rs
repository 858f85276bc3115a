//! The part of the role graph that new postings may belong to.

use db::postings::PostingRecord;
use db::{Conn, graph, merge_keys};
use domain::dedupe::{Graph, Member};
use domain::id::PostingId;

/// The listings that new postings share a key with, and what is kept apart of them.
pub(crate) fn graph<'r>(c: &mut Conn, new: impl Iterator<Item = &'r PostingRecord>) -> Result<Graph, db::Error> {
    let mut keys: Vec<i64> = new.filter_map(|record| record.traits.as_ref()).flat_map(|traits| traits.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let listings = merge_keys::listings(c, &keys)?;
    let mut found = Graph::default();
    let mut members: Vec<PostingId> = Vec::new();
    for (listing, member) in graph::members(c, &listings)? {
        members.push(member.id);
        found.add(listing, member);
    }
    for separation in graph::separations(c, &members)? {
        found.keep_apart(separation.one, separation.other);
    }
    Ok(found)
}

/// A record as the graph knows it. One of older rules is compared with nothing.
pub(crate) fn member(record: &PostingRecord) -> Member {
    Member {
        id: record.id,
        source: record.source.clone(),
        board: record.board.clone(),
        traits: record.traits.clone().unwrap_or_default(),
        closed: record.closed_at.is_some(),
        first_seen_at: record.first_seen_at,
        last_seen_at: record.last_seen_at,
    }
}
