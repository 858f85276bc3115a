//! JSON from strangers: the envelope is scanned, each item is read by itself,
//! so that a bad or cut item never costs the others.

use domain::posting::Rejection;
use serde::de::DeserializeOwned;

use super::text;
use crate::connector::{FetchedPage, ParseError, ParsedPage};

const EXPECTED: &str = "JSON";

/// Items looked at in one list; no board gives more at once.
const MAX_ITEMS: usize = 50_000;
/// The longest value that is read, in bytes. In memory a value takes many times its length.
pub const MAX_VALUE: usize = 4 * 1024 * 1024;

/// An answer as text, known to begin like JSON.
pub struct Document(String);

/// The raw items of a list.
#[derive(Debug, Default)]
pub struct Items<'a> {
    /// Each whole item, as it stands in the answer.
    pub raw: Vec<&'a str>,
    /// Whether the answer ends before the list does, or the list is longer than any.
    pub is_cut: bool,
}

impl Document {
    /// Decodes an answer. Empty answers and web pages are errors.
    pub fn of(page: &FetchedPage) -> Result<Document, ParseError> {
        let text = text::decode(&page.body, page.content_type.as_deref());
        let text = text.trim();
        match text.chars().next() {
            None => Err(ParseError::Empty),
            Some('<') => Err(ParseError::WebPage { expected: EXPECTED }),
            Some('{' | '[') => Ok(Document(text.to_owned())),
            Some(_) => Err(ParseError::Format { expected: EXPECTED, detail: "it begins with neither { nor [".into() }),
        }
    }

    /// The value that a text begins with, cut off where the text is; `None` where it begins with no list and no object.
    pub fn starting(text: &str) -> Option<Document> {
        let end = text.starts_with(['{', '[']).then(|| skip_value(text, 0).unwrap_or(text.len()))?;
        text.get(..end).map(|value| Document(value.to_owned()))
    }

    /// The object or list in a field of the answer.
    pub fn inside(&self, field: &str) -> Option<Document> {
        self.field(field).and_then(Document::starting)
    }

    /// The first object or list of the answer, where that is a list.
    pub fn first(&self) -> Option<Document> {
        Document::starting(self.0.strip_prefix('[')?.trim_start())
    }

    /// Whether the answer is a list.
    pub fn is_list(&self) -> bool {
        self.0.starts_with('[')
    }

    /// The whole answer.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The items of the answer itself, where it is a list.
    pub fn items(&self) -> Option<Items<'_>> {
        self.is_list().then(|| elements(&self.0))
    }

    /// The items of a list in a field of the answer.
    pub fn items_in(&self, field: &str) -> Option<Items<'_>> {
        let value = self.field(field)?;
        value.starts_with('[').then(|| elements(value))
    }

    /// The raw value of a field of the answer, cut off where the answer is.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut at = skip_blank(&self.0, 1);
        if !self.0.starts_with('{') {
            return None;
        }
        loop {
            let key_end = skip_value(&self.0, at)?;
            let key = self.0.get(at..key_end)?;
            let colon = skip_blank(&self.0, key_end);
            if self.0.as_bytes().get(colon) != Some(&b':') {
                return None;
            }
            let start = skip_blank(&self.0, colon + 1);
            let end = skip_value(&self.0, start);
            if serde_json::from_str::<String>(key).is_ok_and(|key| key == name) {
                return self.0.get(start..end.unwrap_or(self.0.len()));
            }
            let comma = skip_blank(&self.0, end?);
            if self.0.as_bytes().get(comma) != Some(&b',') {
                return None;
            }
            at = skip_blank(&self.0, comma + 1);
        }
    }

    /// A field of the answer, read; `None` when it is absent, cut or of another form.
    pub fn read_field<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(self.field(name)?).ok()
    }
}

/// Reads each item of a list and hands it on with its raw text. Items that cannot be read, and the one that a cut answer ends in, are rejected.
pub fn each<T: DeserializeOwned>(items: &Items<'_>, page: &mut ParsedPage, mut take: impl FnMut(&mut ParsedPage, T)) {
    for (n, raw) in items.raw.iter().enumerate() {
        let read = if raw.starts_with('{') { read::<T>(raw) } else { Err("it is no object".to_owned()) };
        match read {
            Ok(item) => take(page, item),
            Err(detail) => page.reject(Rejection::Malformed, detail, format!("#{n}")),
        }
    }
    if items.is_cut {
        page.reject(Rejection::Malformed, "the answer ends within this item, or goes on for too long", format!("#{}", items.raw.len()));
    }
}

/// Reads one raw item. Repeated keys are no error: the last one counts.
pub fn read<T: DeserializeOwned>(raw: &str) -> Result<T, String> {
    if raw.len() > MAX_VALUE {
        return Err("it is larger than any posting".to_owned());
    }
    let value: serde_json::Value = serde_json::from_str(raw).map_err(|e| e.to_string())?;
    serde_json::from_value(value).map_err(|e| e.to_string())
}

