//! iCIMS: `GET {host}/jobs/search?in_iframe=1`, pages with a card for each job; the jobs' own pages carry schema.org's
//! JobPosting. The board is the host (`careers-acme.icims.com`), or what stands before `.icims.com`.

use std::sync::LazyLock;

use domain::place::Country;
use domain::posting::{Draft, Known, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::html::{self, Element};
use crate::families::{json_ld, text, words};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "icims".into(),
    name: "iCIMS".into(),
    kind: SourceKind::Ats,
    url: "https://www.icims.com".into(),
    terms: "Public pages of an employer's board; no key. Asked slowly, each job once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// Words before the employer's name in a host.
const PREFIXES: [&str; 6] = ["careers", "jobs", "career", "external", "globalcareers", "uscareers"];

/// Labels and values looked at in one card.
const MAX_FIELDS: usize = 100;

/// The connector.
pub struct Icims;

impl Connector for Icims {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        numbered(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let document = html::Page::of(&markup);
        let mut parsed = ParsedPage::default();
        let cards: Vec<Element<'_>> = document.with_class("iCIMS_JobCardItem").collect();
        if cards.is_empty() {
            let id = text::segment_after(&page.url, "/jobs/").unwrap_or_default();
            json_ld::take_single(&document, &mut parsed, page, |draft| own(draft, &id, &page.url, page))?;
            return Ok(parsed);
        }
        for card in &cards {
            if !card.is_whole() {
                parsed.reject(Rejection::Malformed, "the answer ends within this item", "#last");
                continue;
            }
            let draft = listed(*card, &mut parsed, page);
            parsed.take(draft, page.fetched_at);
        }
        parsed.next = document.following(&page.url, "pr").map(|following| numbered(&page.board, following));
        parsed.complete_if(document.is_whole() && parsed.next.is_none());
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        Some(PageRequest::html(format!("{}?in_iframe=1", listed.url)))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, ".icims.com").map(|label| format!("{label}.icims.com"))
    }
}

fn numbered(board: &Board, page: u32) -> PageRequest {
    PageRequest::html(format!("https://{}/jobs/search?pr={page}&in_iframe=1", text::host(&board.slug, ".icims.com")))
}

fn listed(card: Element<'_>, parsed: &mut ParsedPage, page: &FetchedPage) -> Draft {
    let link = card.inside().find(|link| link.has_class("iCIMS_Anchor")).or_else(|| card.first_link());
    let heading = link.and_then(|link| link.inside().find(|inner| matches!(inner.name(), "h2" | "h3" | "h4")));
    let url = link.and_then(|link| link.attribute("href")).and_then(|href| html::resolve(&page.url, href)).unwrap_or_default();
    let url = url.split('?').next().unwrap_or_default();
    let fields = fields(card);
    let field = |labels: &[&str]| {
        fields.iter().find(|(label, _)| labels.iter().any(|known| label.eq_ignore_ascii_case(known))).map(|(_, value)| value)
    };
    let kind = field(&["Type", "Position Type", "Employment Type", "Job Type"]);
    let employment_type = parsed.employment("Type", kind.map(String::as_str));
    let remote = field(&["Remote"]);
    let draft = Draft {
        title: heading.or(link).and_then(Element::text).unwrap_or_default(),
        location: location(card).map(|places| in_words(&places)),
        remote_flag: remote.and_then(|word| match word.to_ascii_lowercase().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }),
        employment_type: kind.cloned(),
        requisition: field(&["Job ID", "ID", "Requisition ID"]).cloned(),
        known: Known { employment_type, work_mode: remote.and_then(|word| words::work_mode(word)), ..Known::default() },
        ..Draft::default()
    };
    own(draft, &text::segment_after(url, "/jobs/").unwrap_or_default(), url, page)
}

/// The labels of a card with their values.
fn fields(card: Element<'_>) -> Vec<(String, String)> {
    let mut label = None;
    let mut fields = Vec::new();
    for element in card.inside().filter(|element| matches!(element.name(), "dt" | "dd")).take(MAX_FIELDS) {
        match element.name() {
            "dt" => label = element.text(),
            _ => fields.extend(label.take().zip(element.text())),
        }
    }
    fields
}

/// What stands behind the label "Job Locations".
fn location(card: Element<'_>) -> Option<String> {
    let header =
        card.inside().find(|element| element.has_class("header") && element.text().is_some_and(|text| text.contains("Location")))?;
    header.inside().filter(|element| element.name() == "span" && !element.has_class("field-label")).find_map(Element::text)
}

/// `US-WI-Milwaukee | CA` → `Milwaukee, WI, United States | Canada`.
fn in_words(places: &str) -> String {
    let place = |place: &str| {
        let (code, rest) = place.split_once('-').unwrap_or((place, ""));
        let country = Country::from_code(code)?;
        let (region, city) = rest.split_once('-').unwrap_or((rest, ""));
        text::place([Some(city), Some(region), Some(country.name())])
    };
    let each = places.split('|').map(str::trim).map(|words| place(words).unwrap_or_else(|| words.to_owned()));
    text::places(each).unwrap_or_default()
}

/// What the platform's own pages leave to the address.
fn own(draft: Draft, id: &str, url: &str, page: &FetchedPage) -> Draft {
    Draft {
        source: DESCRIPTOR.slug.clone(),
        board: Some(page.board.slug.clone()),
        external_id: id.to_owned(),
        url: url.split('?').next().unwrap_or_default().to_owned(),
        company: draft.company.or_else(|| employer(&page.board)),
        ..draft
    }
}

/// `careers-acme.icims.com` → `Acme`.
fn employer(board: &Board) -> Option<String> {
    let label = board.slug.strip_suffix(".icims.com").unwrap_or(&board.slug);
    match label.split_once('-') {
        Some((prefix, name)) if PREFIXES.contains(&prefix) => name_from_slug(name),
        _ => name_from_slug(label),
    }
}

#[cfg(test)]
mod tests;
