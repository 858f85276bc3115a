//! Breezy: `GET {company}.breezy.hr/json?verbose=true`, the whole board with its texts in one answer.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::text;
use wire::{Location, Position};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "breezy".into(),
    name: "Breezy HR".into(),
    kind: SourceKind::Ats,
    url: "https://breezy.hr".into(),
    terms: "Public JSON of an employer's board, made for showing its openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Breezy;

impl Connector for Breezy {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://{}.breezy.hr/json?verbose=true", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items().ok_or(ParseError::NoList { missing: "list of positions" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, position| take(position, page, parsed));
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, ".breezy.hr")
    }
}

fn take(position: Position, page: &FetchedPage, parsed: &mut ParsedPage) {
    let kind = position.kind.get();
    let employment_type = parsed.employment("type.id", kind.and_then(|kind| kind.id.get()));
    let main = position.location.get();
    let location = text::places(position.locations.iter().filter_map(in_words)).or_else(|| main.and_then(in_words));
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: position.id.or_empty().to_owned(),
            url: position.url.or_empty().to_owned(),
            title: position.name.or_empty().to_owned(),
            company: position.company.get().and_then(|company| company.name.to_option()).or_else(|| name_from_slug(&page.board.slug)),
            location,
            // The flag is false where nobody chose.
            remote_flag: main.and_then(|at| at.is_remote.get()),
            employment_type: kind.and_then(|kind| kind.name.to_option()),
            salary_text: position.salary.to_option(),
            description: position.description.to_option().map(Markup::Html),
            posted_at: position.published_date.get().and_then(Timestamp::parse_lenient),
            known: Known { employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// `Tacoma, Washington, United States`; the shown name where the parts are absent.
fn in_words(at: &Location) -> Option<String> {
    let state = at.state.get().and_then(|state| state.name.get());
    let country = at.country.get().and_then(|country| country.name.get());
    text::place([at.city.get(), state, country]).or_else(|| at.name.to_option())
}

#[cfg(test)]
mod tests;
