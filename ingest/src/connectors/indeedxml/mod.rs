//! XML in the form that Indeed asks of employers and job boards: `<source><job>…`, the whole list in one answer. The
//! board is the feed's address.

use std::sync::LazyLock;

use domain::posting::{Draft, Known, Markup, Rejection};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::xml::{self, Item, Shape};
use crate::families::{countries, text};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "indeedxml".into(),
    name: "XML feeds for Indeed".into(),
    kind: SourceKind::Feed,
    url: "https://docs.indeed.com".into(),
    terms: "XML that employers publish for job search engines; the terms are those of whoever offers the feed.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 5,
    cadence_seconds: 12 * 3600,
    delay_seconds: 0,
});

const SHAPE: Shape = Shape { expected: "XML", root: "source", item: "job" };

/// The connector.
pub struct IndeedXml;

impl Connector for IndeedXml {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::xml(&board.slug)
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let feed = xml::parse(page, &SHAPE)?;
        let mut parsed = ParsedPage::default();
        for item in &feed.items {
            take(item, feed.about.get("publisher"), page, &mut parsed);
        }
        if feed.is_cut {
            parsed.reject(Rejection::Malformed, "the answer ends within this item", format!("#{}", feed.items.len()));
        }
        parsed.complete_if(!feed.is_cut);
        Ok(parsed)
    }
}

fn take(item: &Item, publisher: Option<&str>, page: &FetchedPage, parsed: &mut ParsedPage) {
    let employment_type = parsed.employment("jobtype", item.get("jobtype"));
    let work_mode = parsed.work_mode("remotetype", item.get("remotetype"));
    let url = item.get("url").unwrap_or_default();
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(page.board.slug.clone()),
            external_id: item.get("referencenumber").or(item.get("requisitionid")).unwrap_or(url).to_owned(),
            url: url.to_owned(),
            title: item.get("title").unwrap_or_default().to_owned(),
            company: item.get("company").or(item.get("sourcename")).or(publisher).map(str::to_owned),
            location: text::place([item.get("city"), item.get("state"), item.get("country").map(countries::in_words)]),
            employment_type: item.get("jobtype").map(str::to_owned),
            salary_text: item.get("salary").map(str::to_owned),
            description: item.get("description").map(|html| Markup::Html(html.to_owned())),
            tags: item.get("category").unwrap_or_default().split(',').map(|tag| tag.trim().to_owned()).collect(),
            requisition: item.get("requisitionid").map(str::to_owned),
            posted_at: item.get("date").and_then(Timestamp::parse_lenient),
            expires_at: item.get("expirationdate").and_then(Timestamp::parse_lenient),
            known: Known { work_mode, employment_type, ..Known::default() },
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
    use domain::work_mode::WorkMode;

    #[test]
    fn a_feed_is_the_whole_list() {
        let feed = "https://acme.example/indeed.xml";
        let parsed = IndeedXml.parse(&page("indeedxml", feed, fixture!("feed.xml"))).unwrap();
        let [nurse, clerk] = parsed.postings.as_slice() else { panic!("{:?}", parsed.rejected) };
        assert_eq!((nurse.external_id.as_str(), nurse.location.as_deref()), ("N-1", Some("Phoenix, AZ, United States")));
        assert_eq!((nurse.known.work_mode, nurse.known.employment_type), (Some(WorkMode::Hybrid), Some(EmploymentType::PartTime)));
        assert_eq!((nurse.salary_text.as_deref(), nurse.description_text.as_str()), (Some("$35 - $40 per hour"), "Care & comfort."));
        assert_eq!(nurse.posted_at.map(|at| at.date().to_string()).as_deref(), Some("2026-08-07"));
        assert_eq!(
            (clerk.external_id.as_str(), clerk.company.as_ref().map(|c| c.name.as_str())),
            ("https://acme.example/2", Some("Acme Boards"))
        );
        assert_eq!(parsed.rejected[0].reason, Rejection::Expired);
        assert!(parsed.complete);
    }
}
