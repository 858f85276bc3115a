//! A listing as schema.org `JobPosting`; what is not known is left out, never invented.

use db::listings::Detail;
use domain::eligibility::Scope;
use domain::employment::EmploymentType;
use domain::work_mode::WorkMode;
use serde_json::{Value, json};

/// The `JobPosting` of an open listing.
pub fn job_posting(detail: &Detail) -> Value {
    let listing = &detail.stored.listing;
    let mut posting = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": listing.title,
        "description": detail.text.html,
        "identifier": { "@type": "PropertyValue", "name": "RemNavi", "value": listing.id },
        "datePosted": listing.posted_at.unwrap_or(listing.first_seen_at),
        "url": listing.apply_url,
    });
    let mut add = |name: &str, value: Option<Value>| {
        if let (Some(value), Some(members)) = (value, posting.as_object_mut()) {
            members.insert(name.to_owned(), value);
        }
    };
    add("hiringOrganization", listing.company.as_ref().map(|company| json!({ "@type": "Organization", "name": company.name })));
    add("validThrough", detail.postings.iter().filter_map(|posting| posting.expires_at).max().map(|end| json!(end)));
    add("employmentType", employment(listing.employment_type).map(Value::from));
    add("jobLocationType", (listing.work_mode == WorkMode::Remote).then(|| "TELECOMMUTE".into()));
    let countries = listing.eligibility.country_set();
    if listing.eligibility.scope == Scope::Places && !countries.is_empty() {
        let places: Vec<Value> = countries.iter().map(|country| json!({ "@type": "Country", "name": country.code() })).collect();
        add("applicantLocationRequirements", Some(places.into()));
    }
    let salary = listing.salary.map(|band| {
        let value = json!({
            "@type": "QuantitativeValue",
            "minValue": band.min().map(|min| min.to_json()),
            "maxValue": band.max().map(|max| max.to_json()),
            "unitText": band.period().slug().to_uppercase(),
        });
        json!({ "@type": "MonetaryAmount", "currency": band.currency(), "value": value })
    });
    add("baseSalary", salary);
    posting
}

fn employment(kind: EmploymentType) -> Option<&'static str> {
    match kind {
        EmploymentType::FullTime => Some("FULL_TIME"),
        EmploymentType::PartTime => Some("PART_TIME"),
        EmploymentType::Contract => Some("CONTRACTOR"),
        EmploymentType::Internship => Some("INTERN"),
        EmploymentType::Temporary => Some("TEMPORARY"),
        EmploymentType::Unknown => None,
    }
}
