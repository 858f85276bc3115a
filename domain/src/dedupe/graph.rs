//! The role graph: which listing a posting belongs to, and what speaks for it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::places::Relation;
use super::rules::{self, Ground, MergeRule};
use super::{Traits, title};
use crate::id::{ListingId, PostingId};
use crate::time::Timestamp;

/// A listing takes no more postings than this by itself: what comes so often is no job.
const MAX_MEMBERS: usize = 200;

/// A posting as the graph knows it.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its identifier.
    pub id: PostingId,
    /// Its source.
    pub source: String,
    /// The board on it, or empty.
    pub board: String,
    /// What is compared.
    pub traits: Arc<Traits>,
    /// Whether it has closed.
    pub closed: bool,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
}

/// Why a posting belongs to a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The listing.
    pub listing: ListingId,
    /// The posting there that shows the same job.
    pub with: PostingId,
    /// The rule.
    pub rule: MergeRule,
    /// How sure it is, in percent.
    pub confidence: u8,
    /// What speaks for it, in words.
    pub evidence: String,
}

/// Listings with their postings, as far as new postings may belong to them.
#[derive(Debug, Default)]
pub struct Graph {
    listings: HashMap<ListingId, Vec<Member>>,
    by_key: HashMap<i64, Vec<ListingId>>,
    apart: HashSet<(PostingId, PostingId)>,
}

impl Graph {
    /// Adds a posting to its listing; one that is there already is replaced.
    pub fn add(&mut self, listing: ListingId, member: Member) {
        for key in member.traits.keys() {
            let listings = self.by_key.entry(key).or_default();
            if !listings.contains(&listing) {
                listings.push(listing);
            }
        }
        let members = self.listings.entry(listing).or_default();
        match members.iter_mut().find(|known| known.id == member.id) {
            Some(known) => *known = member,
            None => members.push(member),
        }
    }

    /// Notes that two postings show two jobs, whatever speaks for one.
    pub fn keep_apart(&mut self, one: PostingId, other: PostingId) {
        self.apart.insert((one.min(other), one.max(other)));
    }

    /// The listing that a new posting belongs to; `None` where it shows a job of its own.
    ///
    /// The most certain ground wins, an open listing before a closed one, the oldest first: the choice does not depend on
    /// the order in which listings were added. What fits two listings equally and is only a loose ground (a copy that leaves
    /// out the place, or the employer) joins neither; nor does what fits two that somebody took apart.
    pub fn place(&self, new: &Member) -> Option<Edge> {
        let mut candidates: Vec<ListingId> = new.traits.keys().iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let shared = self.is_shared(new, &candidates);
        let mut found: Vec<(bool, Ground, PostingId, ListingId)> = Vec::new();
        for listing in candidates {
            let Some(members) = self.listings.get(&listing) else { continue };
            if let Some((ground, with)) = self.ground(new, members, shared) {
                found.push((members.iter().any(|member| !member.closed), ground, with, listing));
            }
        }
        found.sort_by_key(|(open, ground, _, listing)| (std::cmp::Reverse((ground.confidence, *open)), *listing));
        let mut found = found.into_iter();
        let (_, ground, with, listing) = found.next()?;
        let others: Vec<ListingId> = found.map(|(_, _, _, listing)| listing).collect();
        let contested = ground.is_loose() && !others.is_empty() || others.iter().any(|other| self.are_apart(listing, *other));
        if contested && !ground.rule.is_employers_word() {
            return None;
        }
        Some(Edge { listing, with, rule: ground.rule, confidence: ground.confidence, evidence: ground.evidence })
    }

    /// What speaks most for a listing, unless something speaks against it.
    fn ground(&self, new: &Member, members: &[Member], shared: bool) -> Option<(Ground, PostingId)> {
        let separated = |member: &Member| self.apart.contains(&(new.id.min(member.id), new.id.max(member.id)));
        let against = members.len() >= MAX_MEMBERS
            || members.iter().any(|member| separated(member) || new.traits.facts.contradict(&member.traits.facts));
        if against {
            return None;
        }
        let grounds = members.iter().filter_map(|member| Some((rules::ground(new, member, shared)?, member.id)));
        let (mut ground, with) = grounds.max_by_key(|(ground, id)| (ground.confidence, std::cmp::Reverse(*id)))?;
        if new.traits.places.says_nothing() && !members.iter().all(|member| member.traits.places.says_nothing()) {
            ground.relation = Relation::Silent;
        }
        // Agencies copy one employer's advert: by a copy, those of two employers would meet.
        if ground.rule == MergeRule::Staffing && members.iter().any(|member| rules::is_another_employer(&new.traits, &member.traits)) {
            return None;
        }
        // By a posting that says nothing of places, those of two countries would meet.
        let bridged = ground.relation == Relation::Silent && !ground.rule.is_employers_word();
        let apart = |member: &Member| new.traits.places.relation(&member.traits.places) == Relation::Apart;
        (!(bridged && members.iter().any(apart))).then_some((ground, with))
    }

    /// Whether somebody has taken postings of two listings apart.
    fn are_apart(&self, one: ListingId, other: ListingId) -> bool {
        let of = |listing| self.listings.get(&listing).into_iter().flatten();
        !self.apart.is_empty()
            && of(one).any(|one| of(other).any(|other| self.apart.contains(&(one.id.min(other.id), one.id.max(other.id)))))
    }

    /// Whether a page is known to show several titles: then it proves nothing.
    fn is_shared(&self, new: &Member, listings: &[ListingId]) -> bool {
        let Some(page) = &new.traits.page else { return false };
        let members = listings.iter().filter_map(|listing| self.listings.get(listing)).flatten();
        members
            .filter(|member| member.traits.page.as_ref() == Some(page))
            .any(|member| !title::says_more(&member.traits.title, &new.traits.title))
    }
}
