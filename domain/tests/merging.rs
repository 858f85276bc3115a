//! How well postings of one job meet: several thousand invented postings of which it is known what belongs together.

// A test that meets the unexpected fails on the spot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]
#![allow(missing_docs)]

mod invented;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::dedupe::{Edge, Graph, Member, Traits};
use domain::id::{ListingId, PostingId};
use domain::posting::Posting;
use domain::read;
use invented::{Advert, Kind};

/// A posting that was placed.
struct Placed {
    job: usize,
    kind: Kind,
    listing: ListingId,
    edge: Option<Edge>,
}

/// Places adverts one by one, as an ingest would; what comes again has closed before.
fn place(adverts: Vec<Advert>) -> Vec<Placed> {
    let mut graph = Graph::default();
    let mut placed = Vec::new();
    let mut members: HashMap<usize, Vec<(ListingId, Member)>> = HashMap::new();
    for (n, advert) in adverts.into_iter().enumerate() {
        if advert.kind == Kind::Repost {
            for (listing, member) in members.get(&advert.job).into_iter().flatten() {
                graph.add(*listing, Member { closed: true, ..member.clone() });
            }
        }
        let source = advert.draft.source.clone();
        let posting = Posting::accept(advert.draft).unwrap();
        let member = Member {
            id: PostingId::new(advert.seen_at, n as u128),
            source,
            board: posting.board.clone(),
            traits: Arc::new(Traits::of(&posting, &read::posting(&posting))),
            closed: false,
            first_seen_at: advert.seen_at,
            last_seen_at: advert.seen_at,
        };
        let edge = graph.place(&member);
        let listing = edge.as_ref().map_or_else(|| ListingId::new(advert.seen_at, n as u128), |edge| edge.listing);
        graph.add(listing, member.clone());
        members.entry(advert.job).or_default().push((listing, member));
        placed.push(Placed { job: advert.job, kind: advert.kind, listing, edge });
    }
    placed
}

/// B-cubed precision, recall and F1: for each posting, the share of its listing that is of its job, and of its job that is in its listing.
fn b_cubed(placed: &[Placed]) -> (f64, f64, f64) {
    let mut listings: HashMap<ListingId, HashMap<usize, usize>> = HashMap::new();
    let mut jobs: HashMap<usize, usize> = HashMap::new();
    for one in placed {
        *listings.entry(one.listing).or_default().entry(one.job).or_default() += 1;
        *jobs.entry(one.job).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for one in placed {
        let listing = &listings[&one.listing];
        let common = listing[&one.job] as f64;
        precision += common / listing.values().sum::<usize>() as f64;
        recall += common / jobs[&one.job] as f64;
    }
    let (precision, recall) = (precision / placed.len() as f64, recall / placed.len() as f64);
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

#[test]
fn postings_of_one_job_meet_and_others_do_not() {
    let placed = place(invented::adverts(20_261_126, 2_400));
    assert!(placed.len() >= 4_000, "{}", placed.len());
    let mut of_listing: HashMap<ListingId, usize> = HashMap::new();
    let (mut joined, mut wrong) = (0u32, 0u32);
    let mut table: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for one in &placed {
        let founder = *of_listing.entry(one.listing).or_insert(one.job);
        let rule = one.edge.as_ref().map_or("first", |edge| edge.rule.slug());
        *table.entry((one.kind, rule)).or_default() += 1;
        joined += u32::from(one.edge.is_some());
        if founder != one.job {
            wrong += 1;
            println!("wrong: {:?} {:?}", one.kind, one.edge);
        }
    }
    for ((kind, rule), count) in &table {
        println!("{:<22} {rule:<12} {count}", format!("{kind:?}"));
    }
    let (precision, recall, f1) = b_cubed(&placed);
    let false_merges = f64::from(wrong) / f64::from(joined.max(1));
    println!(
        "{} postings, {joined} joined, false merges {:.3} %, B-cubed precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}",
        placed.len(),
        false_merges * 100.0
    );
    assert!(false_merges <= 0.003, "{wrong} of {joined}");
    assert!(f1 >= 0.95, "{f1}");
}
