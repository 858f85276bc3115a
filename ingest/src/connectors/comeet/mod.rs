//! Comeet: `GET www.comeet.com/jobs/{slug}/{uid}`, a page that carries the whole board as JSON, without texts; these
//! stand in the pages of the positions. The board is `slug/uid`.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Posting, Rejection};
use domain::source::{Access, Descriptor, SourceKind};

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Items};
use crate::families::{countries, embedded, html, text};
use wire::{Company, Location, Position};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "comeet".into(),
    name: "Comeet".into(),
    kind: SourceKind::Ats,
    url: "https://www.comeet.com".into(),
    terms: "Public pages of an employer's board, made for showing its openings; no key. Asked slowly, each opening once.".into(),
    access: Access::Pages,
    attribution: None,
    pace_seconds: 3,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Comeet;

impl Connector for Comeet {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        let path: Vec<String> = board.slug.split('/').map(text::segment).collect();
        PageRequest::html(format!("https://www.comeet.com/jobs/{}", path.join("/")))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let markup = html::markup(page)?;
        let company = embedded::assigned(&markup, "COMPANY_DATA").and_then(|data| json::read::<Company>(data.text()).ok());
        let company = company.and_then(|company| company.name.to_option());
        let mut parsed = ParsedPage::default();
        if let Some(position) = embedded::assigned(&markup, "POSITION_DATA").filter(|data| !data.is_list()) {
            let single = Items { raw: vec![position.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, position| take(&position, company.as_deref(), page, parsed));
            return Ok(parsed);
        }
        let positions =
            embedded::assigned(&markup, "COMPANY_POSITIONS_DATA").ok_or(ParseError::NoList { missing: "COMPANY_POSITIONS_DATA" })?;
        let items = positions.items().ok_or(ParseError::NoList { missing: "COMPANY_POSITIONS_DATA" })?;
        json::each(&items, &mut parsed, |parsed, position| take(&position, company.as_deref(), page, parsed));
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn detail(&self, _board: &Board, listed: &Posting) -> Option<PageRequest> {
        Some(PageRequest::html(&listed.url))
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let path = url.split_once("comeet.com/jobs/").or_else(|| url.split_once("comeet.co/jobs/"))?.1;
        let mut parts = path.split(['/', '?', '#']).filter(|part| !part.is_empty());
        Some(format!("{}/{}", parts.next()?, parts.next()?))
    }
}

fn take(position: &Position, company: Option<&str>, page: &FetchedPage, parsed: &mut ParsedPage) {
    if position.is_internal.is_set() {
        return parsed.reject(Rejection::NotListed, "it is open to the employer's own people only", position.uid.or_empty());
    }
    let employment_type = parsed.employment("employment_type", position.employment_type.get());
    let work_mode = parsed.work_mode("workplace_type", position.workplace_type.get());
    let location = position.location.get();
    let own_page = position.url_comeet_hosted_page.get();
    let slug = page.board.slug.split('/').next().unwrap_or_default();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: position.uid.or_empty().to_owned(),
            url: own_page.or(position.url_active_page.get()).unwrap_or_default().to_owned(),
            apply_url: position.url_active_page.to_option(),
            title: position.name.or_empty().to_owned(),
            company: position.company_name.get().or(company).map(str::to_owned).or_else(|| name_from_slug(slug)),
            location: location.and_then(in_words),
            remote_flag: location.and_then(|at| at.is_remote.get()),
            employment_type: position.employment_type.to_option(),
            description: description(position).map(Markup::Html),
            known: Known { work_mode, employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// The place's name with its country, where the name leaves it out: `Remote, United States`.
fn in_words(at: &Location) -> Option<String> {
    let country = at.country.get().map(countries::in_words);
    match at.name.get() {
        Some(name) => text::place([Some(name), country.filter(|country| !name.contains(country))]),
        None => text::place([at.city.get(), at.state.get(), country]),
    }
}

fn description(position: &Position) -> Option<String> {
    let within = position.custom_fields.get().map(|fields| &fields.details);
    let parts = within.filter(|parts| !parts.is_empty()).unwrap_or(&position.details);
    let mut out = String::new();
    for part in parts.iter() {
        if let Some(value) = part.value.get() {
            let title = part.name.get().map(|title| format!("<h3>{}</h3>", domain::html::escape(title))).unwrap_or_default();
            out.push_str(&title);
            out.push_str(value);
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests;
