//! Phenom: an employer's search page, `GET {host}/{region}/{language}/search-results`, which carries its jobs for its own script
//! (`phApp.ddo = {…}`); so does the page of a single job. The board slug is everything before `/search-results`.

mod wire;

use std::sync::LazyLock;

use domain::posting::{self, Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_host, name_from_slug};
use crate::families::lenient::Number;
use crate::families::{embedded, html, json, text};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "phenom".into(),
    name: "Phenom".into(),
    kind: SourceKind::Ats,
    url: "https://www.phenom.com".into(),
    terms: "The data of an employer's public careers pages; no key.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Phenom;

impl Connector for Phenom {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let missing = ParseError::NoList { missing: "phApp.ddo" };
        let state = embedded::assigned(&markup, "phApp.ddo").ok_or(missing)?;
        let mut parsed = ParsedPage::default();
        if let Some(job) = state.inside("jobDetail").and_then(|detail| detail.inside("data")?.inside("job")) {
            let single = json::Items { raw: vec![job.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, job| take(job, page, parsed));
            return Ok(parsed);
        }
        let missing = ParseError::NoList { missing: "list of jobs" };
        let search = state.inside("eagerLoadRefineSearch").ok_or(missing.clone())?;
        let data = search.inside("data").ok_or(missing.clone())?;
        let items = data.items_in("jobs").ok_or(missing)?;
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let total = search.read_field::<Number>("totalHits").and_then(Number::whole).and_then(|total| usize::try_from(total).ok());
        let offset: usize = page.context.parse().unwrap_or(0);
        let reached = offset.saturating_add(items.raw.len());
        if let (Some(total), false) = (total, items.is_cut || items.raw.is_empty()) {
            parsed.next = (reached < total).then(|| page_at(&page.board, reached));
            parsed.complete_if(reached == total);
        }
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        Some(PageRequest::html(&listed.url))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let (board, _) = url.strip_prefix("https://")?.split_once("/search-results")?;
        (!board.is_empty()).then(|| board.to_owned())
    }
}

/// The address before `/search-results`, each part of it written safely.
fn site(board: &Board) -> String {
    let parts: Vec<String> = board.slug.split('/').map(text::segment).collect();
    format!("https://{}", parts.join("/"))
}

fn page_at(board: &Board, offset: usize) -> PageRequest {
    PageRequest::html(format!("{}/search-results?from={offset}&s=1", site(board))).remembering(offset.to_string())
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let host = page.board.slug.split('/').next().unwrap_or_default();
    let employment_type = parsed.employment("type", job.kind.get());
    let id = job.job_id.get().or(job.req_id.get()).unwrap_or_default();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: format!("{}/job/{}", site(&page.board), text::segment(id)),
            apply_url: job.apply_url.to_option(),
            title: job.title.or_empty().to_owned(),
            company: if host.contains('.') { name_from_host(host) } else { name_from_slug(host) },
            location: job.places(),
            employment_type: job.kind.to_option(),
            description: job.description.to_option().or_else(|| job.description_teaser.to_option()).map(Markup::Html),
            requisition: job.req_id.to_option(),
            posted_at: job.posted_date.get().and_then(Timestamp::parse_lenient),
            known: Known { employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
