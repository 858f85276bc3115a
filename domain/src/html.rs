//! Descriptions: HTML from strangers, made safe to show, and its plain form.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::text;

/// The longest HTML looked at, in bytes; what stands behind is cut.
const MAX_HTML: usize = 400_000;

/// Deeper nesting makes tree building quadratic, and is never meant for readers.
const MAX_NESTING: usize = 200;

/// More attributes on one tag make the parser's search for repeated ones quadratic.
const MAX_ATTRIBUTES: usize = 100;

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .tags(HashSet::from([
            "a",
            "b",
            "blockquote",
            "br",
            "code",
            "dd",
            "dl",
            "dt",
            "em",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

/// Keeps the allowed tags, without styles, scripts, images or foreign attributes.
/// Markup nested deeper than any posting needs, or with more attributes, is reduced to its text.
pub fn sanitise(raw: &str) -> String {
    let raw = cut(raw);
    if is_costly(raw) {
        return from_text(&to_text(raw));
    }
    CLEANER.clean(&without_controls(raw)).to_string()
}

/// The plain form: one line a block, `- ` before list items, entities resolved;
/// scripts, styles and what is styled out of sight left out.
pub fn to_text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut skipped: Option<Skipped> = None;
    let raw = cut(raw);
    for token in Tokenizer::new_with_emitter(raw, DefaultEmitter::default()).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                if skipped.as_mut().is_some_and(|skipped| skipped.goes_on_after_start(name)) {
                    continue;
                }
                skipped = (!tag.self_closing && !is_void(name) && is_unseen(&tag)).then(|| Skipped { name: name.to_vec(), depth: 1 });
                match name {
                    _ if skipped.is_some() => {}
                    b"li" => out.push_str("\n- "),
                    b"br" => out.push('\n'),
                    b"td" | b"th" => out.push(' '),
                    name if is_block(name) => out.push_str("\n\n"),
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if skipped.as_mut().is_some_and(|skipped| !skipped.goes_on_after_end(name)) {
                    skipped = None;
                }
                if is_block(name) {
                    out.push_str("\n\n");
                }
            }
            Token::String(chars) if skipped.is_none() => {
                // In HTML a line break is white space like any other.
                out.extend(String::from_utf8_lossy(&chars).chars().map(|c| if c == '\n' { ' ' } else { c }));
            }
            _ => {}
        }
    }
    text::body(&out)
}

/// An element that no reader sees, up to its end.
struct Skipped {
    name: Vec<u8>,
    /// Elements of this name that are open.
    depth: usize,
}

impl Skipped {
    /// Whether it goes on behind a start tag. A new paragraph or item ends one that has no end tag.
    fn goes_on_after_start(&mut self, name: &[u8]) -> bool {
        let same = self.name == name;
        self.depth += usize::from(same);
        !(same && matches!(name, b"p" | b"li"))
    }

    /// Whether it goes on behind an end tag.
    fn goes_on_after_end(&mut self, name: &[u8]) -> bool {
        self.depth -= usize::from(self.name == name);
        self.depth > 0
    }
}

/// Whether an element's text is not meant for readers: programs, styles, and what is styled out of sight.
fn is_unseen(tag: &StartTag<()>) -> bool {
    let style = || {
        let style = tag.attributes.get(b"style".as_slice())?;
        Some(String::from_utf8_lossy(style).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase())
    };
    let out_of_sight = |style: String| {
        style.split(';').any(|rule| matches!(rule, "display:none" | "visibility:hidden" | "opacity:0" | "font-size:0" | "font-size:0px"))
    };
    matches!(tag.name.as_slice(), b"script" | b"style" | b"noscript" | b"template")
        || tag.attributes.contains_key(b"hidden".as_slice())
        || style().is_some_and(out_of_sight)
}

/// Elements that have no end.
fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"br" | b"hr" | b"img" | b"input" | b"meta" | b"link" | b"wbr" | b"source" | b"col" | b"area" | b"base" | b"embed" | b"track"
    )
}

/// Plain text as simple HTML: a paragraph a block, line breaks kept.
pub fn from_text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + 64);
    for block in plain.split("\n\n").filter(|block| !block.trim().is_empty()) {
        out.push_str("<p>");
        for (n, line) in block.lines().enumerate() {
            if n > 0 {
                out.push_str("<br>");
            }
            push_escaped(&mut out, line);
        }
        out.push_str("</p>");
    }
    out
}

/// Plain text as it stands in HTML, between tags or in an attribute.
pub fn escape(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    push_escaped(&mut out, plain);
    out
}

