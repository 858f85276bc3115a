//! Work at a Startup (Y Combinator): `GET ycombinator.com/companies/{company}/jobs`, a page that carries its jobs in an attribute. What a job is
//! about stands on its own page, there and as a schema.org JobPosting. The board slug is the company's.

mod wire;

use std::sync::LazyLock;

use domain::posting::{self, Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::{embedded, html, json, json_ld, text};
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "workatastartup".into(),
    name: "Work at a Startup".into(),
    kind: SourceKind::Ats,
    url: "https://www.workatastartup.com".into(),
    terms: "The data of a company's public jobs page; link back to the job.".into(),
    access: Access::Pages,
    attribution: Some("Source: Y Combinator's Work at a Startup (https://www.workatastartup.com)".into()),
    pace_seconds: 10,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const HOME: &str = "https://www.ycombinator.com";

/// The connector.
pub struct WorkAtAStartup;

impl Connector for WorkAtAStartup {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::html(format!("{HOME}/companies/{}/jobs", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let missing = ParseError::NoList { missing: "data-page" };
        let props = embedded::attribute(&markup, "data-page").and_then(|state| state.inside("props")).ok_or(missing.clone())?;
        let mut parsed = ParsedPage::default();
        if let Some(items) = props.items_in("jobPostings") {
            json::each(&items, &mut parsed, |parsed, job| take(job, Draft::default(), page, parsed));
            parsed.complete_if(!items.is_cut);
            return Ok(parsed);
        }
        let job = props.inside("job").ok_or(missing)?;
        match json::read::<Job>(job.text()) {
            Ok(job) => {
                let found = json_ld::find(&html::Page::of(&markup));
                let draft = found.postings.first().map(|posting| posting.draft(&mut parsed)).unwrap_or_default();
                take(job, draft, page, &mut parsed);
            }
            Err(detail) => parsed.reject(Rejection::Malformed, detail, "#0"),
        }
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        Some(PageRequest::html(&listed.url))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "ycombinator.com/companies/")
    }
}

/// A job as the page's state tells it, and as its JobPosting does where that says more.
fn take(job: Job, draft: Draft, page: &FetchedPage, parsed: &mut ParsedPage) {
    let path = job.url.or_empty();
    let employment_type = parsed.employment("type", job.kind.get());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: job.id.or_empty().to_owned(),
            url: if path.starts_with('/') { format!("{HOME}{path}") } else { String::new() },
            apply_url: job.apply_url.to_option(),
            title: job.title.or_empty().to_owned(),
            company: job.company_name.to_option().or_else(|| name_from_slug(&page.board.slug)),
            location: job.location.to_option().or(draft.location),
            employment_type: job.kind.to_option(),
            salary_text: job.salary_range.to_option().or(draft.salary_text),
            description: draft.description.or_else(|| job.description.to_option().map(Markup::Text)),
            tags: job.skills.texts().map(str::to_owned).collect(),
            known: Known { employment_type, ..Known::default() }.or(draft.known),
            ..draft
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
