//! Eightfold: `GET {host}/api/apply/v2/jobs?domain={domain}&start=0&num=10`, ten positions a page without texts; these
//! stand in the answer for each position. The board is `host`, or `host:domain` where the employer's domain isn't
//! what the host says.

mod wire;

use std::sync::LazyLock;

use domain::language::Language;
use domain::posting::{Draft, Known, Markup, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_host, name_from_slug};
use crate::families::json::{self, Document, Items};
use crate::families::lenient::{Number, Text};
use crate::families::text;
use wire::Position;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "eightfold".into(),
    name: "Eightfold".into(),
    kind: SourceKind::Ats,
    url: "https://eightfold.ai".into(),
    terms: "The JSON behind an employer's public careers page; no key. Asked slowly, each position once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// Positions a page; the platform gives no more, whatever it is asked.
const LIMIT: usize = 10;

/// The connector.
pub struct Eightfold;

impl Connector for Eightfold {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let domain = document.read_field::<Text>("domain").and_then(|domain| domain.to_option());
        let company = domain.as_deref().or(domain_of(&page.board)).and_then(name_from_host).or_else(|| label_of(&page.board));
        let Some(items) = document.items_in("positions") else {
            if document.field("id").is_none() || document.field("name").is_none() {
                return Err(ParseError::NoList { missing: "positions" });
            }
            let single = Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, position| take(position, company.as_deref(), page, parsed));
            return Ok(parsed);
        };
        json::each(&items, &mut parsed, |parsed, position| take(position, company.as_deref(), page, parsed));
        let total = document.read_field::<Number>("count").and_then(Number::whole).and_then(|n| usize::try_from(n).ok());
        let start = text::parameter(&page.url, "start").and_then(|start| start.parse::<usize>().ok()).unwrap_or(0);
        let reached = start.saturating_add(items.raw.len());
        if !items.is_cut && !items.raw.is_empty() && total.is_some_and(|total| reached < total) {
            parsed.next = Some(page_at(&page.board, reached));
        }
        parsed.complete_if(!items.is_cut && total.is_some_and(|total| total == reached));
        Ok(parsed)
    }

    fn detail(&self, board: &Board, listed: &Posting) -> Option<PageRequest> {
        let query = domain_of(board).map(|domain| format!("?domain={}", text::segment(domain))).unwrap_or_default();
        Some(PageRequest::json(format!("{}/{}{query}", jobs(board), text::segment(&listed.external_id))))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
        if !host.ends_with(".eightfold.ai") && !url.contains("/api/apply/v2/jobs") {
            return None;
        }
        Some(match text::parameter(url, "domain") {
            Some(domain) => format!("{host}:{domain}"),
            None => host.to_owned(),
        })
    }
}

fn host_of(board: &Board) -> &str {
    board.slug.split(':').next().unwrap_or_default()
}

fn domain_of(board: &Board) -> Option<&str> {
    board.slug.split_once(':').map(|(_, domain)| domain)
}

/// What a board without a domain calls itself: `Acme` for `acme.eightfold.ai`.
fn label_of(board: &Board) -> Option<String> {
    let host = host_of(board);
    host.strip_suffix(".eightfold.ai").map_or_else(|| name_from_host(host), name_from_slug)
}

fn jobs(board: &Board) -> String {
    format!("https://{}/api/apply/v2/jobs", text::host(host_of(board), ".eightfold.ai"))
}

fn page_at(board: &Board, start: usize) -> PageRequest {
    let domain = domain_of(board).map(|domain| format!("domain={}&", text::segment(domain))).unwrap_or_default();
    PageRequest::json(format!("{}?{domain}start={start}&num={LIMIT}&sort_by=timestamp", jobs(board)))
}

fn take(position: Position, company: Option<&str>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let id = position.id.or_empty();
    if position.is_private.is_set() {
        return parsed.reject(Rejection::NotListed, "it is private", id);
    }
    let work_mode = work_mode(&position, parsed);
    let own_page = format!("https://{}/careers/job/{}", text::host(host_of(&page.board), ".eightfold.ai"), text::segment(id));
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: position.canonical_position_url.to_option().unwrap_or(own_page),
            title: position.posting_name.get().or(position.name.get()).unwrap_or_default().to_owned(),
            company: company.map(str::to_owned),
            location: text::places(position.locations.texts().map(str::to_owned)).or_else(|| position.location.to_option()),
            description: position.job_description.to_option().map(Markup::Html),
            requisition: position.display_job_id.to_option().or_else(|| position.ats_job_id.to_option()),
            posted_at: position.t_create.get().and_then(Timestamp::parse_lenient),
            language: position.locale.get().and_then(|locale| Language::parse(&locale.replace('_', "-"))),
            known: Known { work_mode, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// `remote_local` and `remote_global` are both remote; from where, the words have to say.
fn work_mode(position: &Position, parsed: &mut ParsedPage) -> Option<WorkMode> {
    let word = position.work_location_option.get().or(position.location_flexibility.get())?;
    if word.starts_with("remote") {
        return Some(WorkMode::Remote);
    }
    parsed.work_mode("work_location_option", Some(word))
}

#[cfg(test)]
mod tests;
