//! A listing as schema.org `JobPosting`; what is not known is left out, never invented.

use db::listings::Detail;
use domain::eligibility::{Eligibility, Scope};
use domain::employment::EmploymentType;
use domain::place::{Country, Subdivision};
use domain::salary::SalaryBand;
use domain::work_mode::WorkMode;
use serde_json::{Value, json};

/// The `JobPosting` of an open listing. Search engines ask for title, description, `datePosted`, `hiringOrganization` and, for remote work,
/// `jobLocationType` with `applicantLocationRequirements`; what no source states is left out all the same. So is `directApply`, because
/// nobody says whether an application can be finished on the page.
pub fn job_posting(detail: &Detail) -> Value {
    let listing = &detail.stored.listing;
    let mut posting = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": listing.title,
        "identifier": { "@type": "PropertyValue", "name": "RemNavi", "value": listing.id },
        "url": listing.apply_url,
    });
    let mut add = |name: &str, value: Option<Value>| {
        if let (Some(value), Some(members)) = (value, posting.as_object_mut()) {
            members.insert(name.to_owned(), value);
        }
    };
    add("description", Some(&detail.text.html).filter(|html| !html.is_empty()).map(|html| json!(html)));
    add("datePosted", listing.posted_at.map(|at| json!(at)));
    add("hiringOrganization", listing.company.as_ref().map(|company| json!({ "@type": "Organization", "name": company.name })));
    let ends = detail.postings.iter().filter(|posting| posting.closed_at.is_none()).filter_map(|posting| posting.expires_at);
    add("validThrough", ends.max().map(|end| json!(end)));
    add("employmentType", employment(listing.employment_type).map(Value::from));
    add("jobLocationType", (listing.work_mode == WorkMode::Remote).then(|| "TELECOMMUTE".into()));
    let places = places(&listing.eligibility);
    add("applicantLocationRequirements", (!places.is_empty()).then(|| places.into()));
    add("baseSalary", listing.salary.as_ref().map(salary));
    posting
}

/// The places from where the job may be done. A country of which a part is ruled out can't be named, because
/// there is no way to say so.
fn places(eligibility: &Eligibility) -> Vec<Value> {
    if eligibility.scope != Scope::Places {
        return Vec::new();
    }
    let whole = |country: &Country| eligibility.excluded.iter().all(|place| place.country() != Some(*country));
    let countries = eligibility.country_set();
    let countries = countries.iter().filter(whole).map(|country| json!({ "@type": "Country", "name": country.code() }));
    let state = |part: &Subdivision| {
        let country = part.country()?;
        Some(json!({ "@type": "State", "name": format!("{}, {}", part.name(), country.code()) }))
    };
    countries.chain(eligibility.subdivisions.iter().filter_map(state)).collect()
}

fn salary(band: &SalaryBand) -> Value {
    let mut value = json!({ "@type": "QuantitativeValue", "unitText": band.period().slug().to_uppercase() });
    let ends = match (band.min(), band.max()) {
        (Some(min), Some(max)) if min == max => vec![("value", min)],
        (min, max) => [("minValue", min), ("maxValue", max)].into_iter().filter_map(|(name, end)| Some((name, end?))).collect(),
    };
    value.as_object_mut().into_iter().for_each(|members| {
        members.extend(ends.iter().map(|(name, end)| ((*name).to_owned(), end.to_json().into())));
    });
    json!({ "@type": "MonetaryAmount", "currency": band.currency(), "value": value })
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
