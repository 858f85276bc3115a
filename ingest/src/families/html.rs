//! Web pages as a flat list of elements that know what they enclose: enough to find things in strangers' pages,
//! in time linear in their length, however deep they nest.

use std::collections::HashMap;
use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::text;
use crate::connector::{FetchedPage, ParseError};

const EXPECTED: &str = "a web page";

/// Elements looked at in one page; no list of jobs needs more.
const MAX_ELEMENTS: usize = 200_000;

/// Attributes of one tag that are read.
const MAX_ATTRIBUTES: usize = 1_000;

/// The most markup looked at for a line of text, in bytes.
const MAX_LINE: usize = 5_000;

/// Elements without content (HTML, section 13.1.2).
const VOID: [&[u8]; 13] =
    [b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"source", b"track", b"wbr"];

/// The markup of an answer. Empty answers, and those that don't begin with a tag, are errors.
pub fn markup(page: &FetchedPage) -> Result<String, ParseError> {
    let decoded = text::decode(&page.body, page.content_type.as_deref());
    match decoded.trim_start().chars().next() {
        None => Err(ParseError::Empty),
        Some('<') => Ok(with_few_attributes(decoded.into_owned())),
        Some(_) => Err(ParseError::Format { expected: EXPECTED, detail: "it does not begin with a tag".into() }),
    }
}

/// The same markup, in which tags with more attributes than any page has use for end before the others: each would cost many times its
/// bytes. What scripts and styles hold is left as it is.
fn with_few_attributes(markup: String) -> String {
    let bytes = markup.as_bytes();
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(begins) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'<')).map(|n| at + n) {
        let (mut quote, mut spaces, mut cut) = (None, 0, None);
        let mut ends = begins + 1;
        // A tag begins with a letter; whatever else stands behind `<` is passed over.
        while let Some(byte) = bytes.get(ends).filter(|_| bytes.get(begins + 1).is_some_and(u8::is_ascii_alphabetic)) {
            match (quote, byte) {
                (None, b'>') => break,
                (None, b'"' | b'\'') if bytes.get(ends - 1) == Some(&b'=') => quote = Some(*byte),
                (Some(open), byte) if open == *byte => quote = None,
                (None, byte) if byte.is_ascii_whitespace() => {
                    spaces += 1;
                    if spaces == MAX_ATTRIBUTES {
                        cut = Some(ends);
                    }
                }
                _ => {}
            }
            ends += 1;
        }
        cuts.extend(cut.map(|from| from..ends));
        at = ends;
        for (name, end) in [("<script", "</script"), ("<style", "</style")] {
            if bytes.get(begins..begins + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
                at = markup.get(ends..).and_then(|rest| rest.find(end)).map_or(bytes.len(), |n| ends + n);
            }
        }
    }
    let mut kept = String::with_capacity(markup.len());
    let mut from = 0;
    for cut in &cuts {
        kept.push_str(markup.get(from..cut.start).unwrap_or_default());
        from = cut.end;
    }
    if cuts.is_empty() { markup } else { kept + markup.get(from..).unwrap_or_default() }
}

/// A page.
pub struct Page<'a> {
    source: &'a str,
    nodes: Vec<Node>,
    is_whole: bool,
}

struct Node {
    name: String,
    attributes: Box<[(Box<str>, Box<str>)]>,
    /// The bytes between its tags.
    inner: Range<usize>,
    /// The index behind its last descendant.
    end: usize,
    /// Whether the page goes on behind it.
    is_whole: bool,
}

/// An element of a page.
#[derive(Clone, Copy)]
pub struct Element<'p> {
    page: &'p Page<'p>,
    node: &'p Node,
    index: usize,
}

