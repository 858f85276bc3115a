//! Listings as rows of CSV (RFC 4180), written by the library, which quotes what needs it.

use domain::listing::Listing;
use domain::money::Cents;

/// The columns, in order.
const COLUMNS: &[&str] = &[
    "id",
    "title",
    "company",
    "company_slug",
    "family",
    "role",
    "seniority",
    "work_mode",
    "employment_type",
    "scope",
    "countries",
    "subdivisions",
    "regions",
    "excluded",
    "visa",
    "language",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "annual_usd_min",
    "annual_usd_max",
    "skills",
    "score",
    "posted_at",
    "first_seen_at",
    "last_seen_at",
    "updated_at",
    "apply_url",
    "sources",
];

/// The first row: the names of the columns.
pub fn header() -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    finished(writer)
}

/// A row each.
pub fn rows<'a>(listings: impl Iterator<Item = &'a Listing>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for listing in listings {
        writer.write_record(cells(listing))?;
    }
    finished(writer)
}

/// What was written.
pub fn finished(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn cells(listing: &Listing) -> [String; COLUMNS.len()] {
    let amount = |end: Option<Cents>| end.map(|cents| cents.to_json().to_string()).unwrap_or_default();
    let (company, slug) = listing.company.as_ref().map(|company| (company.name.clone(), company.slug.clone())).unwrap_or_default();
    let band = listing.salary.as_ref();
    let eligibility = &listing.eligibility;
    [
        listing.id.to_string(),
        harmless(&listing.title),
        harmless(&company),
        slug,
        listing.role.family().to_owned(),
        listing.role.slug().to_owned(),
        listing.seniority.slug().to_owned(),
        listing.work_mode.slug().to_owned(),
        listing.employment_type.slug().to_owned(),
        eligibility.scope.slug().to_owned(),
        joined(eligibility.countries.iter().map(|country| country.code())),
        joined(eligibility.subdivisions.iter().map(|part| part.code())),
        joined(eligibility.regions.iter().map(|region| region.code())),
        joined(eligibility.excluded.iter().map(|place| place.code())),
        listing.sponsorship.slug().to_owned(),
        listing.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
        amount(band.and_then(|band| band.min())),
        amount(band.and_then(|band| band.max())),
        band.map(|band| band.currency().code().to_owned()).unwrap_or_default(),
        band.map(|band| band.period().slug().to_owned()).unwrap_or_default(),
        amount(listing.annual_usd.min),
        amount(listing.annual_usd.max),
        joined(listing.skills.iter().map(|skill| skill.slug())),
        listing.score.to_string(),
        listing.posted_at.map(|at| at.to_string()).unwrap_or_default(),
        listing.first_seen_at.to_string(),
        listing.last_seen_at.to_string(),
        listing.updated_at.to_string(),
        listing.apply_url.clone(),
        joined(listing.sources.iter().map(|source| source.source.as_str())),
    ]
}

/// Several values in one cell.
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join("|")
}

/// Text of strangers that no spreadsheet takes for a formula.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listings::example;

    #[test]
    fn a_formula_is_text_and_a_comma_is_quoted() {
        let listing = Listing { title: "=HYPERLINK(\"https://evil.example\"), now".to_owned(), ..example::listing() };
        let (mut whole, rows) = (header().unwrap(), rows(std::iter::once(&listing)).unwrap());
        whole.extend(rows);
        let mut reader = csv::Reader::from_reader(whole.as_slice());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.len(), COLUMNS.len());
        assert_eq!(&row[1], "'=HYPERLINK(\"https://evil.example\"), now");
        assert_eq!((&row[18], &row[22]), ("EUR", "postgresql|rust"));
    }
}