/// The whole elements of a list that begins with `[`.
fn elements(list: &str) -> Items<'_> {
    let mut items = Items { raw: Vec::new(), is_cut: true };
    let mut at = skip_blank(list, 1);
    if list.as_bytes().get(at) == Some(&b']') {
        return Items { is_cut: false, ..items };
    }
    while let Some(end) = skip_value(list, at) {
        let after = skip_blank(list, end);
        // A number or word at the very end may have lost its tail; without what follows it is no whole item.
        let Some(next) = list.as_bytes().get(after) else { break };
        if items.raw.len() == MAX_ITEMS {
            break;
        }
        items.raw.extend(list.get(at..end));
        match next {
            b',' => at = skip_blank(list, after + 1),
            b']' => return Items { is_cut: false, ..items },
            _ => break,
        }
    }
    items
}

fn skip_blank(text: &str, mut at: usize) -> usize {
    while text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// The end of the value that starts at `at`: brackets are counted rather than followed, so that depth costs
/// nothing. `None` when the text ends first.
fn skip_value(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut i = at;
    loop {
        match *bytes.get(i)? {
            b'"' => {
                i = skip_string(bytes, i)?;
                if depth == 0 {
                    return Some(i);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return (i > at).then_some(i),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            b',' | b':' if depth == 0 => return (i > at).then_some(i),
            _ => {}
        }
        i += 1;
    }
}

fn skip_string(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    loop {
        match *bytes.get(i)? {
            b'\\' => i += 2,
            b'"' => return Some(i + 1),
            _ => i += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::Board;
    use domain::time::Timestamp;

    fn document(body: &str) -> Result<Document, ParseError> {
        Document::of(&FetchedPage {
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
    fn a_cut_answer_gives_its_whole_items() {
        let whole = r#"{"n": {"jobs": 1}, "jobs": [{"a": "}]\""}, 7, [1,[2]]], "m": 1}"#;
        let parsed = document(whole).unwrap();
        let items = parsed.items_in("jobs").unwrap();
        assert_eq!(items.raw, [r#"{"a": "}]\""}"#, "7", "[1,[2]]"]);
        assert!(!items.is_cut);
        for end in 1..whole.len() {
            let parsed = document(&whole[..end]).unwrap();
            if let Some(items) = parsed.items_in("jobs") {
                assert!(items.raw.iter().all(|raw| serde_json::from_str::<serde_json::Value>(raw).is_ok()), "{end}");
            }
        }
        assert!(document(&whole[..50]).unwrap().items_in("jobs").unwrap().is_cut);
    }

    #[test]
    fn what_is_no_json_says_so() {
        assert_eq!(document(" ").err(), Some(ParseError::Empty));
        assert_eq!(document("<!doctype html>").err(), Some(ParseError::WebPage { expected: "JSON" }));
        assert!(matches!(document("Too many requests").err(), Some(ParseError::Format { .. })));
    }

    #[test]
    fn depth_is_survived() {
        let deep = "[".repeat(100_000);
        let parsed = document(&deep).unwrap();
        assert!(parsed.items().unwrap().raw.is_empty());
        let closed = format!("[{}{}, 5]", "[".repeat(100_000), "]".repeat(100_000));
        let parsed = document(&closed).unwrap();
        let items = parsed.items().unwrap();
        assert_eq!(items.raw.len(), 2);
        assert!(read::<serde_json::Value>(items.raw[0]).is_err());
    }

    #[test]
    fn endless_lists_and_huge_items_end() {
        let many = format!("{{\"jobs\": [{}1]}}", "1,".repeat(MAX_ITEMS));
        let parsed = document(&many).unwrap();
        let items = parsed.items_in("jobs").unwrap();
        assert_eq!((items.raw.len(), items.is_cut), (MAX_ITEMS, true));
        let huge = format!("[{{\"a\": [{}1]}}]", "1,".repeat(MAX_VALUE / 2));
        assert!(read::<serde_json::Value>(document(&huge).unwrap().items().unwrap().raw[0]).is_err());
    }

    #[test]
    fn what_stands_inside_is_a_document_too() {
        let parsed = document(r#"{"a": {"b": [{"c": [1, 2]}, 3]}, "d": 4}"#).unwrap();
        let first = parsed.inside("a").and_then(|a| a.inside("b")).and_then(|b| b.first()).unwrap();
        assert_eq!(first.items_in("c").unwrap().raw, ["1", "2"]);
        assert!(parsed.inside("d").is_none() && parsed.first().is_none());
        assert_eq!(Document::starting("{\"x\": \"}\"}; more()").unwrap().text(), "{\"x\": \"}\"}");
    }
}
