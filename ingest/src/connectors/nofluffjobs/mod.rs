//! No Fluff Jobs: `POST nofluffjobs.com/api/search/posting`, remote offers with their pay by the month. An offer is repeated for each of
//! its places under one reference.

mod wire;

use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::posting::{Draft, Known};
use domain::salary::Period;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use crate::families::{pay, text};
use wire::Offer;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "nofluffjobs".into(),
    name: "No Fluff Jobs".into(),
    kind: SourceKind::Board,
    url: "https://nofluffjobs.com".into(),
    terms: "The search behind its public pages; link back to the offer on No Fluff Jobs.".into(),
    access: Access::Pages,
    attribution: Some("Source: No Fluff Jobs (https://nofluffjobs.com)".into()),
    pace_seconds: 10,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// Offers a page.
const SIZE: usize = 100;

/// The connector.
pub struct NoFluffJobs;

impl Connector for NoFluffJobs {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, _board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(1)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("postings").ok_or(ParseError::NoList { missing: "list of postings" })?;
        let mut parsed = ParsedPage::default();
        let mut offers: Vec<(Offer, Vec<String>)> = Vec::new();
        json::each(&items, &mut parsed, |_, row: Offer| {
            let places = places(&row);
            // Rows without a reference are told apart by their own id.
            match offers.iter_mut().find(|(offer, _)| row.reference.get().is_some() && offer.reference == row.reference) {
                Some((_, all)) => all.extend(places),
                None => offers.push((row, places)),
            }
        });
        offers.into_iter().for_each(|(offer, places)| take(offer, places, page, &mut parsed));
        let last = document.read_field::<Number>("totalPages").and_then(Number::whole);
        if let (Ok(number), Some(last), false) = (page.context.parse::<i64>(), last, items.is_cut || items.raw.is_empty()) {
            parsed.next = (number < last).then(|| page_at(number + 1));
            parsed.complete_if(number == last);
        }
        Ok(parsed)
    }
}

fn page_at(number: i64) -> PageRequest {
    PageRequest::post(
        format!(
            "https://nofluffjobs.com/api/search/posting?pageTo={number}&pageSize={SIZE}&salaryCurrency=PLN&salaryPeriod=month&region=pl&language=en-GB"
        ),
        format!(r#"{{"criteriaSearch":{{"city":["remote"]}},"page":{number}}}"#),
    )
    .remembering(number.to_string())
}

fn take(offer: Offer, places: Vec<String>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let contract = offer.salary.get().and_then(|salary| salary.kind.get());
    let employment_type = contract.and_then(employment);
    if employment_type.is_none() {
        parsed.note_unknown("salary.type", contract.unwrap_or_default());
    }
    let salary = offer.salary.get().map(|salary| pay::Fields {
        min: salary.from.nonzero(),
        max: salary.to.nonzero(),
        currency: salary.currency.get(),
        // What is asked for: the answer has no field for it.
        period: Some(Period::Month),
        ..pay::Fields::default()
    });
    let is_remote = offer.fully_remote.is_set() || offer.location.get().is_some_and(|at| at.fully_remote.is_set());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: offer.reference.get().unwrap_or(offer.id.or_empty()).to_owned(),
            url: offer.url.get().map(|url| format!("https://nofluffjobs.com/job/{}", text::segment(url))).unwrap_or_default(),
            title: offer.title.or_empty().to_owned(),
            company: offer.name.to_option(),
            location: text::places(places),
            remote_flag: is_remote.then_some(true),
            employment_type: contract.map(str::to_owned),
            salary_text: salary.as_ref().and_then(pay::Fields::words),
            tags: offer.requirements().map(str::to_owned).collect(),
            posted_at: offer.posted.whole().and_then(Timestamp::from_epoch_number),
            known: Known {
                work_mode: is_remote.then_some(WorkMode::Remote),
                employment_type,
                salary: salary.and_then(|fields| fields.band()),
                ..Known::default()
            },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// The forms of contract in Poland: between two firms, employment, mandate, a specific work.
fn employment(contract: &str) -> Option<EmploymentType> {
    Some(match contract {
        "b2b" | "zlecenie" | "uod" => EmploymentType::Contract,
        "permanent" => EmploymentType::FullTime,
        "intern" => EmploymentType::Internship,
        _ => return None,
    })
}

fn places(offer: &Offer) -> Vec<String> {
    let Some(location) = offer.location.get() else { return Vec::new() };
    let each = location.places.iter();
    each.filter_map(|at| text::place([at.city.get().or(at.province.get()), at.country.get().and_then(|country| country.name.get())]))
        .collect()
}

#[cfg(test)]
mod tests;
