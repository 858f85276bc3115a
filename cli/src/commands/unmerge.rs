//! `remnavi unmerge`: takes postings out of a listing, for good.

use domain::id::{ListingId, PostingId};
use ingest::unmerge;

use crate::args::Unmerge;
use crate::error::Error;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings, what: &Unmerge) -> Result<(), Error> {
    let posting = |id: &String| PostingId::parse(id).map_err(|_| Error::NoId(id.clone(), PostingId::PREFIX));
    let what = unmerge::Unmerge {
        listing: ListingId::parse(&what.listing).map_err(|_| Error::NoId(what.listing.clone(), ListingId::PREFIX))?,
        postings: what.postings.iter().map(posting).collect::<Result<_, _>>()?,
        decided_by: what.by.clone(),
        reason: what.reason.clone(),
    };
    let db = wiring::database(settings)?;
    for made in unmerge::run(&db, &what, wiring::now(), &rand::random)? {
        terminal::print(&format!("{made} was taken out of {}", what.listing))?;
    }
    Ok(())
}
