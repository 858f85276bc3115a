//! Microdata (HTML, section 5) as the JSON-LD that would say the same.

use serde_json::{Map, Value};

use crate::families::html::{Element, Page};

/// Items within items are followed so far; a job's pay is four deep.
const MAX_DEPTH: usize = 8;
/// Properties taken from one item.
const MAX_PROPERTIES: usize = 300;

/// Properties whose markup is kept.
const MARKUP: [&str; 6] =
    ["description", "responsibilities", "qualifications", "educationRequirements", "experienceRequirements", "jobBenefits"];

/// The job postings that no other one encloses; `None` for one that the page ends in.
pub(super) fn job_postings(page: &Page<'_>) -> Vec<Option<Value>> {
    page.outermost(|element| kind(element) == Some("JobPosting")).map(|element| element.is_whole().then(|| item(element, 0))).collect()
}

/// The last part of an item's type: `JobPosting` of `https://schema.org/JobPosting`.
fn kind(element: Element<'_>) -> Option<&str> {
    element.attribute("itemtype")?.split_ascii_whitespace().next()?.rsplit(['/', '#']).next()
}

fn item(element: Element<'_>, depth: usize) -> Value {
    let mut properties = Map::new();
    properties.extend(kind(element).map(|kind| ("@type".to_owned(), Value::from(kind))));
    let mut behind = 0;
    let mut taken = 0;
    for inner in element.inside() {
        let range = inner.range();
        // What stands in an item of its own belongs to that one.
        if range.start < behind {
            continue;
        }
        let is_item = inner.attribute("itemscope").is_some();
        if is_item {
            behind = range.end;
        }
        let Some(names) = inner.attribute("itemprop") else { continue };
        if taken == MAX_PROPERTIES {
            break;
        }
        for name in names.split_ascii_whitespace() {
            taken += 1;
            let value = match is_item {
                true if depth < MAX_DEPTH => Some(item(inner, depth + 1)),
                true => None,
                false => text(name, inner, properties.contains_key(name)).map(Value::String),
            };
            if let Some(value) = value {
                add(&mut properties, name, value);
            }
        }
    }
    Value::Object(properties)
}

/// The value of a property: what the element's attributes say, else what it shows.
fn text(name: &str, element: Element<'_>, is_known: bool) -> Option<String> {
    let attribute = match element.name() {
        "a" | "area" | "link" => "href",
        "img" | "audio" | "embed" | "iframe" | "source" | "track" | "video" => "src",
        "time" => "datetime",
        "data" | "meter" => "value",
        "object" => "data",
        _ => "content",
    };
    let said = [attribute, "content"].iter().find_map(|name| element.attribute(name)).filter(|value| !value.is_empty());
    if let Some(said) = said {
        return Some(said.to_owned());
    }
    if MARKUP.contains(&name) {
        // A description within the description would be taken twice.
        return (!is_known).then(|| element.inner().to_owned());
    }
    element.text()
}

/// Several values of one property are a list.
fn add(properties: &mut Map<String, Value>, name: &str, value: Value) {
    match properties.get_mut(name) {
        Some(Value::Array(values)) => values.push(value),
        Some(first) => {
            let first_value = first.take();
            *first = Value::Array(vec![first_value, value]);
        }
        None => {
            properties.insert(name.to_owned(), value);
        }
    }
}
