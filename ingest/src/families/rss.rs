//! RSS 2.0 as job boards write it: a flat list of items with text children.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::text;
use crate::connector::{FetchedPage, ParseError};

const EXPECTED: &str = "RSS";

/// Feeds are read up to here; no board publishes more.
const MAX_ITEMS: usize = 20_000;

/// One `<item>`: its children by qualified name, in order.
#[derive(Debug, Clone, Default)]
pub struct Item(Vec<(String, String)>);

impl Item {
    /// The trimmed text of the first child of this name that has one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    }
}

/// A feed's items.
#[derive(Debug, Default)]
pub struct Feed {
    /// Each whole item.
    pub items: Vec<Item>,
    /// Whether the answer ends, or stops being XML, before the feed does.
    pub is_cut: bool,
}

/// Reads a feed. Web pages and other XML are errors; what is whole of a cut feed is given.
pub fn parse(page: &FetchedPage) -> Result<Feed, ParseError> {
    let decoded = text::decode(&page.body, page.content_type.as_deref());
    let decoded = decoded.trim_start();
    if decoded.is_empty() {
        return Err(ParseError::Empty);
    }
    if !decoded.starts_with('<') {
        return Err(ParseError::Format { expected: EXPECTED, detail: "it does not begin with a tag".into() });
    }
    let mut reader = Reader::from_str(decoded);
    reader.config_mut().check_end_names = false;
    let mut feed = Feed { items: Vec::new(), is_cut: true };
    let mut root_seen = false;
    // The open item, and its open child with the number of elements open inside that.
    let mut item: Option<Item> = None;
    let mut child: Option<(String, String)> = None;
    let mut inner = 0usize;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if !root_seen {
                    root_seen = true;
                    if name.eq_ignore_ascii_case("html") {
                        return Err(ParseError::WebPage { expected: EXPECTED });
                    }
                    if name != "rss" {
                        return Err(ParseError::NoList { missing: "rss element" });
                    }
                } else if child.is_some() {
                    inner += 1;
                } else if item.is_some() {
                    child = Some((name, String::new()));
                } else if name == "item" {
                    item = Some(Item::default());
                }
            }
            Event::End(tag) => {
                if inner > 0 {
                    inner -= 1;
                } else if let Some(done) = child.take() {
                    if let Some(item) = &mut item {
                        item.0.push(done);
                    }
                } else if let Some(done) = item.take() {
                    feed.items.push(done);
                    if feed.items.len() >= MAX_ITEMS {
                        break;
                    }
                } else if tag.name().as_ref() == "rss" {
                    feed.is_cut = false;
                    break;
                }
            }
            Event::Text(chunk) => push(&mut child, &chunk),
            Event::CData(chunk) => push(&mut child, &chunk),
            Event::GeneralRef(reference) => push(&mut child, &resolve(&reference)),
            _ => {}
        }
    }
    if root_seen { Ok(feed) } else { Err(ParseError::Format { expected: EXPECTED, detail: "it has no element".into() }) }
}

fn push(child: &mut Option<(String, String)>, text: &str) {
    if let Some((_, value)) = child {
        value.push_str(text);
    }
}

/// A predefined or numeric reference; names that XML does not know (`&nbsp;`) stay for the HTML that they belong to.
fn resolve(name: &str) -> String {
    let numeric = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    if let Some(c) = numeric.and_then(char::from_u32) {
        return c.to_string();
    }
    match name {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        other => format!("&{other};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::Board;
    use domain::time::Timestamp;

    fn feed(body: &str) -> Result<Feed, ParseError> {
        parse(&FetchedPage {
            board: Board::default(),
            url: String::new(),
            status: 200,
            content_type: None,
            body: body.into(),
            fetched_at: Timestamp::MIN,
            context: String::new(),
        })
    }

    #[test]
    fn items_hold_their_children_with_entities_resolved_once() {
        let whole = "<?xml version=\"1.0\"?><rss><channel><title>Jobs</title><item><title>A &amp;amp; B&#x21;</title><x:y/><description><![CDATA[<p>Hi</p>]]></description><skills></skills></item></channel></rss>";
        let parsed = feed(whole).unwrap();
        assert_eq!(parsed.items.len(), 1);
        assert_eq!(parsed.items[0].get("title"), Some("A &amp; B!"));
        assert_eq!(parsed.items[0].get("description"), Some("<p>Hi</p>"));
        assert_eq!(parsed.items[0].get("skills"), None);
        assert!(!parsed.is_cut);
        assert!(feed(&whole[..whole.len() - 30]).unwrap().is_cut);
    }

    #[test]
    fn web_pages_are_no_feeds() {
        assert_eq!(feed("<!DOCTYPE html><html><body>Log in</body></html>").err(), Some(ParseError::WebPage { expected: "RSS" }));
        assert!(matches!(feed("<feed></feed>").err(), Some(ParseError::NoList { .. })));
        assert_eq!(feed("").err(), Some(ParseError::Empty));
    }
}