impl<'a> Page<'a> {
    /// Reads markup. An element that is never closed ends with the one around it.
    pub fn of(source: &'a str) -> Page<'a> {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut page = Page { source, nodes: Vec::new(), is_whole: false };
        let mut open: Vec<usize> = Vec::new();
        // How many elements of a name are open: an end tag of any other name ends nothing.
        let mut names: HashMap<Vec<u8>, usize> = HashMap::new();
        for token in Tokenizer::new_with_emitter(source, emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    if page.nodes.len() == MAX_ELEMENTS {
                        break;
                    }
                    let at = tag.span.end;
                    if !VOID.contains(&tag.name.as_slice()) {
                        open.push(page.nodes.len());
                        *names.entry(tag.name.to_vec()).or_default() += 1;
                    }
                    page.nodes.push(Node {
                        name: String::from_utf8_lossy(&tag.name).into_owned(),
                        attributes: tag.attributes.iter().map(|(name, value)| (plain(name), plain(value))).collect(),
                        inner: at..at,
                        end: page.nodes.len() + 1,
                        is_whole: VOID.contains(&tag.name.as_slice()),
                    });
                }
                Token::EndTag(tag) => {
                    page.is_whole |= tag.name.as_slice() == b"html";
                    if names.get(tag.name.as_slice()).is_none_or(|count| *count == 0) {
                        continue;
                    }
                    while let Some(index) = open.pop() {
                        let name = page.close(index, tag.span.start, true);
                        if let Some(count) = names.get_mut(&name) {
                            *count = count.saturating_sub(1);
                        }
                        if name == tag.name.as_slice() {
                            break;
                        }
                    }
                }
                _ => {}
            }
        }
        for index in open {
            page.close(index, source.len(), false);
        }
        page
    }

    /// Ends an element before the byte `at` and gives its name.
    fn close(&mut self, index: usize, at: usize, is_whole: bool) -> Vec<u8> {
        let behind = self.nodes.len();
        let Some(node) = self.nodes.get_mut(index) else { return Vec::new() };
        node.inner.end = at.max(node.inner.start);
        node.end = behind;
        node.is_whole = is_whole;
        node.name.clone().into_bytes()
    }

    /// Whether the page has its own end tag: without it, it may have been cut.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Every element in the order of the page.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        self.nodes.iter().enumerate().map(|(index, node)| Element { page: self, node, index })
    }

    /// The elements that `is_one` knows and that stand in no other such one, so that looking into each of them looks at nothing twice.
    pub fn outermost(&self, is_one: impl Fn(Element<'_>) -> bool) -> impl Iterator<Item = Element<'_>> {
        let mut behind = 0;
        self.elements().filter(move |element| {
            let is_found = element.index >= behind && is_one(*element);
            if is_found {
                behind = element.node.end;
            }
            is_found
        })
    }

    /// The number of the page after this one, if a link leads there: `parameter` counts pages from 0, and is not in the
    /// first page's address.
    pub fn following(&self, page_url: &str, parameter: &str) -> Option<u32> {
        let number = text::parameter(page_url, parameter).and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
        let following = number.saturating_add(1);
        let wanted = following.to_string();
        let mut links = self.elements().filter_map(|link| link.attribute("href"));
        links.any(|href| text::parameter(href, parameter) == Some(&wanted)).then_some(following)
    }

    /// The elements that have this class and stand in no other one that has it.
    pub fn with_class(&self, class: &str) -> impl Iterator<Item = Element<'_>> {
        self.outermost(move |element| element.has_class(class))
    }
}

impl<'p> Element<'p> {
    /// The name in lower case.
    pub fn name(self) -> &'p str {
        &self.node.name
    }

    /// The trimmed value of an attribute, entities resolved; `None` where it is absent.
    pub fn attribute(self, name: &str) -> Option<&'p str> {
        self.node.attributes.iter().find(|(known, _)| **known == *name).map(|(_, value)| value.trim())
    }

    /// Whether it has this class.
    pub fn has_class(self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }

    /// The elements inside of it, in the order of the page.
    pub fn inside(self) -> impl Iterator<Item = Element<'p>> {
        let page = self.page;
        let nodes = page.nodes.get(self.index + 1..self.node.end).unwrap_or_default();
        nodes.iter().zip(self.index + 1..).map(move |(node, index)| Element { page, node, index })
    }

    /// The first element inside of it that has this class.
    pub fn first_with_class(self, class: &str) -> Option<Element<'p>> {
        self.inside().find(|element| element.has_class(class))
    }

    /// The first link inside of it that leads somewhere.
    pub fn first_link(self) -> Option<Element<'p>> {
        self.inside().find(|element| element.name() == "a" && element.attribute("href").is_some_and(|href| !href.is_empty()))
    }

    /// The markup between its tags.
    pub fn inner(self) -> &'p str {
        self.page.source.get(self.node.inner.clone()).unwrap_or_default()
    }

    /// Its text in one line; `None` where there is none. What is too long for a line is cut.
    pub fn text(self) -> Option<String> {
        let markup = self.inner();
        let markup = markup.get(..markup.floor_char_boundary(MAX_LINE)).unwrap_or_default();
        domain::text::line(&domain::html::to_text(markup))
    }

    /// Whether the page goes on behind it; one that the page ends in may have been cut.
    pub fn is_whole(self) -> bool {
        self.node.is_whole
    }

    /// How far the element reaches: the index behind its last descendant, in the order of the page.
    pub(super) fn range(self) -> Range<usize> {
        self.index..self.node.end
    }
}

