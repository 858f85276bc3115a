//! Listings that statistics of pay count once.

use sha2::{Digest, Sha256};

use super::title;
use crate::listing::Listing;

/// A number that the listings of one employer share which have the same role, title and pay: one job offered in several towns.
/// Statistics of pay count them once. `None` without an employer or without annual pay, because then nothing tells them apart.
/// The same on every machine and in every version.
pub fn twin_key(listing: &Listing) -> Option<u64> {
    let company = listing.company.as_ref()?;
    let (bottom, top) = (listing.annual_usd.bottom()?, listing.annual_usd.top()?);
    let title = title::normalised(&listing.title, Some(&company.name), None);
    let key = format!("{}|{}|{title}|{}|{}", company.slug, listing.role.slug(), bottom.get(), top.get());
    Sha256::digest(key.as_bytes()).first_chunk::<8>().map(|part| u64::from_le_bytes(*part).max(1))
}
