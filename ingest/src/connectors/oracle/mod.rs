//! Oracle Recruiting Cloud: `recruitingCEJobRequisitions` of an employer's host and site, pages by offset. What a job is about stands in the
//! answer for that job alone. A board slug is a host, with `:{site}` behind it where that is not `CX_1`; without a dot it is a host of
//! `oraclecloud.com`.

mod wire;

use std::sync::LazyLock;

use domain::posting::{self, Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_host, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use crate::families::text;
use wire::Requisition;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "oracle".into(),
    name: "Oracle Recruiting Cloud".into(),
    kind: SourceKind::Ats,
    url: "https://www.oracle.com/human-capital-management/recruiting/".into(),
    terms: "Public API behind an employer's careers site; no key.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const DOMAIN: &str = ".oraclecloud.com";
const RESOURCES: &str = "hcmRestApi/resources/latest";
/// Jobs a page.
const LIMIT: usize = 100;

/// The connector.
pub struct Oracle;

impl Connector for Oracle {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let found = document.inside("items").and_then(|items| items.first());
        let list = found.as_ref().and_then(|found| found.items_in("requisitionList"));
        let Some(items) = list else {
            let single = found.as_ref().unwrap_or(&document);
            if single.field("Id").is_none() || single.field("Title").is_none() {
                return Err(ParseError::NoList { missing: "requisitionList" });
            }
            let single = json::Items { raw: vec![single.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, job| take(job, page, parsed));
            return Ok(parsed);
        };
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let total = found.as_ref().and_then(|found| found.read_field::<Number>("TotalJobsCount")).and_then(Number::whole);
        let offset: usize = page.context.parse().unwrap_or(0);
        let reached = offset.saturating_add(items.raw.len());
        if let (Some(total), false) = (total.and_then(|total| usize::try_from(total).ok()), items.is_cut || items.raw.is_empty()) {
            parsed.next = (reached < total).then(|| page_at(&page.board, reached));
            parsed.complete_if(reached == total);
        }
        Ok(parsed)
    }

    fn detail(&self, board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        let (host, site) = site_of(board);
        let id = text::segment(&listed.external_id);
        Some(PageRequest::json(format!(
            "https://{host}/{RESOURCES}/recruitingCEJobRequisitionDetails?onlyData=true&expand=all&finder=ById;Id=%22{id}%22,siteNumber={site}"
        )))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let host = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
        let site = text::segment_after(url, "/CandidateExperience/en/sites/")
            .or_else(|| url.split_once("siteNumber=").and_then(|(_, rest)| rest.split([',', ';', '&']).next().map(str::to_owned)));
        let is_oracle = host.ends_with(DOMAIN) || url.contains(RESOURCES) || url.contains("/hcmUI/CandidateExperience/");
        let board = match site.filter(|site| !site.is_empty() && site != "CX_1") {
            Some(site) => format!("{host}:{site}"),
            None => host.to_owned(),
        };
        is_oracle.then_some(board)
    }
}

/// The host and the number of the site on it.
fn site_of(board: &Board) -> (String, String) {
    let (host, site) = board.slug.split_once(':').unwrap_or((&board.slug, "CX_1"));
    (text::host(host, DOMAIN), text::segment(site))
}

fn page_at(board: &Board, offset: usize) -> PageRequest {
    let (host, site) = site_of(board);
    PageRequest::json(format!(
        "https://{host}/{RESOURCES}/recruitingCEJobRequisitions?onlyData=true&expand=requisitionList.secondaryLocations\
         &finder=findReqs;siteNumber={site},limit={LIMIT},offset={offset},sortBy=POSTING_DATES_DESC"
    ))
    .remembering(offset.to_string())
}

fn take(job: Requisition, page: &FetchedPage, parsed: &mut ParsedPage) {
    let work_mode = parsed.work_mode("WorkplaceType", job.workplace_type.get());
    let employment_type = parsed.employment("JobSchedule", job.job_schedule.get());
    let (host, site) = site_of(&page.board);
    let id = job.id.or_empty();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: format!("https://{host}/hcmUI/CandidateExperience/en/sites/{site}/job/{}", text::segment(id)),
            title: job.title.or_empty().to_owned(),
            company: job.legal_employer.to_option().or_else(|| company(&page.board.slug)),
            location: text::places(job.primary_location.to_option().into_iter().chain(job.secondary())),
            employment_type: job.job_schedule.to_option(),
            description: description(&job).map(Markup::Html),
            posted_at: job.external_posted_start_date.get().or(job.posted_date.get()).and_then(Timestamp::parse_lenient),
            expires_at: job.external_posted_end_date.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// An employer's own host names it; those that Oracle hands out say nothing.
fn company(slug: &str) -> Option<String> {
    let host = slug.split(':').next().unwrap_or_default();
    match host.contains('.') {
        true if host.ends_with(DOMAIN) => None,
        true => name_from_host(host),
        false => name_from_slug(host),
    }
}

/// The parts; the short one, which the others repeat, where there is no other.
fn description(job: &Requisition) -> Option<String> {
    let mut out = job.external_description_str.or_empty().to_owned();
    text::add_section(&mut out, Some("Responsibilities"), job.external_responsibilities_str.get());
    text::add_section(&mut out, Some("Qualifications"), job.external_qualifications_str.get());
    Some(out).filter(|out| !out.is_empty()).or_else(|| job.short_description_str.to_option())
}

#[cfg(test)]
mod tests;