fn plain(bytes: &[u8]) -> Box<str> {
    String::from_utf8_lossy(bytes).into()
}

/// An address that a page links to, relative ones resolved; without its fragment, which names a place in the page only.
pub fn resolve(page_url: &str, href: &str) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    let base = url::Url::parse(page_url).ok();
    let mut url = url::Url::options().base_url(base.as_ref()).parse(href).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_more_attributes_than_any_page_has_use_for_ends_early() {
        let many: String = (0..5_000).map(|n| format!(" a{n}='>x'")).collect();
        let script = format!("<script>let x = '<b {}';</script>", "y ".repeat(3_000));
        let page = with_few_attributes(format!("<!doctype html><p class=a{many}>é</p>{script}<p id=\"a b c\">x"));
        let kept: Vec<_> = Page::of(&page).elements().map(|element| element.name().to_owned()).collect();
        assert_eq!(kept, ["p", "script", "p"]);
        assert!(page.len() < 20_000 && page.contains(&script) && page.contains(">é</p>"));
        let plain = "<p a=1>a < b && c > d</p><p b='".to_owned();
        assert_eq!(with_few_attributes(plain.clone()), plain);
    }

    #[test]
    fn elements_know_what_they_enclose() {
        let source = "<html><ul class='a b'><li><a href=' x?a=1&amp;b=2 '>One &amp; two</a><br><li>Three</ul><p>Four</html>";
        let page = Page::of(source);
        assert!(page.is_whole());
        let list = page.with_class("b").next().unwrap();
        assert_eq!(list.inside().map(Element::name).collect::<Vec<_>>(), ["li", "a", "br", "li"]);
        let link = list.first_link().unwrap();
        assert_eq!((link.attribute("href"), link.text().as_deref()), (Some("x?a=1&b=2"), Some("One & two")));
        assert_eq!(link.inner(), "One &amp; two");
        assert_eq!(
            Page::of("<p class=x><i class=x></i></p><b class=x>").with_class("x").map(Element::name).collect::<Vec<_>>(),
            ["p", "b"]
        );
        assert!(!Page::of(&source[..60]).is_whole());
    }

    #[test]
    fn scripts_are_text() {
        let page = Page::of("<script nonce=1>if (a</b/) { '<p class=x>' } é</script><p class=x>é</p>");
        let elements: Vec<_> = page.elements().collect();
        assert_eq!(elements.iter().map(|element| element.inner()).collect::<Vec<_>>(), ["if (a</b/) { '<p class=x>' } é", "é"]);
    }

    #[test]
    fn depth_and_stray_ends_cost_nothing() {
        let page = format!("{}{}", "<a>".repeat(100_000), "</b></a>".repeat(100_000));
        assert_eq!(Page::of(&page).elements().count(), 100_000);
        assert_eq!(Page::of(&"<p>".repeat(MAX_ELEMENTS + 5)).elements().count(), MAX_ELEMENTS);
    }

    #[test]
    fn addresses_are_resolved() {
        assert_eq!(resolve("https://a.example/jobs/?p=1", "job.php?x=1&#job").as_deref(), Some("https://a.example/jobs/job.php?x=1&"));
        assert_eq!(resolve("no address", "https://b.example/x").as_deref(), Some("https://b.example/x"));
        assert_eq!((resolve("no address", "/x"), resolve("https://a.example/", " ")), (None, None));
        assert_eq!(resolve("https://a.example/", "javascript:alert(1)"), None);
    }
}
