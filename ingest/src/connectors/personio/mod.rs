//! Personio: `GET {company}.jobs.personio.de/xml?language=en`, the whole board in one answer. A board slug with a dot is a host of its own,
//! such as `acme.jobs.personio.com`.

use std::sync::LazyLock;

use domain::employment::EmploymentType;
use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::xml::{self, Item, Shape};
use crate::families::{pay, text, words};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "personio".into(),
    name: "Personio".into(),
    kind: SourceKind::Ats,
    url: "https://www.personio.com".into(),
    terms: "Public XML feed, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

const DOMAIN: &str = ".jobs.personio.de";
const SHAPE: Shape = Shape { expected: "XML", root: "workzag-jobs", item: "position" };

/// The connector.
pub struct Personio;

impl Connector for Personio {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::xml(format!("https://{}/xml?language=en", text::host(&board.slug, DOMAIN)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let feed = xml::parse(page, &SHAPE)?;
        let mut parsed = ParsedPage::default();
        for position in &feed.items {
            take(position, page, &mut parsed);
        }
        if feed.is_cut {
            parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
        }
        parsed.complete_if(!feed.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let at_com = || text::label_before(url, ".jobs.personio.com").map(|label| format!("{label}.jobs.personio.com"));
        text::label_before(url, DOMAIN).or_else(at_com)
    }
}

fn take(position: &Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    let id = position.get("id").unwrap_or_default();
    let host = text::host(&page.board.slug, DOMAIN);
    let employer = page.board.slug.split('.').next().unwrap_or_default();
    let salary = pay::Fields {
        min: position.get("salaryInformation/min").and_then(pay::amount),
        max: position.get("salaryInformation/max").and_then(pay::amount),
        currency: position.get("salaryInformation/currencyCode"),
        period: position.get("salaryInformation/type").and_then(words::period),
        period_word: position.get("salaryInformation/type"),
        ..pay::Fields::default()
    };
    let employment_type = employment(position, parsed);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: format!("https://{host}/job/{}", text::segment(id)),
            title: position.get("name").unwrap_or_default().to_owned(),
            company: position.get("subcompany").map(str::to_owned).or_else(|| name_from_slug(employer)),
            location: text::places(position.get("office").into_iter().chain(position.all("additionalOffices/office")).map(str::to_owned)),
            employment_type: text::place([position.get("employmentType"), position.get("schedule")]),
            salary_text: salary.words(),
            description: description(position).map(Markup::Html),
            tags: position.get("keywords").unwrap_or_default().split(',').map(str::to_owned).collect(),
            posted_at: position.get("createdAt").and_then(Timestamp::parse_lenient),
            known: Known { employment_type, salary: salary.band(), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// Employees are told apart by their hours; `full-or-part-time` leaves it open.
fn employment(position: &Item, parsed: &mut ParsedPage) -> Option<EmploymentType> {
    match parsed.employment("employmentType", position.get("employmentType"))? {
        EmploymentType::FullTime => position.get("schedule").and_then(words::employment),
        other => Some(other),
    }
}

/// The sections, each with its heading.
fn description(position: &Item) -> Option<String> {
    let mut out = String::new();
    let mut heading = None;
    for (path, text) in position.texts() {
        match path {
            "jobDescriptions/jobDescription/name" => heading = Some(text),
            "jobDescriptions/jobDescription/value" => text::add_section(&mut out, heading.take(), Some(text)),
            // A section that has ended keeps its heading to itself.
            "jobDescriptions/jobDescription" => heading = None,
            _ => {}
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
