//! XML as platforms write lists of jobs: a root, and one element a job with texts somewhere inside.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::text;
use crate::connector::{FetchedPage, ParseError};

/// Lists are read up to here; no board publishes more.
const MAX_ITEMS: usize = 20_000;
/// Elements told apart inside of each other; the text of deeper ones counts as their surroundings'.
const MAX_DEPTH: usize = 4;
/// The longest name of an element that is told apart, in bytes.
const MAX_NAME: usize = 100;
/// Texts kept in all: many small ones take far more memory than they are long.
const MAX_TEXTS: usize = 1_000_000;
/// Texts kept of what stands around the items.
const MAX_ABOUT: usize = 200;

/// What a list looks like.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The format for people, as in "not RSS".
    pub expected: &'static str,
    /// The root element.
    pub root: &'static str,
    /// The element of one job.
    pub item: &'static str,
}

/// One job: the texts of its elements by their path, in order.
#[derive(Debug, Clone, Default)]
pub struct Item(Vec<(String, String)>);

impl Item {
    /// The trimmed text of the first element at this path that has one: `title`, `additionalOffices/office`. It holds the text of the elements inside.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.all(path).next()
    }

    /// The trimmed texts of all elements at this path that have one.
    pub fn all<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a str> {
        self.texts().filter(move |(at, _)| *at == path).map(|(_, text)| text)
    }

    /// Every path with its trimmed text, in the order in which the elements end.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.trim())).filter(|(_, text)| !text.is_empty())
    }
}

/// A list of jobs.
#[derive(Debug, Default)]
pub struct Feed {
    /// What stands around the items: `channel/title`.
    pub about: Item,
    /// Each whole item.
    pub items: Vec<Item>,
    /// Whether the answer ends, or stops being XML, before the list does.
    pub is_cut: bool,
}

/// Reads a list. Web pages and other XML are errors; what is whole of a cut list is given.
pub fn parse(page: &FetchedPage, shape: &Shape) -> Result<Feed, ParseError> {
    let decoded = text::decode(&page.body, page.content_type.as_deref());
    let decoded = decoded.trim_start();
    if decoded.is_empty() {
        return Err(ParseError::Empty);
    }
    if !decoded.starts_with('<') {
        return Err(ParseError::Format { expected: shape.expected, detail: "it does not begin with a tag".into() });
    }
    let mut reader = Reader::from_str(decoded);
    reader.config_mut().check_end_names = false;
    let mut reading = Reading::default();
    let mut root_seen = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) if root_seen => reading.start(tag.name().as_ref(), shape),
            Event::Start(tag) => {
                root_seen = true;
                match tag.name().as_ref() {
                    name if name.eq_ignore_ascii_case("html") => return Err(ParseError::WebPage { expected: shape.expected }),
                    name if name != shape.root => return Err(ParseError::NoList { missing: shape.root }),
                    _ => {}
                }
            }
            // A list without anything in it.
            Event::Empty(tag) if !root_seen && tag.name().as_ref() == shape.root => return Ok(Feed::default()),
            Event::Empty(tag) if root_seen => {
                if let Some(address) = linked(&tag) {
                    reading.start(tag.name().as_ref(), shape);
                    reading.text(&address);
                    reading.end();
                }
            }
            Event::End(_) => match reading.end() {
                Ended::Inside if reading.feed.items.len() < MAX_ITEMS && reading.texts < MAX_TEXTS => {}
                _ => break,
            },
            Event::Text(chunk) => reading.text(&chunk),
            Event::CData(chunk) => reading.text(&chunk),
            Event::GeneralRef(reference) => reading.text(&resolve(&reference)),
            _ => {}
        }
    }
    if root_seen {
        Ok(Feed { is_cut: !reading.has_ended, ..reading.feed })
    } else {
        Err(ParseError::Format { expected: shape.expected, detail: "it has no element".into() })
    }
}

enum Ended {
    Inside,
    Root,
}

/// The elements that are open below the root.
#[derive(Default)]
struct Reading {
    feed: Feed,
    has_ended: bool,
    /// The open item, and how many elements were open around it.
    item: Option<(Item, usize)>,
    /// Open elements other than the item, with their text.
    open: Vec<(String, String)>,
    /// Open elements below those.
    deeper: usize,
    /// Texts kept so far.
    texts: usize,
}

impl Reading {
    fn start(&mut self, name: &str, shape: &Shape) {
        if self.deeper > 0 || self.open.len() - self.around() >= MAX_DEPTH || name.len() > MAX_NAME {
            self.deeper += 1;
        } else if self.item.is_none() && name == shape.item {
            self.item = Some((Item::default(), self.open.len()));
        } else {
            self.open.push((name.to_owned(), String::new()));
        }
    }

    fn around(&self) -> usize {
        self.item.as_ref().map_or(0, |(_, around)| *around)
    }

    fn text(&mut self, chunk: &str) {
        // Between the elements of the list itself stand blanks only.
        if self.open.len() > self.around()
            && let Some((_, text)) = self.open.last_mut()
        {
            text.push_str(chunk);
        }
    }

