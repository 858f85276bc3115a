//! Source, 15 points: whose page one applies on.

use super::Sheet;
use super::links::{LinkOwner, host};
use crate::listing::Listing;

pub(super) fn fill(sheet: &mut Sheet, listing: &Listing) {
    let owner = LinkOwner::of(&listing.apply_url);
    let host = host(&listing.apply_url);
    sheet.give("owned_apply_link", if owner == LinkOwner::Employer { 10 } else { 0 }, 10, || match owner {
        LinkOwner::Employer => Some(format!("{host} is the employer's own or its applicant tracking system's")),
        LinkOwner::JobBoard => Some(format!("{host} is a job board's")),
        LinkOwner::Redirector => Some(format!("{host} only leads elsewhere")),
        LinkOwner::Nobody => None,
    });
    sheet.give("employer", if listing.company.is_some() { 3 } else { 0 }, 3, || listing.company.as_ref().map(|c| c.name.clone()));
    let direct = owner == LinkOwner::Employer;
    sheet.give("one_hop", if direct { 2 } else { 0 }, 2, || direct.then(|| format!("the link leads to {host} at once")));
}
