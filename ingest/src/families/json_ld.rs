//! schema.org JobPosting in web pages: as JSON-LD in scripts, and as microdata in the markup. Both are read by the
//! same types, whether the page is an employer's own, or one of a platform whose pages carry it.

mod draft;
mod microdata;
mod wire;

use domain::posting::{Draft, Rejection};
use serde_json::Value;

use super::html;
use crate::connector::{FetchedPage, ParseError, ParsedPage};
pub use wire::JobPosting;

/// The job postings of a page.
#[derive(Debug, Default)]
pub struct Found {
    /// Each posting, in the order of the page.
    pub postings: Vec<JobPosting>,
    /// Why blocks that speak of a job posting cannot be read.
    pub broken: Vec<String>,
}

/// Everything a page says of job postings. A page that says it twice, in both forms, is taken at its JSON-LD.
pub fn find(page: &html::Page<'_>) -> Found {
    let mut found = Found::default();
    for script in page.elements().filter(is_json_ld) {
        match read(script.inner()) {
            Ok(value) => collect(&value, &mut found),
            Err(error) if script.inner().contains("JobPosting") => found.broken.push(error.to_string()),
            Err(_) => {}
        }
    }
    if found.postings.is_empty() && found.broken.is_empty() {
        for item in microdata::job_postings(page) {
            match item {
                Some(value) => collect(&value, &mut found),
                None => found.broken.push("the page ends within it".to_owned()),
            }
        }
    }
    found
}

/// Takes the one posting of a platform's own page of it, after `own` has put in what the platform knows better: source,
/// board, id and address. A page without a posting is an error.
pub fn take_single(
    page: &html::Page<'_>,
    parsed: &mut ParsedPage,
    answer: &FetchedPage,
    own: impl FnOnce(Draft) -> Draft,
) -> Result<(), ParseError> {
    let found = find(page);
    match (found.postings.first(), found.broken.into_iter().next()) {
        (Some(posting), _) => {
            let draft = posting.draft(parsed);
            parsed.take(own(draft), answer.fetched_at);
            Ok(())
        }
        (None, Some(problem)) => {
            parsed.reject(Rejection::Malformed, problem, "#0");
            Ok(())
        }
        (None, None) => Err(ParseError::NoList { missing: "JobPosting" }),
    }
}

fn is_json_ld(element: &html::Element<'_>) -> bool {
    let media_type = element.attribute("type").and_then(|value| value.split(';').next()).unwrap_or_default();
    element.name() == "script" && media_type.trim().eq_ignore_ascii_case("application/ld+json")
}

/// Reads a block as pages write it: within a comment or CDATA section, with line breaks inside of texts, with a
/// semicolon at the end.
fn read(block: &str) -> serde_json::Result<Value> {
    let mut json = block.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")] {
        json = json.strip_prefix(open).map_or(json, |rest| rest.strip_suffix(close).unwrap_or(rest)).trim();
    }
    let json = json.trim_end_matches(';');
    serde_json::from_str(json).or_else(|error| {
        let repaired: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&repaired).map_err(|_| error)
    })
}

/// Takes every node that is a job posting: the value itself, in lists, in `@graph`, or as another node's property.
fn collect(value: &Value, found: &mut Found) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(node) if node.get("@type").is_some_and(is_job_posting) => match serde_json::from_value(value.clone()) {
            Ok(posting) => found.postings.push(posting),
            Err(error) => found.broken.push(error.to_string()),
        },
        Value::Object(node) => node.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// `JobPosting`, `schema:JobPosting`, `https://schema.org/JobPosting`, or a list with one of these.
fn is_job_posting(kind: &Value) -> bool {
    match kind {
        Value::String(name) => name.rsplit(['/', ':', '#']).next() == Some("JobPosting"),
        Value::Array(kinds) => kinds.iter().any(is_job_posting),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
