//! SmartRecruiters: `GET api.smartrecruiters.com/v1/companies/{company}/postings`, pages by offset and limit.
//! Lists have no description; the answer for a single posting has.

mod wire;

use std::sync::LazyLock;

use domain::language::Language;
use domain::place::Country;
use domain::posting::{self, Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::lenient::Number;
use crate::families::{text, words};
use wire::{Location, Posting};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "smartrecruiters".into(),
    name: "SmartRecruiters".into(),
    kind: SourceKind::Ats,
    url: "https://www.smartrecruiters.com".into(),
    terms: "Public posting API, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// Postings a page.
const LIMIT: usize = 100;

/// The connector.
pub struct SmartRecruiters;

impl Connector for SmartRecruiters {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        page_at(board, 0)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let Some(items) = document.items_in("content") else {
            if document.field("name").is_none() || document.field("company").is_none() {
                return Err(ParseError::NoList { missing: "content" });
            }
            let single = json::Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, posting| take(posting, page, parsed));
            return Ok(parsed);
        };
        json::each(&items, &mut parsed, |parsed, posting| take(posting, page, parsed));
        let count = |field| document.read_field::<Number>(field).and_then(Number::whole).and_then(|n| usize::try_from(n).ok());
        let offset = count("offset").unwrap_or(0);
        let total = count("totalFound");
        let reached = offset.saturating_add(items.raw.len());
        if !items.is_cut && !items.raw.is_empty() && total.is_some_and(|total| reached < total) {
            parsed.next = Some(page_at(&page.board, reached));
        }
        // An unknown company answers with an empty list as well, which must not close anything.
        parsed.complete_if(!items.is_cut && total == Some(reached));
        Ok(parsed)
    }

    fn detail(&self, board: &Board, listed: &posting::Posting) -> Option<PageRequest> {
        Some(PageRequest::json(format!("{}/{}", postings_of(board), text::segment(&listed.external_id))))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        ["/v1/companies/", "jobs.smartrecruiters.com/", "careers.smartrecruiters.com/"]
            .iter()
            .find_map(|prefix| text::segment_after(url, prefix))
    }
}

fn page_at(board: &Board, offset: usize) -> PageRequest {
    PageRequest::json(format!("{}?limit={LIMIT}&offset={offset}", postings_of(board)))
}

fn postings_of(board: &Board) -> String {
    format!("https://api.smartrecruiters.com/v1/companies/{}/postings", text::segment(&board.slug))
}

fn take(posting: Posting, page: &FetchedPage, parsed: &mut ParsedPage) {
    if posting.active.get() == Some(false) || posting.visibility.get().is_some_and(|v| v != "PUBLIC") {
        return parsed.reject(Rejection::NotListed, "it is not active or not public", posting.id.or_empty());
    }
    let work_mode = posting.location.get().and_then(work_mode);
    let kind = posting.type_of_employment.get();
    let employment_type =
        kind.and_then(|kind| kind.label.get().and_then(words::employment).or_else(|| parsed.employment("typeOfEmployment", kind.id.get())));
    let company = posting.company.get();
    let company_id = company.and_then(|c| c.identifier.to_option()).unwrap_or_else(|| page.board.slug.clone());
    let board = if page.board.slug.is_empty() { company_id.clone() } else { page.board.slug.clone() };
    let id = posting.id.or_empty();
    let own_page = format!("https://jobs.smartrecruiters.com/{}/{}", text::segment(&company_id), text::segment(id));
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: id.to_owned(),
            url: posting.posting_url.to_option().filter(|url| url.starts_with("http")).unwrap_or(own_page),
            apply_url: posting.apply_url.to_option(),
            title: posting.name.or_empty().to_owned(),
            company: company.and_then(|c| c.name.to_option()).or_else(|| name_from_slug(&company_id)),
            board: Some(board),
            location: posting.location.get().and_then(location),
            remote_flag: posting.location.get().and_then(|at| at.remote.get()),
            employment_type: kind.and_then(|kind| kind.label.to_option()),
            description: description(&posting).map(Markup::Html),
            requisition: posting.ref_number.to_option(),
            posted_at: posting.released_date.get().and_then(Timestamp::parse_lenient),
            language: posting.language.get().and_then(|language| Language::parse(language.code.get()?)),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// Both flags false is also what stands when nobody chose, so that it does not say "on site".
fn work_mode(location: &Location) -> Option<WorkMode> {
    match (location.hybrid.is_set(), location.remote.is_set()) {
        (true, _) => Some(WorkMode::Hybrid),
        (false, true) => Some(WorkMode::Remote),
        (false, false) => None,
    }
}

fn location(at: &Location) -> Option<String> {
    let country = at.country.get().map(|code| Country::from_code(&code.to_ascii_uppercase()).map_or(code, |country| country.name()));
    at.full_location.to_option().or_else(|| text::place([at.city.get(), at.region.get(), country]))
}

fn description(posting: &Posting) -> Option<String> {
    let sections = posting.job_ad.get()?.sections.get()?;
    let mut out = String::new();
    for section in [&sections.company_description, &sections.job_description, &sections.qualifications, &sections.additional_information] {
        if let Some(section) = section.get() {
            text::add_section(&mut out, section.title.get(), section.text.get());
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
