//! Gem: `POST jobs.gem.com/api/public/graphql/batch`, the whole board without texts; these are asked for by posting.

mod wire;

use std::sync::LazyLock;

use domain::html;
use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use serde_json::json;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{countries, text};
use wire::{Answer, Location, Posting};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "gem".into(),
    name: "Gem".into(),
    kind: SourceKind::Ats,
    url: "https://www.gem.com".into(),
    terms: "The API behind an employer's public job board; no key. Asked slowly, each posting once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const ADDRESS: &str = "https://jobs.gem.com/api/public/graphql/batch";
const LIST: &str = "query JobBoardList($boardId: String!) { oatsExternalJobPostings(boardId: $boardId) { jobPostings { id extId title \
     locations { name city isoCountry isRemote } job { locationType employmentType } } } \
     jobBoardExternal(vanityUrlPath: $boardId) { id teamDisplayName } }";
const SINGLE: &str = "query ExternalJobPostingQuery($boardId: String!, $extId: String!) { \
     oatsExternalJobPosting(boardId: $boardId, extId: $extId) { id extId title descriptionHtml compensationHtml firstPublishedTsSec \
     locations { name city isoCountry isRemote } job { locationType employmentType requisitionId teamDisplayName } } }";

/// The connector.
pub struct Gem;

impl Connector for Gem {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        query("JobBoardList", LIST, &json!({"boardId": board.slug}))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let answers = document.items().ok_or(ParseError::NoList { missing: "list of answers" })?;
        let mut parsed = ParsedPage::default();
        let read = |raw: &&str| json::read::<Answer>(raw).ok();
        let answer = answers.raw.iter().filter_map(read).find_map(|answer| {
            let data = answer.data.get()?;
            let company = data.job_board_external.get().and_then(|board| board.team_display_name.to_option());
            Some((company, data.oats_external_job_posting.get().is_some())).filter(|(company, single)| company.is_some() || *single)
        });
        let (company, is_single) = answer.unwrap_or_default();
        for raw in &answers.raw {
            let Some(data) = Document::starting(raw).and_then(|answer| answer.inside("data")) else { continue };
            if is_single && let Some(single) = data.field("oatsExternalJobPosting") {
                let items = json::Items { raw: vec![single], is_cut: false };
                json::each(&items, &mut parsed, |parsed, posting| take(posting, None, page, parsed));
                return Ok(parsed);
            }
            let Some(list) = data.inside("oatsExternalJobPostings") else { continue };
            let items = list.items_in("jobPostings").ok_or(ParseError::NoList { missing: "jobPostings" })?;
            json::each(&items, &mut parsed, |parsed, posting| take(posting, company.as_deref(), page, parsed));
            parsed.complete_if(!items.is_cut && !answers.is_cut);
            return Ok(parsed);
        }
        Err(ParseError::NoList { missing: "oatsExternalJobPostings" })
    }

    fn detail(&self, board: &Board, listed: &domain::posting::Posting) -> Option<PageRequest> {
        Some(query("ExternalJobPostingQuery", SINGLE, &json!({"boardId": board.slug, "extId": listed.external_id})))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "jobs.gem.com/").filter(|slug| slug != "api")
    }
}

fn query(operation: &str, query: &str, variables: &serde_json::Value) -> PageRequest {
    PageRequest::post(ADDRESS, json!([{"operationName": operation, "variables": variables, "query": query}]).to_string())
}

fn take(posting: Posting, company: Option<&str>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let id = posting.ext_id.or_empty();
    if posting.is_unlisted_externally.is_set() {
        return parsed.reject(Rejection::NotListed, "it is open by link only", id);
    }
    let job = posting.job.get();
    let employment_type = parsed.employment("employmentType", job.and_then(|job| job.employment_type.get()));
    let work_mode = parsed.work_mode("locationType", job.and_then(|job| job.location_type.get()));
    let team = job.and_then(|job| job.team_display_name.get());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: format!("https://jobs.gem.com/{}/{}", text::segment(&page.board.slug), text::segment(id)),
            title: posting.title.or_empty().to_owned(),
            company: company.or(team).map(str::to_owned).or_else(|| name_from_slug(&page.board.slug)),
            location: text::places(posting.locations.iter().filter_map(in_words)),
            remote_flag: posting.locations.iter().find_map(|at| at.is_remote.get().filter(|remote| *remote)),
            employment_type: job.and_then(|job| job.employment_type.to_option()),
            salary_text: posting.compensation_html.get().map(html::to_text),
            description: posting.description_html.to_option().map(Markup::Html),
            requisition: job.and_then(|job| job.requisition_id.to_option()),
            posted_at: posting.first_published_ts_sec.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

fn in_words(at: &Location) -> Option<String> {
    at.name.to_option().or_else(|| text::place([at.city.get(), at.iso_country.get().map(countries::in_words)]))
}

#[cfg(test)]
mod tests;
