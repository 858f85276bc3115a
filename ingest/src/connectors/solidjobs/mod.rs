//! SOLID.Jobs: `GET solid.jobs/public-api/offers?division=it`, Polish offers, each with its pay. The board slug is a division, or empty for `it`.

mod wire;

use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::Offer;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "solidjobs".into(),
    name: "SOLID.Jobs".into(),
    kind: SourceKind::Board,
    url: "https://solid.jobs".into(),
    terms: "Public offers API; link back to the offer on SOLID.Jobs.".into(),
    access: Access::Offered,
    attribution: Some("Source: SOLID.Jobs (https://solid.jobs)".into()),
    pace_seconds: 10,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct SolidJobs;

impl Connector for SolidJobs {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        let division = if board.slug.is_empty() { "it".to_owned() } else { text::segment(&board.slug) };
        PageRequest::json(format!("https://solid.jobs/public-api/offers?division={division}"))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("jobs").ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, offer| take(offer, page, parsed));
        // Nothing says that the list is whole; each offer says when it ends.
        parsed.complete = false;
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        url.contains("solid.jobs/").then(|| text::parameter(url, "division").map(str::to_owned))?
    }
}

fn take(offer: Offer, page: &FetchedPage, parsed: &mut ParsedPage) {
    let salary = offer.salary.get().map(|salary| pay::Fields {
        min: salary.from.nonzero(),
        max: salary.to.nonzero(),
        currency: salary.currency.get(),
        period: salary.period.get().and_then(words::period),
        period_word: salary.period.get(),
        ..pay::Fields::default()
    });
    let contract = offer.salary.get().and_then(|salary| salary.employment_type.get());
    // Work between two firms is a contract, whatever its hours.
    let employment_type = match contract {
        Some("B2B") => Some(EmploymentType::Contract),
        _ => parsed.employment("contractTime", offer.contract_time.get()),
    };
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            // One offer may stand in several divisions.
            board: None,
            external_id: offer.job_offer_key.or_empty().to_owned(),
            url: offer.url.or_empty().to_owned(),
            title: offer.title.or_empty().to_owned(),
            company: offer.company.to_option(),
            location: text::places(offer.locations.texts().map(str::to_owned)),
            remote_flag: offer.is_remote.get(),
            employment_type: text::place([contract, offer.contract_time.get()]),
            salary_text: salary.as_ref().and_then(pay::Fields::words),
            description: offer.description.to_option().map(Markup::Html),
            tags: offer.skills.iter().filter_map(|skill| skill.name.to_option()).collect(),
            posted_at: offer.valid_from.get().and_then(Timestamp::parse_lenient),
            expires_at: offer.valid_to.get().and_then(Timestamp::parse_lenient),
            known: Known {
                work_mode: work_mode(&offer),
                employment_type,
                salary: salary.and_then(|fields| fields.band()),
                ..Known::default()
            },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// Both flags set offer a choice, and none says nothing.
fn work_mode(offer: &Offer) -> Option<WorkMode> {
    match (offer.is_remote.is_set(), offer.is_hybrid.is_set()) {
        (true, false) => Some(WorkMode::Remote),
        (false, true) => Some(WorkMode::Hybrid),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
