//! Hacker News, "Who is hiring?": each top-level comment of the monthly thread is an advert.
//!
//! Read live through Algolia: the newest thread is found first, then fetched as a
//! whole tree. Answers of the Firebase interface (a comment, a thread, comments
//! collected in a list) are understood too. The board slug is a thread's number, or empty for the newest.

mod advert;
mod parts;
mod wire;

use std::sync::LazyLock;

use domain::html;
use domain::posting::{Draft, Markup};
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark};
use crate::families::json::{self, Document};
use crate::families::text;
use advert::NoAdvert;
use wire::Item;

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| {
    Descriptor {
    slug: "hackernews".into(),
    name: "Hacker News: Who is hiring?".into(),
    kind: SourceKind::Thread,
    url: "https://news.ycombinator.com/submitted?id=whoishiring".into(),
    terms: "Public interfaces without a key. Comments belong to their authors: each links back to its comment, and addresses of persons are not republished.".into(),
    access: Access::Offered,
    attribution: Some("Source: Hacker News (https://news.ycombinator.com)".into()),
    pace_seconds: 2,
    cadence_seconds: 3 * 3600,
    delay_seconds: 0,
}
});

const NEWEST_THREADS: &str = "https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring&hitsPerPage=10";

/// The connector.
pub struct HackerNews;

impl Connector for HackerNews {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        match board.slug.as_str() {
            "" => PageRequest::json(NEWEST_THREADS),
            thread => tree(thread),
        }
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        let list = document.items().or_else(|| ["hits", "jobs"].iter().find_map(|field| document.items_in(field)));
        if let Some(items) = list {
            json::each(&items, &mut parsed, |parsed, item| take_hit(item, page, parsed));
        } else if let Some(children) = document.items_in("children") {
            // One level of the tree: what answers a comment is no advert.
            json::each(&children, &mut parsed, |parsed, item| take(item, page, parsed));
            parsed.complete_if(!children.is_cut);
        } else {
            let item: Item = json::read(document.text()).map_err(|detail| ParseError::Format { expected: "JSON", detail })?;
            single(item, page, &mut parsed)?;
        }
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let id = text::segment_after(url, "/api/v1/items/").or_else(|| text::parameter(url, "id").map(str::to_owned))?;
        id.bytes().all(|b| b.is_ascii_digit()).then_some(id)
    }
}

fn tree(thread: &str) -> PageRequest {
    PageRequest::json(format!("https://hn.algolia.com/api/v1/items/{}", text::segment(thread)))
}

fn firebase(id: &str) -> PageRequest {
    PageRequest::json(format!("https://hacker-news.firebaseio.com/v0/item/{}.json", text::segment(id)))
}

/// A hit is a comment, or a thread among the newest: then the newest of the right name is asked for next.
fn take_hit(item: Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    if item.title.get().is_none() || item.kind.get() == Some("job") {
        return take(item, page, parsed);
    }
    if parsed.next.is_none() && item.title.or_empty().to_lowercase().contains("who is hiring") && !item.id().is_empty() {
        parsed.next = Some(tree(item.id()));
    }
}

/// One Firebase item. A thread names its comments, which are asked for one by one: the numbers still to come travel in the context.
fn single(item: Item, page: &FetchedPage, parsed: &mut ParsedPage) -> Result<(), ParseError> {
    let pending: Vec<String> = match item.kind.get() {
        Some("story") => item.kids.iter().filter_map(|kid| kid.whole()).map(|kid| kid.to_string()).collect(),
        _ => page.context.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
    };
    if let Some((first, rest)) = pending.split_first() {
        parsed.next = Some(firebase(first).remembering(rest.join(",")));
    }
    match item.kind.get() {
        Some("story") => {}
        _ if item.id().is_empty() => return Err(ParseError::NoList { missing: "item" }),
        _ => take(item, page, parsed),
    }
    // Comments that were asked for one by one do not tell whether all of them came.
    parsed.complete = false;
    Ok(())
}

fn take(item: Item, page: &FetchedPage, parsed: &mut ParsedPage) {
    // Replies are no adverts, and of a deleted comment nothing is left that could claim to be one.
    if item.is_reply() || item.deleted.is_set() || item.dead.is_set() {
        return;
    }
    let is_story = item.kind.get() == Some("job") || item.source.get() == Some("direct");
    let body = match (item.kind.get(), item.title.get()) {
        (Some("job"), Some(title)) => format!("{}<p>{}", html::escape(title), item.html()),
        _ => item.html().to_owned(),
    };
    // A line break of the author's is one in these texts.
    let plain = html::to_text(&body.replace('\n', "<br>"));
    let advert = match advert::read(&plain, is_story) {
        Ok(advert) => advert,
        Err(NoAdvert::Removed) => return,
        Err(NoAdvert::Rejected(reason, detail)) => return parsed.reject(reason, detail, item.id()),
    };
    let posted_at = item.time.whole().or(item.created_at_i.whole()).and_then(Timestamp::from_epoch_number);
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            external_id: item.id().to_owned(),
            url: format!("https://news.ycombinator.com/item?id={}", text::segment(item.id())),
            apply_url: item.url.to_option(),
            title: advert.title,
            company: advert.company,
            location: advert.location,
            remote_flag: advert.is_remote.then_some(true),
            employment_type: advert.employment,
            salary_text: advert.salary,
            description: Some(Markup::Html(html::from_text(&advert::without_addresses(&plain)))),
            posted_at: posted_at.or_else(|| item.created_at.get().and_then(Timestamp::parse_lenient)),
            ..Draft::default()
        },
        page.fetched_at,
    );
}

#[cfg(test)]
mod tests;
