//! Paylocity: an employer's careers page, `GET recruiting.paylocity.com/recruiting/jobs/All/{guid}/{company}`, which carries its jobs for its own
//! script (`window.pageData = {…}`). What a job is about stands on its own page as a schema.org JobPosting. The board slug is `guid/company`.

mod wire;

use std::sync::LazyLock;

use domain::posting::{self, Draft, Known, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::lenient::Text;
use crate::families::{embedded, html, json, json_ld, text};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "paylocity".into(),
    name: "Paylocity".into(),
    kind: SourceKind::Ats,
    url: "https://www.paylocity.com".into(),
    terms: "The data of an employer's public careers page; no key.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const JOBS: &str = "https://recruiting.paylocity.com/Recruiting/Jobs";

/// The connector.
pub struct Paylocity;

impl Connector for Paylocity {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        let (guid, company) = board.slug.split_once('/').unwrap_or((&board.slug, ""));
        PageRequest::html(format!("{JOBS}/All/{}/{}", text::segment(guid), text::segment(company)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let data = embedded::assigned(&markup, "window.pageData");
        let mut parsed = ParsedPage::default();
        if let Some((data, items)) = data.as_ref().and_then(|data| Some((data, data.items_in("Jobs")?))) {
            let company = data.read_field::<Text>("ModuleTitle").and_then(|title| title.to_option());
            json::each(&items, &mut parsed, |parsed, job| take(job, company.clone(), page, parsed));
            parsed.complete_if(!items.is_cut);
            return Ok(parsed);
        }
        let document = html::Page::of(&markup);
        let found = json_ld::find(&document);
        let Some(job) = found.postings.first() else { return Err(ParseError::NoList { missing: "window.pageData" }) };
        let id = number(&document).unwrap_or_else(|| page.context.clone());
        let draft = job.draft(&mut parsed);
        parsed.take(addressed(draft, &id, page), page.fetched_at);
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        Some(PageRequest::html(&listed.url).remembering(&listed.external_id))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let at = url.to_ascii_lowercase().find("recruiting.paylocity.com/recruiting/jobs/all/")?;
        let mut parts = url.get(at..)?.split(['?', '#']).next()?.split('/').skip(4);
        let guid = parts.next().filter(|guid| !guid.is_empty())?;
        Some(parts.next().filter(|company| !company.is_empty()).map_or(guid.to_owned(), |company| format!("{guid}/{company}")))
    }
}

/// The number of a job on its own page, from the link to apply.
fn number(page: &html::Page<'_>) -> Option<String> {
    page.elements()
        .filter(|element| element.name() == "a")
        .filter_map(|link| link.attribute("href").map(str::to_ascii_lowercase))
        .find_map(|href| text::segment_after(&href, "/jobs/apply/"))
}

fn addressed(draft: Draft, id: &str, page: &FetchedPage) -> Draft {
    Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(page.board.slug.clone()),
        external_id: id.to_owned(),
        url: format!("{JOBS}/Details/{}", text::segment(id)),
        apply_url: Some(format!("{JOBS}/Apply/{}", text::segment(id))),
        ..draft
    }
}

fn take(job: Job, company: Option<String>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let id = job.job_id.or_empty();
    if job.is_internal.is_set() {
        return parsed.reject(Rejection::NotListed, "it is for employees only", id);
    }
    let location = job.job_location.get().and_then(|at| text::place([at.city.get().or(at.metro.get()), at.state.get(), at.country.get()]));
    let draft = Draft {
        title: job.job_title.or_empty().to_owned(),
        company,
        location: location.or_else(|| job.location_name.to_option()),
        // False is also what stands when nobody chose.
        remote_flag: job.is_remote.get().filter(|is_remote| *is_remote),
        posted_at: job.published_date.get().and_then(Timestamp::parse_lenient),
        known: Known { work_mode: job.is_remote.is_set().then_some(WorkMode::Remote), ..Known::default() },
        ..Draft::default()
    };
    parsed.take(addressed(draft, id, page), page.fetched_at);
}

#[cfg(test)]
mod tests;