fn push_escaped(out: &mut String, plain: &str) {
    let mut rest = plain;
    while let Some((text, after, entity)) = rest.bytes().zip(0..).find_map(|(byte, at)| {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => return None,
        };
        Some((rest.get(..at)?, rest.get(at + 1..)?, entity))
    }) {
        out.push_str(text);
        out.push_str(entity);
        rest = after;
    }
    out.push_str(rest);
}

/// Resolves one level of entities, for sources that escape their HTML once more.
pub fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    // Tags are passed through as text: only entities may change.
    let guarded = raw.replace('<', "&lt;");
    for token in Tokenizer::new_with_emitter(guarded.as_str(), DefaultEmitter::default()).flatten() {
        if let Token::String(chars) = token {
            out.push_str(&String::from_utf8_lossy(&chars));
        }
    }
    out
}

/// Whether building the tree would take long: too many tags open at once, were every end tag to close one, or too many attributes.
fn is_costly(raw: &str) -> bool {
    let mut depth = 0usize;
    // Elements that need no end tag, or that the parser closes by itself.
    let counts = |name: &[u8]| !matches!(name, b"br" | b"hr" | b"img" | b"input" | b"meta" | b"link" | b"li" | b"p" | b"td" | b"tr");
    // A tag that the text breaks off in is built like any other, so it is ended here, in or outside of quotation marks.
    let ended = format!("{raw}>\">'>");
    Tokenizer::new_with_emitter(&ended, DefaultEmitter::default()).flatten().any(|token| match token {
        Token::StartTag(tag) => {
            depth += usize::from(!tag.self_closing && counts(&tag.name));
            depth > MAX_NESTING || tag.attributes.len() > MAX_ATTRIBUTES
        }
        Token::EndTag(tag) => {
            depth = depth.saturating_sub(usize::from(counts(&tag.name)));
            false
        }
        _ => false,
    })
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"ul"
            | b"ol"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"table"
            | b"tr"
            | b"blockquote"
            | b"pre"
            | b"hr"
            | b"dl"
            | b"dt"
            | b"dd"
    )
}

fn cut(raw: &str) -> &str {
    let mut end = raw.len().min(MAX_HTML);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    raw.get(..end).unwrap_or("")
}

fn without_controls(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_keeps_blocks_and_drops_scripts() {
        let raw = "<h2>Duties</h2><ul><li>Build&nbsp;APIs</li><li>Run &amp; own them</li></ul><script>evil()</script><p>Pay:\n $1</p>";
        assert_eq!(to_text(raw), "Duties\n\n- Build APIs\n- Run & own them\n\nPay: $1");
    }

    #[test]
    fn hostile_markup_is_disarmed() {
        let clean = sanitise("<a href=\"javascript:x\" onclick=y>a</a><img src=x onerror=z><svg><script>1</script></svg><p style=x>ok</p>");
        assert!(!clean.contains("javascript") && !clean.contains("on") || clean.contains("noopener"), "{clean}");
        assert!(!clean.contains("<script") && !clean.contains("onerror") && !clean.contains("style"), "{clean}");
    }

    #[test]
    fn one_level_of_entities_is_resolved() {
        assert_eq!(unescape("&lt;p&gt;A &amp;amp; B&lt;/p&gt;"), "<p>A &amp; B</p>");
        assert_eq!(unescape("a < b &quot;c&quot;"), "a < b \"c\"");
    }

    #[test]
    fn deep_nesting_is_survived() {
        let deep = "<div>".repeat(50_000);
        assert_eq!(to_text(&deep), "");
        let _ = sanitise(&deep);
    }

    #[test]
    fn a_tag_with_very_many_attributes_is_reduced_to_text() {
        let attributes: String = (0..50_000).map(|n| format!(" a{n}")).collect();
        assert_eq!(sanitise(&format!("<p{attributes}>Hello</p>")), "<p>Hello</p>");
        // A tag that is never ended, or that is cut with the text, costs the parser as much.
        for start in ["<p", "<p x=\">\"", "<p x='>'"] {
            for end in ["", " y=\"", " y='", &" longer".repeat(20_000)] {
                assert_eq!(sanitise(&format!("Hello{start}{attributes}{end}")), "<p>Hello</p>");
            }
        }
        assert_eq!(sanitise("<p class=a id=b>Hello <b>you</b></p>"), "<p>Hello <b>you</b></p>");
    }

    proptest! {
        #[test]
        fn anything_can_be_read(raw in any::<String>()) {
            let plain = to_text(&raw);
            prop_assert!(plain.chars().all(|c| c == '\n' || !c.is_control()));
            let shown = sanitise(&raw);
            prop_assert!(!shown.to_lowercase().contains("<script"));
            prop_assert_eq!(to_text(&from_text(&plain)), plain);
        }
    }
}
