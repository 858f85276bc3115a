//! Workable: `GET apply.workable.com/api/v1/widget/accounts/{account}?details=true`, the whole board in
//! one answer, with a row for each location of a job.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::lenient::Text;
use crate::families::text;
use wire::Row;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "workable".into(),
    name: "Workable".into(),
    kind: SourceKind::Ats,
    url: "https://www.workable.com".into(),
    terms: "Public widget API, made for showing an employer's openings elsewhere; no key. It answers 429 early, so it is asked slowly."
        .into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 10,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Workable;

impl Connector for Workable {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://apply.workable.com/api/v1/widget/accounts/{}?details=true", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("jobs").ok_or(ParseError::NoList { missing: "list of jobs" })?;
        let company = document.read_field::<Text>("name").and_then(|name| name.to_option()).or_else(|| name_from_slug(&page.board.slug));
        let mut parsed = ParsedPage::default();
        let mut jobs: Vec<(Row, Vec<String>)> = Vec::new();
        json::each(&items, &mut parsed, |_, row: Row| {
            let places = places(&row);
            // Rows without a shortcode are kept apart, each to be rejected by itself.
            match jobs.iter_mut().find(|(job, _)| row.shortcode.get().is_some() && job.shortcode == row.shortcode) {
                Some((job, all)) => {
                    all.extend(places);
                    if row.telecommuting.is_set() {
                        job.telecommuting = row.telecommuting;
                    }
                }
                None => jobs.push((row, places)),
            }
        });
        for (row, places) in jobs {
            let employment_type = parsed.employment("employment_type", row.employment_type.get());
            let draft = draft(row, places, company.clone(), &page.board);
            parsed.take(Draft { known: Known { employment_type, ..Known::default() }, ..draft }, page.fetched_at);
        }
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "/api/v1/widget/accounts/")
            .or_else(|| text::segment_after(url, "apply.workable.com/").filter(|slug| slug != "api"))
            .or_else(|| text::label_before(url, ".workable.com").filter(|label| label != "apply"))
    }
}

fn draft(row: Row, places: Vec<String>, company: Option<String>, board: &Board) -> Draft {
    Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(board.slug.clone()),
        external_id: row.shortcode.or_empty().to_owned(),
        url: row.url.or_empty().to_owned(),
        apply_url: row.application_url.to_option(),
        title: row.title.or_empty().to_owned(),
        company,
        location: text::places(places),
        remote_flag: row.telecommuting.get(),
        employment_type: row.employment_type.to_option(),
        description: row.description.to_option().map(Markup::Html),
        posted_at: row.published_on.get().or(row.created_at.get()).and_then(Timestamp::parse_lenient),
        ..Draft::default()
    }
}

/// The places of one row. Of a location that the employer hides only the country is told, as on its own page.
fn places(row: &Row) -> Vec<String> {
    let shown: Vec<String> = row
        .locations
        .iter()
        .filter_map(|at| {
            if at.hidden.is_set() { at.country.to_option() } else { text::place([at.city.get(), at.region.get(), at.country.get()]) }
        })
        .collect();
    if !shown.is_empty() {
        return shown;
    }
    text::place([row.city.get(), row.state.get(), row.country.get()]).into_iter().collect()
}

#[cfg(test)]
mod tests;
