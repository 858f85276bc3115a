//! Workday: `POST {tenant}.{wdN}.myworkdayjobs.com/wday/cxs/{tenant}/{site}/jobs`, 20 jobs a page; a list that is longer than
//! what is given is walked by a facet. What a job is about, all its places and its
//! date stand in the answer for that job alone. A board slug is `tenant:wdN:site`.

mod walk;
mod wire;

use std::sync::LazyLock;

use domain::posting::{self, Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use crate::families::text;
use walk::Walk;
use wire::{Detail, Listed};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "workday".into(),
    name: "Workday".into(),
    kind: SourceKind::Ats,
    url: "https://www.workday.com".into(),
    terms: "Public API behind an employer's careers site; no key.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// Jobs a page: the most that is given.
const LIMIT: usize = 20;
/// From so many jobs on, the total is no longer true, and what is behind it is not given.
const CAP: usize = 2_000;

/// The connector.
pub struct Workday;

impl Connector for Workday {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        Walk::default().request(&Site::of(board))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        if document.field("jobPostingInfo").is_some() {
            let single = json::Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, detail: Detail| take_detail(detail, page, parsed));
            return Ok(parsed);
        }
        let items = document.items_in("jobPostings").ok_or(ParseError::NoList { missing: "list of job postings" })?;
        json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
        let walk = Walk::of(&page.context);
        let given = || document.read_field::<Number>("total").and_then(Number::whole).and_then(|total| usize::try_from(total).ok());
        if let (Some(total), false) = (walk.total.or_else(given), items.is_cut) {
            let is_too_long = total >= CAP && walk == Walk::default();
            let split = is_too_long.then(|| Walk::split(&document)).flatten();
            let next = split.or_else(|| walk.next(items.raw.len(), total));
            // Whoever has several values of a facet stands in several parts, and whoever has none in none: they are not known to be all.
            parsed.complete_if(next.is_none() && walk.facet.is_none() && total < CAP && walk.offset + items.raw.len() == total);
            parsed.next = next.map(|walk| walk.request(&Site::of(&page.board)));
        }
        Ok(parsed)
    }

    fn detail(&self, board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        let site = Site::of(board);
        let path = listed.url.strip_prefix(&site.home())?;
        Some(PageRequest::json(format!("{}{path}", site.api())))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let host = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
        let (tenant, instance) = host.strip_suffix(".myworkdayjobs.com")?.split_once('.')?;
        let site = match text::segment_after(url, &format!("/wday/cxs/{tenant}/")) {
            Some(site) => site,
            // The pages for people may have a language before the site.
            None => url.split('/').skip(3).find(|part| !is_language(part))?.split(['?', '#']).next()?.to_owned(),
        };
        (!site.is_empty()).then(|| format!("{tenant}:{instance}:{site}"))
    }
}

/// `en-US`.
fn is_language(part: &str) -> bool {
    matches!(part.as_bytes(), [a, b, b'-', c, d] if [a, b, c, d].iter().all(|letter| letter.is_ascii_alphabetic()))
}

/// The three parts of a slug.
struct Site {
    tenant: String,
    instance: String,
    name: String,
}

impl Site {
    fn of(board: &Board) -> Site {
        let mut parts = board.slug.splitn(3, ':').map(text::segment);
        let mut part = || parts.next().unwrap_or_default();
        Site { tenant: part(), instance: part(), name: part() }
    }

    fn host(&self) -> String {
        format!("https://{}.{}.myworkdayjobs.com", self.tenant, self.instance)
    }

    /// The page for people.
    fn home(&self) -> String {
        format!("{}/{}", self.host(), self.name)
    }

    fn api(&self) -> String {
        format!("{}/wday/cxs/{}/{}", self.host(), self.tenant, self.name)
    }
}

fn take(job: Listed, page: &FetchedPage, parsed: &mut ParsedPage) {
    let path = job.external_path.or_empty();
    let work_mode = parsed.work_mode("remoteType", job.remote_type.get());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: wire::number(path).to_owned(),
            url: if path.starts_with('/') { format!("{}{path}", Site::of(&page.board).home()) } else { String::new() },
            title: job.title.or_empty().to_owned(),
            company: name_from_slug(&Site::of(&page.board).tenant),
            location: job.locations_text.to_option().filter(|text| !wire::is_count(text)),
            // The date is in words that change from day to day ("Posted 8 Days Ago"): the details have it.
            requisition: job.bullet_fields.texts().find(|field| path.contains(*field)).map(str::to_owned),
            known: Known { work_mode, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

fn take_detail(detail: Detail, page: &FetchedPage, parsed: &mut ParsedPage) {
    let Some(job) = detail.job_posting_info.get() else {
        return parsed.reject(Rejection::Malformed, "its details are no object", "#0");
    };
    if job.posted.get() == Some(false) {
        return parsed.reject(Rejection::NotListed, "it is not posted", job.job_req_id.or_empty());
    }
    let work_mode = parsed.work_mode("remoteType", job.remote_type.get());
    let employment_type = parsed.employment("timeType", job.time_type.get());
    let url = job.external_url.or_empty();
    let path = job.job_posting_id.get().unwrap_or(url);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: wire::number(path).to_owned(),
            url: url.to_owned(),
            title: job.title.or_empty().to_owned(),
            company: detail
                .hiring_organization
                .get()
                .and_then(|employer| employer.name.to_option())
                .or_else(|| name_from_slug(&Site::of(&page.board).tenant)),
            location: job.places(),
            employment_type: job.time_type.to_option(),
            description: job.job_description.to_option().map(Markup::Html),
            requisition: job.job_req_id.to_option(),
            posted_at: job.start_date.get().and_then(Timestamp::parse_lenient),
            expires_at: job.end_date.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
