//! BambooHR: `GET {company}.bamboohr.com/careers/list`, the whole board without texts, dates and pay; these stand in
//! the answer for each opening, `/careers/{id}/detail`.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{countries, text};
use wire::{Detail, Location, Meta, Opening};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "bamboohr".into(),
    name: "BambooHR".into(),
    kind: SourceKind::Ats,
    url: "https://www.bamboohr.com".into(),
    terms: "The JSON behind an employer's public careers page; no key. Asked slowly, each opening once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct BambooHr;

impl Connector for BambooHr {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("{}/list", careers(board)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        if let Some(detail) = document.read_field::<Detail>("result")
            && let Some(opening) = detail.job_opening.get()
        {
            take(opening, page, &mut parsed);
            return Ok(parsed);
        }
        let items = document.items_in("result").ok_or(ParseError::NoList { missing: "result" })?;
        json::each(&items, &mut parsed, |parsed, opening| take(&opening, page, parsed));
        let total = document.read_field::<Meta>("meta").and_then(|meta| meta.total_count.whole());
        parsed.complete_if(!items.is_cut && total.is_none_or(|total| usize::try_from(total) == Ok(items.raw.len())));
        Ok(parsed)
    }

    fn detail(&self, board: &Board, listed: &Posting) -> Option<PageRequest> {
        Some(PageRequest::json(format!("{}/{}/detail", careers(board), text::segment(&listed.external_id))))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, ".bamboohr.com")
    }
}

fn careers(board: &Board) -> String {
    format!("https://{}.bamboohr.com/careers", text::segment(&board.slug))
}

fn take(opening: &Opening, page: &FetchedPage, parsed: &mut ParsedPage) {
    let shared = opening.job_opening_share_url.get();
    let id = opening.id.to_option().or_else(|| text::segment_after(shared?, "/careers/")).unwrap_or_default();
    if let Some(status) = opening.job_opening_status.get().filter(|status| !status.eq_ignore_ascii_case("open")) {
        return parsed.reject(Rejection::NotListed, format!("its status is {status:?}"), id);
    }
    let employment_type = parsed.employment("employmentStatusLabel", opening.employment_status_label.get());
    let work_mode = match opening.location_type.get() {
        Some("0") => Some(WorkMode::Onsite),
        Some("1") => Some(WorkMode::Remote),
        Some("2") => Some(WorkMode::Hybrid),
        other => {
            parsed.note_unknown("locationType", other.unwrap_or_default());
            None
        }
    };
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            url: shared.map_or_else(|| format!("{}/{}", careers(&page.board), text::segment(&id)), str::to_owned),
            external_id: id,
            title: opening.job_opening_name.or_empty().to_owned(),
            company: name_from_slug(&page.board.slug),
            location: [&opening.location, &opening.ats_location].into_iter().find_map(|at| location(at.get()?)),
            remote_flag: opening.is_remote.get(),
            employment_type: opening.employment_status_label.to_option(),
            salary_text: opening.compensation.to_option(),
            description: opening.description.to_option().map(Markup::Html),
            posted_at: opening.date_posted.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

fn location(at: &Location) -> Option<String> {
    let country = at.country.get().or(at.address_country.get()).map(countries::in_words);
    text::place([at.city.get(), at.state.get().or(at.province.get()), country])
}

#[cfg(test)]
mod tests;
