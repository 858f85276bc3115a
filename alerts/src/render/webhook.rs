//! What a webhook about matches says.

use domain::listing::Listing;
use serde_json::{Value, json};

use super::addresses::Addresses;
use crate::message::{Message, Section};

/// The body: every event has `type`, `timestamp` and `data`.
pub fn body(message: &Message, addresses: &Addresses) -> String {
    let searches: Vec<Value> = message.sections.iter().map(|section| search(section, addresses)).collect();
    json!({
        "type": "saved_search.matches",
        "timestamp": message.alert.created_at,
        "data": {
            "alert_id": message.alert.id,
            "kind": message.alert.kind,
            "alert_url": addresses.alert(message.alert.id),
            "total": message.total(),
            "saved_searches": searches,
        },
    })
    .to_string()
}

fn search(section: &Section, addresses: &Addresses) -> Value {
    json!({
        "id": section.search.id,
        "name": section.search.name.as_str(),
        "query": section.search.query,
        "search_url": addresses.search(&section.search),
        "total": section.total(),
        "listings": section.shown.iter().map(|found| listing(found, addresses)).collect::<Vec<_>>(),
    })
}

/// A listing: members of the API's list form that rarely change, under the same names.
fn listing(listing: &Listing, addresses: &Addresses) -> Value {
    let eligibility = &listing.eligibility;
    let salary = listing.salary.as_ref().map(|salary| {
        json!({
            "min": salary.min().map(|amount| amount.to_json()),
            "max": salary.max().map(|amount| amount.to_json()),
            "currency": salary.currency().code(),
            "period": salary.period(),
        })
    });
    json!({
        "id": listing.id,
        "title": listing.title,
        "company": listing.company.as_ref().map(|company| json!({ "slug": company.slug, "name": company.name })),
        "role": { "slug": listing.role.slug(), "title": listing.role.title(), "family": listing.role.family() },
        "seniority": listing.seniority,
        "work_mode": listing.work_mode,
        "employment_type": listing.employment_type,
        "eligibility": {
            "scope": eligibility.scope,
            "countries": eligibility.countries.iter().map(|country| country.code()).collect::<Vec<_>>(),
            "subdivisions": eligibility.subdivisions.iter().map(|part| part.code()).collect::<Vec<_>>(),
            "regions": eligibility.regions.iter().map(|region| region.code()).collect::<Vec<_>>(),
        },
        "salary": salary,
        "skills": listing.skills.iter().map(|skill| skill.slug()).collect::<Vec<_>>(),
        "score": listing.score,
        "posted_at": listing.posted_at,
        "first_seen_at": listing.first_seen_at,
        "url": addresses.listing(listing.id),
        "apply_url": addresses.apply(listing.id),
    })
}
