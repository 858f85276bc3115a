//! One line of a feed.

use std::collections::BTreeSet;

use domain::eligibility::{Eligibility, Scope};
use domain::employment::EmploymentType;
use domain::evidence::Evidence;
use domain::language::Language;
use domain::place::{Country, Place, Region, Subdivision};
use domain::posting::{Draft, Known, Markup, Posting, Rejection};
use domain::role::Role;
use domain::seniority::Seniority;
use domain::skill::Skill;
use domain::text;
use domain::time::Timestamp;
use domain::work_mode::WorkMode;
use serde_json::{Map, Value};

use crate::families::{pay, words};
use crate::report::UnknownValue;

/// The source of lines that name none.
pub(crate) const NO_SOURCE: &str = "feed";
/// The rule named in the evidence of given values.
const RULE: &str = "feed.given";

/// Takes the members of a line out one by one, so that what is left is unknown.
pub(crate) struct Line<'u> {
    members: Map<String, Value>,
    unknown: &'u mut BTreeSet<UnknownValue>,
}

type Refused = (Rejection, String);

impl<'u> Line<'u> {
    /// Reads a line into a posting. Values that are not known are noted and say nothing; a member of the wrong type refuses the line.
    pub fn read(text: &str, unknown: &'u mut BTreeSet<UnknownValue>) -> Result<Posting, Refused> {
        let members = serde_json::from_str(text).map_err(|error| (Rejection::Malformed, error.to_string()))?;
        let mut line = Line { members, unknown };
        let draft = line.draft()?;
        let left: Vec<String> = line.members.keys().cloned().collect();
        for name in left {
            line.note("member", &name);
        }
        Posting::accept(draft).map_err(|reason| (reason, format!("the posting was not taken: {reason}")))
    }

    fn draft(&mut self) -> Result<Draft, Refused> {
        let url = self.text("url")?.unwrap_or_default();
        let description = self.text("description")?;
        let html = match self.text("description_format")?.as_deref() {
            Some("html") => true,
            Some("text") => false,
            // Not said: what has tags is HTML.
            _ => description.as_deref().is_some_and(|text| text.contains("</") || text.contains("<br")),
        };
        let employment_type = self.text("employment_type")?;
        let known = self.known(employment_type.as_deref())?;
        // Only known as the origin of a corpus, not of a posting.
        self.members.remove("source_repo");
        Ok(Draft {
            source: self.text("source")?.as_deref().and_then(text::slugify).unwrap_or_else(|| NO_SOURCE.to_owned()),
            board: self.text("board")?,
            external_id: self.text("id")?.unwrap_or_else(|| url.clone()),
            apply_url: self.text("apply_url")?,
            title: self.text("title")?.unwrap_or_default(),
            company: self.text("company")?,
            location: self.text("location")?,
            remote_flag: self.flag("remote")?,
            employment_type,
            salary_text: self.text("salary_text")?,
            description: description.map(|text| if html { Markup::Html(text) } else { Markup::Text(text) }),
            tags: self.list("tags")?,
            requisition: self.text("requisition")?,
            posted_at: self.time("posted_at")?,
            expires_at: self.time("expires_at")?,
            language: self.given("language", Language::parse)?,
            known,
            url,
        })
    }

    /// Values that are taken as given.
    fn known(&mut self, employment_type: Option<&str>) -> Result<Known, Refused> {
        let period_word = self.text("salary_period")?;
        let currency = self.text("salary_currency")?;
        let pay = pay::Fields {
            min: self.number("salary_min")?,
            max: self.number("salary_max")?,
            currency: currency.as_deref(),
            period: period_word.as_deref().and_then(words::period),
            period_word: period_word.as_deref(),
            kind: None,
        };
        let salary = pay.band();
        if pay.has_amount() && salary.is_none() {
            self.note("salary", &format!("{:?} to {:?} {:?} {:?}", pay.min, pay.max, pay.currency, pay.period_word));
        }
        let skills = self.several("skills", Skill::from_tag)?;
        Ok(Known {
            role: self.given("role", Role::from_slug)?,
            seniority: self.given("seniority", Seniority::from_slug)?,
            work_mode: self.given("work_mode", WorkMode::from_slug)?,
            employment_type: employment_type.and_then(|word| EmploymentType::from_slug(word).or_else(|| words::employment(word))),
            salary,
            skills: (!skills.is_empty()).then_some(skills),
            eligibility: self.eligibility()?,
        })
    }

    fn eligibility(&mut self) -> Result<Option<Eligibility>, Refused> {
        let countries = self.several("countries", Country::from_code)?;
        let regions = self.several("regions", Region::from_code)?;
        let subdivisions = self.several("subdivisions", Subdivision::from_code)?;
        let excluded = self.several("excluded", Place::parse)?;
        let named = !(countries.is_empty() && regions.is_empty() && subdivisions.is_empty());
        let scope = match self.given("scope", Scope::from_slug)? {
            Some(scope) => scope,
            None if named => Scope::Places,
            None => return Ok(None),
        };
        let codes = countries.iter().map(|c| c.code()).chain(regions.iter().map(|r| r.code())).chain(subdivisions.iter().map(|s| s.code()));
        let words = std::iter::once(scope.slug()).chain(codes).collect::<Vec<_>>().join(" ");
        let evidence = vec![Evidence::structured(words, RULE)];
        Ok(Some(Eligibility { countries, regions, subdivisions, excluded, evidence, ..Eligibility::of(scope) }.normalised()))
    }

    fn note(&mut self, field: &str, value: &str) {
        self.unknown.insert(UnknownValue { field: field.to_owned(), value: value.chars().take(60).collect() });
    }

    fn take<T>(&mut self, name: &str, what: &str, read: impl FnOnce(Value) -> Option<T>) -> Result<Option<T>, Refused> {
        match self.members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match read(value) {
                Some(value) => Ok(Some(value)),
                None => Err((Rejection::Malformed, format!("{name}: expected {what}"))),
            },
        }
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let text = self.take(name, "text", |value| match value {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })?;
        Ok(text.filter(|text| !text.trim().is_empty()))
    }

    fn flag(&mut self, name: &str) -> Result<Option<bool>, Refused> {
        self.take(name, "true or false", |value| value.as_bool())
    }

    fn number(&mut self, name: &str) -> Result<Option<f64>, Refused> {
        self.take(name, "a number", |value| value.as_f64())
    }

    fn list(&mut self, name: &str) -> Result<Vec<String>, Refused> {
        let list = self.take(name, "a list of texts", |value| match value {
            Value::Array(items) => items.into_iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => None,
        })?;
        Ok(list.unwrap_or_default())
    }

    fn time(&mut self, name: &str) -> Result<Option<Timestamp>, Refused> {
        self.given(name, Timestamp::parse_lenient)
    }

    /// A value of a closed vocabulary; an unknown one is noted and says nothing.
    fn given<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Refused> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let value = parse(&text);
        if value.is_none() {
            self.note(name, &text);
        }
        Ok(value)
    }

    fn several<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refused> {
        let mut values = Vec::new();
        for text in self.list(name)? {
            match parse(&text) {
                Some(value) => values.push(value),
                None => self.note(name, &text),
            }
        }
        Ok(values)
    }
}