    fn end(&mut self) -> Ended {
        let around = self.around();
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if self.open.len() > around
            && let Some((name, text)) = self.open.pop()
        {
            let path = self.open.iter().skip(around).map(|(name, _)| name.as_str()).chain([name.as_str()]).collect::<Vec<_>>().join("/");
            match &mut self.item {
                Some((item, _)) => {
                    if let Some((_, outer)) = self.open.get_mut(around..).and_then(<[_]>::last_mut) {
                        outer.push_str(&text);
                    }
                    if !text.trim().is_empty() {
                        self.texts += 1;
                        item.0.push((path, text));
                    }
                }
                None if self.feed.about.0.len() < MAX_ABOUT => self.feed.about.0.push((path, text)),
                None => {}
            }
        } else if let Some((item, _)) = self.item.take() {
            self.feed.items.push(item);
        } else {
            self.has_ended = true;
            return Ended::Root;
        }
        Ended::Inside
    }
}

/// Where Atom's links to the page itself lead (RFC 4287, section 4.2.7): their address stands in an attribute.
fn linked(tag: &BytesStart<'_>) -> Option<String> {
    if tag.name().as_ref() != "link" {
        return None;
    }
    let attribute = |name| Some(tag.try_get_attribute(name).ok()??.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned());
    let is_page = attribute("rel").is_none_or(|rel| rel == "alternate");
    attribute("href").filter(|_| is_page)
}

/// A predefined or numeric reference; names that XML does not know (`&nbsp;`) stay for the HTML that they belong
/// to, and so do entities that the document declares: they are never expanded.
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

    const JOBS: Shape = Shape { expected: "XML", root: "jobs", item: "job" };

    fn feed(body: &str) -> Result<Feed, ParseError> {
        parse(
            &FetchedPage {
                board: Board::default(),
                url: String::new(),
                status: 200,
                content_type: None,
                body: body.into(),
                fetched_at: Timestamp::MIN,
                context: String::new(),
            },
            &JOBS,
        )
    }

    #[test]
    fn elements_inside_elements_are_told_apart_by_their_path() {
        let whole = "<jobs><about><name> Acme </name></about><job><at><town>Oslo</town><town> Bergen</town></at><text>A <b>bold</b> word</text></job></jobs>";
        let parsed = feed(whole).unwrap();
        assert_eq!(parsed.about.get("about/name"), Some("Acme"));
        let [job] = parsed.items.as_slice() else { panic!("{parsed:?}") };
        assert_eq!(job.all("at/town").collect::<Vec<_>>(), ["Oslo", "Bergen"]);
        assert_eq!((job.get("text"), job.get("town"), job.get("job")), (Some("A bold word"), None, None));
        assert!(!parsed.is_cut);
        for end in 7..whole.len() {
            let parsed = feed(&whole[..end]).unwrap();
            assert!(parsed.is_cut, "{end}");
            assert!(parsed.items.is_empty() || parsed.items[0].get("text") == Some("A bold word"), "{end}");
        }
    }

    #[test]
    fn declared_entities_are_not_expanded() {
        let bomb = "<!DOCTYPE jobs [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/hosts\">]><jobs><job><title>&b;&f;&amp;</title></job></jobs>";
        assert_eq!(feed(bomb).unwrap().items[0].get("title"), Some("&b;&f;&"));
    }

    #[test]
    fn depth_and_attributes_cost_little() {
        let deep = format!("<jobs><job>{}x{}<title>t</title></job></jobs>", "<a>".repeat(50_000), "</a>".repeat(50_000));
        let parsed = feed(&deep).unwrap();
        assert_eq!(parsed.items[0].get("title"), Some("t"));
        assert!(parsed.items[0].texts().count() <= MAX_DEPTH + 1);
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
        assert_eq!(feed(&format!("<jobs><job{attributes}><title>t</title></job></jobs>")).unwrap().items[0].get("title"), Some("t"));
    }

    #[test]
    fn many_small_elements_and_long_names_end() {
        let small = format!("<jobs>{}</jobs>", format!("<job>{}</job>", "<a>1</a>".repeat(100_000)).repeat(12));
        let parsed = feed(&small).unwrap();
        assert!(parsed.is_cut && parsed.items.len() == 9, "{}", parsed.items.len());
        let name = "n".repeat(100_000);
        let long = format!("<jobs><job><{name}>{}</{name}><title>t</title></job></jobs>", "<a>1</a>".repeat(10_000));
        assert_eq!(feed(&long).unwrap().items[0].texts().collect::<Vec<_>>(), [("title", "t")]);
    }

    #[test]
    fn an_empty_list_is_one() {
        let parsed = feed("<jobs/>").unwrap();
        assert!(parsed.items.is_empty() && !parsed.is_cut);
        assert!(matches!(feed("<urlset></urlset>"), Err(ParseError::NoList { missing: "jobs" })));
    }
}
