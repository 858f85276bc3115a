//! Recruitee: `GET {company}.recruitee.com/api/offers/`, the whole board in one answer. A board slug with a
//! dot is the employer's own domain.

mod wire;

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::Offer;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "recruitee".into(),
    name: "Recruitee".into(),
    kind: SourceKind::Ats,
    url: "https://recruitee.com".into(),
    terms: "Public careers site API, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Recruitee;

impl Connector for Recruitee {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://{}/api/offers/", text::host(&board.slug, ".recruitee.com")))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let items = document.items_in("offers").ok_or(ParseError::NoList { missing: "list of offers" })?;
        let mut parsed = ParsedPage::default();
        json::each(&items, &mut parsed, |parsed, offer| take(offer, page, parsed));
        parsed.complete_if(!items.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::label_before(url, ".recruitee.com")
    }
}

fn take(offer: Offer, page: &FetchedPage, parsed: &mut ParsedPage) {
    if let Some(status) = offer.status.get().filter(|status| *status != "published") {
        return parsed.reject(Rejection::NotListed, format!("its status is {status:?}"), offer.id.or_empty());
    }
    let employment_type = parsed.employment("employment_type_code", offer.employment_type_code.get());
    let salary = offer.salary.get().map(|salary| pay::Fields {
        min: salary.min.nonzero(),
        max: salary.max.nonzero(),
        currency: salary.currency.get(),
        period: salary.period.get().and_then(words::period),
        period_word: salary.period.get(),
        ..pay::Fields::default()
    });
    if let Some(fields) = &salary
        && fields.period.is_none()
    {
        parsed.note_unknown("salary.period", fields.period_word.unwrap_or_default());
    }
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: offer.id.or_empty().to_owned(),
            url: offer.careers_url.or_empty().to_owned(),
            apply_url: offer.careers_apply_url.to_option(),
            title: offer.title.or_empty().to_owned(),
            company: offer.company_name.to_option().or_else(|| name_from_slug(&page.board.slug)),
            location: location(&offer),
            remote_flag: offer.remote.get(),
            employment_type: offer.employment_type_code.to_option(),
            salary_text: salary.as_ref().and_then(pay::Fields::words),
            description: description(&offer).map(Markup::Html),
            tags: offer.tags.texts().map(str::to_owned).collect(),
            posted_at: offer.published_at.get().or(offer.created_at.get()).and_then(Timestamp::parse_lenient),
            expires_at: offer.close_at.get().and_then(Timestamp::parse_lenient),
            known: Known {
                work_mode: work_mode(&offer),
                employment_type,
                salary: salary.and_then(|fields| fields.band()),
                ..Known::default()
            },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// Exactly one flag decides. Several offer a choice, and none says nothing.
fn work_mode(offer: &Offer) -> Option<WorkMode> {
    match (offer.remote.is_set(), offer.hybrid.is_set(), offer.on_site.is_set()) {
        (true, false, false) => Some(WorkMode::Remote),
        (false, true, false) => Some(WorkMode::Hybrid),
        (false, false, true) => Some(WorkMode::Onsite),
        _ => None,
    }
}

fn location(offer: &Offer) -> Option<String> {
    let each = offer
        .locations
        .iter()
        .filter_map(|at| text::place([at.city.get(), at.state.get(), at.country.get()]).or_else(|| at.name.to_option()));
    text::places(each)
        .or_else(|| offer.location.to_option())
        .or_else(|| text::place([offer.city.get(), offer.state_name.get(), offer.country.get()]))
}

/// Description and requirements are two separate parts of one text.
fn description(offer: &Offer) -> Option<String> {
    match (offer.description.get(), offer.requirements.get()) {
        (Some(description), Some(requirements)) => Some(format!("{description}<h3>Requirements</h3>{requirements}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests;
