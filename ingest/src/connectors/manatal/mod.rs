//! Manatal: `GET www.careers-page.com/api/v1.0/c/{company}/jobs/?page=n`, the whole board page by page, with its texts.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Markup};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::lenient::{Number, Text};
use crate::families::{pay, text};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "manatal".into(),
    name: "Manatal".into(),
    kind: SourceKind::Ats,
    url: "https://www.manatal.com".into(),
    terms: "The JSON behind an employer's public careers page; no key.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// Jobs asked for a page; the platform may give fewer.
const LIMIT: usize = 50;

/// The connector.
pub struct Manatal;

impl Connector for Manatal {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        numbered(board, 1)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("results").ok_or(ParseError::NoList { missing: "results" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let more = document.read_field::<Text>("next").is_some_and(|next| next.get().is_some());
        let number = text::parameter(&page.url, "page").and_then(|number| number.parse::<u32>().ok()).unwrap_or(1);
        if more && !items.is_cut && !items.raw.is_empty() {
            parsed.next = Some(numbered(&page.board, number.saturating_add(1)));
        }
        let total = document.read_field::<Number>("count").and_then(Number::whole).and_then(|n| usize::try_from(n).ok());
        let is_all = number > 1 || total == Some(items.raw.len());
        parsed.complete_if(!items.is_cut && !more && is_all);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "careers-page.com/api/v1.0/c/")
            .or_else(|| text::segment_after(url, "careers-page.com/").filter(|slug| slug != "api"))
    }
}

fn numbered(board: &Board, page: u32) -> PageRequest {
    let company = text::segment(&board.slug);
    PageRequest::json(format!("https://www.careers-page.com/api/v1.0/c/{company}/jobs/?page_size={LIMIT}&page={page}"))
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let hash = job.hash.or_empty();
    // No field names the period.
    let salary = pay::Fields {
        min: job.salary_min.nonzero(),
        max: job.salary_max.nonzero(),
        currency: job.currency_code.get(),
        ..pay::Fields::default()
    };
    let in_parts = || text::place([job.city.get(), job.state.get(), job.country.get()]);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: hash.to_owned(),
            url: format!("https://www.careers-page.com/{}/job/{}", text::segment(&page.board.slug), text::segment(hash)),
            title: job.position_name.or_empty().to_owned(),
            company: name_from_slug(&page.board.slug),
            location: job.location_display.to_option().or_else(in_parts),
            salary_text: salary.words().filter(|_| job.is_salary_visible.is_set()),
            description: job.description.to_option().map(Markup::Html),
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::support::{fixture, page};

    fn answer(body: &str) -> ParsedPage {
        let url = Manatal.first_page(&Board { source: "manatal".into(), slug: "hat-folk".into() }, None).url;
        Manatal.parse(&FetchedPage { url, ..page("manatal", "hat-folk", body.as_bytes()) }).unwrap()
    }

    #[test]
    fn jobs_are_read_and_hidden_pay_stays_hidden() {
        let parsed = answer(std::str::from_utf8(fixture!("jobs.json")).unwrap());
        let [hatter, felter] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
        assert_eq!((hatter.url.as_str(), hatter.external_id.as_str()), ("https://www.careers-page.com/hat-folk/job/H4T", "H4T"));
        assert_eq!((hatter.salary_text.as_deref(), hatter.known.salary), (Some("40000 - 50000 USD"), None));
        assert_eq!((felter.location.as_deref(), felter.salary_text.as_deref()), (Some("Graz, Styria, Austria"), None));
        assert!(parsed.complete);
    }

    #[test]
    fn pages_are_followed_and_a_wrong_count_is_no_whole_list() {
        let body = std::str::from_utf8(fixture!("jobs.json")).unwrap();
        let parsed = answer(&body.replace("\"next\": null", "\"next\": \"https://www.careers-page.example/?page=2\""));
        assert_eq!(parsed.next.unwrap().url, "https://www.careers-page.com/api/v1.0/c/hat-folk/jobs/?page_size=50&page=2");
        assert!(!parsed.complete && !answer(&body.replace("\"count\": 2", "\"count\": 0")).complete);
    }

    #[test]
    fn a_board_is_part_of_both_addresses() {
        for url in ["https://www.careers-page.com/api/v1.0/c/hat-folk/jobs/", "https://www.careers-page.com/hat-folk/job/H4T"] {
            assert_eq!(Manatal.board_of(url).as_deref(), Some("hat-folk"));
        }
    }
}
