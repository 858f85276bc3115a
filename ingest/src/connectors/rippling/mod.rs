//! Rippling: `GET api.rippling.com/platform/api/ats/v1/board/{board}/jobs`, the whole board in one answer, a row for each place of a job.
//! What a job is about stands in the answer for that job alone.

mod wire;

use std::sync::LazyLock;

use domain::posting::{self, Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::text;
use wire::Job;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "rippling".into(),
    name: "Rippling".into(),
    kind: SourceKind::Ats,
    url: "https://www.rippling.com/recruiting".into(),
    terms: "Public board API behind an employer's careers page; no key.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Rippling;

impl Connector for Rippling {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(jobs_of(board))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let Some(items) = document.items() else {
            if document.field("uuid").is_none() {
                return Err(ParseError::NoList { missing: "list of jobs" });
            }
            let single = json::Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, job| take(job, page, parsed));
            return Ok(parsed);
        };
        let mut jobs: Vec<Job> = Vec::new();
        json::each(&items, &mut parsed, |_, row: Job| {
            // Rows without an id are kept apart, each to be rejected by itself.
            match jobs.iter_mut().find(|job| row.uuid.get().is_some() && job.uuid == row.uuid) {
                Some(job) => job.places.extend(row.work_location.get().and_then(|at| at.label.to_option())),
                None => jobs.push(row),
            }
        });
        jobs.into_iter().for_each(|job| take(job, page, &mut parsed));
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn detail(&self, board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        Some(PageRequest::json(format!("{}/{}", jobs_of(board), text::segment(&listed.external_id))))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let (_, path) = url.split_once("/ats/v1/board/").or_else(|| url.split_once("ats.rippling.com/"))?;
        // A language may stand before the board.
        let is_language = |part: &str| matches!(part.as_bytes(), [_, _, b'-', _, _]);
        path.split(['/', '?', '#']).find(|part| !part.is_empty() && !is_language(part)).map(str::to_owned)
    }
}

fn jobs_of(board: &Board) -> String {
    format!("https://api.rippling.com/platform/api/ats/v1/board/{}/jobs", text::segment(&board.slug))
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let kind = job.employment_type.get().and_then(|kind| kind.label.get());
    let employment_type = parsed.employment("employmentType", kind);
    let places = job.work_location.get().and_then(|at| at.label.to_option()).into_iter().chain(job.places.iter().cloned());
    let draft = Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(page.board.slug.clone()),
        external_id: job.uuid.or_empty().to_owned(),
        url: job.url.or_empty().to_owned(),
        title: job.name.or_empty().to_owned(),
        company: name_from_slug(&page.board.slug),
        location: text::places(places.chain(job.work_locations.texts().map(str::to_owned))),
        // False is also what stands when nobody chose.
        remote_flag: job.is_remote.get().filter(|is_remote| *is_remote),
        employment_type: kind.map(str::to_owned),
        description: description(&job).map(Markup::Html),
        posted_at: job.created_on.get().and_then(Timestamp::parse_lenient),
        known: Known { employment_type, ..Known::default() },
        ..Draft::default()
    };
    parsed.take(draft, page.fetched_at);
}

fn description(job: &Job) -> Option<String> {
    let parts = job.description.get()?;
    let mut out = String::new();
    for part in [&parts.company, &parts.role] {
        text::add_section(&mut out, None, part.get());
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
