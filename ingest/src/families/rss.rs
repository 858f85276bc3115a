//! RSS 2.0 as job boards write it: a list of items with texts.

use super::xml::{self, Shape};
pub use super::xml::{Feed, Item};
use crate::connector::{FetchedPage, ParseError};

const SHAPE: Shape = Shape { expected: "RSS", root: "rss", item: "item" };

/// Reads a feed. Web pages and other XML are errors; what is whole of a cut feed is given. Of the channel itself only its own texts are kept: `channel/title`.
pub fn parse(page: &FetchedPage) -> Result<Feed, ParseError> {
    xml::parse(page, &SHAPE)
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
