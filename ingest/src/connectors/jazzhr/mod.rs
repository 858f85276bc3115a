//! JazzHR: `GET app.jazz.co/feeds/export/jobs/{company}`, XML of the whole board with its texts.

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::text;
use crate::families::xml::{self, Item, Shape};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "jazzhr".into(),
    name: "JazzHR".into(),
    kind: SourceKind::Ats,
    url: "https://www.jazzhr.com".into(),
    terms: "Public feed of an employer's board, made for showing its openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const SHAPE: Shape = Shape { expected: "XML", root: "jobs", item: "job" };

/// The connector.
pub struct JazzHr;

impl Connector for JazzHr {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::xml(format!("https://app.jazz.co/feeds/export/jobs/{}", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let feed = xml::parse(page, &SHAPE)?;
        let mut parsed = ParsedPage::default();
        for item in &feed.items {
            take(item, page, &mut parsed);
        }
        if feed.is_cut {
            parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
        }
        parsed.complete_if(!feed.is_cut);
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        text::segment_after(url, "/feeds/export/jobs/").or_else(|| text::label_before(url, ".applytojob.com"))
    }
}

fn take(item: &Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    let id = item.get("id").unwrap_or_default();
    if let Some(status) = item.get("status").filter(|status| !status.eq_ignore_ascii_case("open")) {
        return parsed.reject(Rejection::NotListed, format!("its status is {status:?}"), id);
    }
    let employment_type = parsed.employment("type", item.get("type"));
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: id.to_owned(),
            url: item.get("url").unwrap_or_default().to_owned(),
            title: item.get("title").unwrap_or_default().to_owned(),
            company: item.get("company").map(str::to_owned).or_else(|| name_from_slug(&page.board.slug)),
            location: text::place([item.get("city"), item.get("state"), item.get("country")]),
            employment_type: item.get("type").map(str::to_owned),
            description: item.get("description").map(|html| Markup::Html(html.to_owned())),
            requisition: item.get("internalcode").map(str::to_owned),
            posted_at: item.get("createdon").and_then(Timestamp::parse_lenient),
            known: Known { employment_type, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::support::{fixture, page};
    use domain::employment::EmploymentType;

    #[test]
    fn a_feed_is_the_whole_board() {
        let parsed = JazzHr.parse(&page("jazzhr", "tinfolk", fixture!("feed.xml"))).unwrap();
        let [smith, counter] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
        assert_eq!((smith.title.as_str(), smith.location.as_deref()), ("Tin & Copper Smith", Some("Blue Ash, OH, United States")));
        assert_eq!((smith.requisition.as_deref(), smith.known.employment_type), (Some("TIN-01"), Some(EmploymentType::FullTime)));
        assert_eq!((smith.description_text.as_str(), smith.posted_at.is_some()), ("Bend tin.", true));
        assert_eq!((counter.location.as_deref(), counter.company.as_ref().map(|c| c.name.as_str())), (Some("OH"), Some("Tinfolk")));
        assert_eq!(parsed.rejected.iter().map(|r| (r.reason, r.item.as_str())).collect::<Vec<_>>(), [(Rejection::NotListed, "c3")]);
        assert!(parsed.complete);
    }

    #[test]
    fn boards_are_found_in_both_hosts() {
        let url = JazzHr.first_page(&Board { source: "jazzhr".into(), slug: "tinfolk".into() }, None).url;
        assert_eq!(JazzHr.board_of(&url).as_deref(), Some("tinfolk"));
        assert_eq!(JazzHr.board_of("https://tinfolk.applytojob.com/apply/a1/smith").as_deref(), Some("tinfolk"));
    }
}
