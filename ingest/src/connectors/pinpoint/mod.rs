//! Pinpoint: `GET {company}.pinpointhq.com/postings.json`, the whole board in one answer. It tells no publication dates.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::Posting;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "pinpoint".into(),
    name: "Pinpoint".into(),
    kind: SourceKind::Ats,
    url: "https://www.pinpointhq.com".into(),
    terms: "Public job feed, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

const DOMAIN: &str = ".pinpointhq.com";

/// The connector.
pub struct Pinpoint;

impl Connector for Pinpoint {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://{}/postings.json", text::host(&board.slug, DOMAIN)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("data").ok_or(ParseError::NoList { missing: "list of postings" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, posting| take(posting, page, parsed));
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, DOMAIN)
    }
}

fn take(posting: Posting, page: &FetchedPage, parsed: &mut ParsedPage) {
    let employment_type = parsed.employment("employment_type", posting.employment_type.get());
    let work_mode = parsed.work_mode("workplace_type", posting.workplace_type.get());
    // Pay that is not to be seen is kept out, words and all.
    let shows_pay = posting.compensation_visible.get() != Some(false);
    let salary = shows_pay.then(|| pay::Fields {
        min: posting.compensation_minimum.nonzero(),
        max: posting.compensation_maximum.nonzero(),
        currency: posting.compensation_currency.get(),
        period: posting.compensation_frequency.get().and_then(words::period),
        period_word: posting.compensation_frequency.get(),
        ..pay::Fields::default()
    });
    let salary_text = posting.compensation.to_option().filter(|_| shows_pay).or_else(|| salary.as_ref().and_then(pay::Fields::words));
    // The address names the employer even where the board is one of several.
    let company = text::label_before(posting.url.or_empty(), DOMAIN).unwrap_or_else(|| page.board.slug.clone());
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: posting.id.or_empty().to_owned(),
            url: posting.url.or_empty().to_owned(),
            title: posting.title.or_empty().to_owned(),
            company: name_from_slug(&company),
            location: posting.location.get().and_then(|at| text::place([at.name.get(), at.city.get(), at.province.get()])),
            employment_type: posting.employment_type_text.to_option().or_else(|| posting.employment_type.to_option()),
            salary_text,
            description: description(&posting).map(Markup::Html),
            requisition: posting.job.get().and_then(|job| job.requisition_id.to_option()),
            expires_at: posting.deadline_at.get().and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, salary: salary.and_then(|fields| fields.band()), ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// The parts with their headings.
fn description(posting: &Posting) -> Option<String> {
    let mut out = posting.description.or_empty().to_owned();
    for (heading, part) in [
        (&posting.key_responsibilities_header, &posting.key_responsibilities),
        (&posting.skills_knowledge_expertise_header, &posting.skills_knowledge_expertise),
        (&posting.benefits_header, &posting.benefits),
    ] {
        text::add_section(&mut out, heading.get(), part.get());
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
