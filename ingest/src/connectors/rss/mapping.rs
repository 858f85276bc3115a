//! Which elements of a feed's items say what. Common names are known; a mapping behind the `#` of the feed's address
//! says the rest: `#title={title} at {company}&location=job:region&company="Acme"`.

use crate::families::xml::Item;

/// What an item can say, with the elements that commonly say it.
const FIELDS: [(&str, &[&str]); 10] = [
    ("id", &["guid", "id"]),
    ("url", &["link", "guid", "id"]),
    ("title", &["title"]),
    ("company", &["company", "job:company", "job_listing:company", "employer", "hiringOrganization"]),
    ("location", &["location", "job:location", "job_listing:location", "region", "country"]),
    ("type", &["type", "job_type", "job:type", "job_listing:job_type", "employmentType", "employment_type"]),
    ("salary", &["salary", "job:salary", "job_listing:salary", "compensation"]),
    ("description", &["content:encoded", "content", "description", "summary"]),
    ("posted", &["pubDate", "published", "dc:date", "date"]),
    ("expires", &["expires_at", "expires", "job:expires", "validThrough"]),
];

/// How a feed is read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mapping {
    said: Vec<(String, Says)>,
    /// The parts that titles have: `{company}: {title}`.
    pattern: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
enum Says {
    Element(String),
    Constant(String),
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Field(String),
    Between(String),
}

impl Mapping {
    /// Reads what stands behind the `#` of a feed's address: `field=element` for another element, `field="words"` for
    /// what holds for every item, and `title={…}` for titles that hold several fields.
    pub fn of(address: &str) -> Mapping {
        let mut mapping = Mapping::default();
        let rules = address.split_once('#').map(|(_, rules)| rules).unwrap_or_default();
        for (field, value) in url::form_urlencoded::parse(rules.as_bytes()) {
            if field == "title" && value.contains('{') {
                mapping.pattern = parts(&value);
            } else if let Some(words) = value.strip_prefix('"') {
                mapping.said.push((field.into_owned(), Says::Constant(words.trim_end_matches('"').to_owned())));
            } else if !value.is_empty() {
                mapping.said.push((field.into_owned(), Says::Element(value.into_owned())));
            }
        }
        mapping
    }

    /// What an item says of a field.
    pub fn get(&self, item: &Item, field: &str) -> Option<String> {
        match self.said.iter().find(|(name, _)| name == field) {
            Some((_, Says::Constant(words))) => return Some(words.clone()),
            Some((_, Says::Element(element))) => return item.get(element).map(str::to_owned),
            None => {}
        }
        let in_title = || self.in_title(item.get("title")?, field);
        let known = || FIELDS.iter().find(|(name, _)| *name == field)?.1.iter().find_map(|element| item.get(element));
        in_title().or_else(|| known().map(str::to_owned))
    }

    /// The part of a title that is this field; the whole title is all that one has that doesn't follow the pattern.
    fn in_title(&self, title: &str, field: &str) -> Option<String> {
        let mut rest = title;
        let mut found = None;
        let mut parts = self.pattern.iter().peekable();
        while let Some(part) = parts.next() {
            match (part, parts.peek()) {
                (Part::Field(name), Some(Part::Between(between))) => {
                    // "Engineer at Sea at Acme": a job's title may hold the words between, an employer's name rarely does.
                    let at = if name == "title" { rest.rfind(between.as_str()) } else { rest.find(between.as_str()) }?;
                    let (value, behind) = rest.split_at_checked(at)?;
                    if name == field {
                        found = Some(value);
                    }
                    rest = behind;
                }
                (Part::Field(name), _) if name == field => found = Some(rest),
                (Part::Field(_), _) => {}
                (Part::Between(between), _) => rest = rest.strip_prefix(between.as_str())?,
            }
        }
        found.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }
}

/// `{company}: {title}` → company, ": ", title.
fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(Part::Between(before.to_owned()));
        }
        let (field, behind) = behind.split_once('}').unwrap_or((behind, ""));
        parts.push(Part::Field(field.trim().to_owned()));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Between(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_title(rules: &str, title: &str) -> (Option<String>, Option<String>) {
        let mapping = Mapping::of(rules);
        (mapping.in_title(title, "title"), mapping.in_title(title, "company"))
    }

    fn both(title: &str, company: &str) -> (Option<String>, Option<String>) {
        (Some(title.to_owned()), Some(company.to_owned()))
    }

    #[test]
    fn titles_are_taken_apart_by_the_pattern() {
        assert_eq!(in_title("#title={company}: {title}", "Acme: Tester: Unit"), both("Tester: Unit", "Acme"));
        assert_eq!(in_title("#title={title} at {company}", "Cook at Sea at Acme"), both("Cook at Sea", "Acme"));
        assert_eq!(in_title("#title=%7Bcompany%7D%20%7C%20[{title}]", "Acme | [Cook]"), both("Cook", "Acme"));
        assert_eq!(in_title("#title={title} at {company}", "Cook"), (None, None));
        assert_eq!(in_title("", "Acme: Cook"), (None, None));
    }
}
