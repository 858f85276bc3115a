//! From a JobPosting to a draft.

use domain::html;
use domain::posting::{Draft, Known, Markup};
use domain::time::Timestamp;
use domain::work_mode::WorkMode;

use super::wire::{JobPosting, MonetaryAmount, Place, PostalAddress, TextOr};
use crate::connector::ParsedPage;
use crate::families::{countries, pay, text, words};

/// Texts taken of one field that may be a list.
const MAX_PARTS: usize = 100;

impl JobPosting {
    /// The address that the posting names for itself, as it stands there.
    pub fn address(&self) -> Option<&str> {
        self.url.get().or_else(|| self.id.get().filter(|id| id.starts_with("http")))
    }

    /// The employer's number for it.
    pub fn identifier(&self) -> Option<&str> {
        self.identifier.get()
    }

    /// All that it says, but for source, board, id and address, which are the caller's to know.
    pub fn draft(&self, parsed: &mut ParsedPage) -> Draft {
        let is_remote = self.job_location_type.iter().any(|kind| words::work_mode(kind) == Some(WorkMode::Remote));
        let kinds: Vec<&str> = self.employment_type.iter().collect();
        let employment_type = match kinds.as_slice() {
            [only] => parsed.employment("employmentType", Some(only)),
            _ => None,
        };
        let areas = self.areas();
        let salary = self.salary();
        Draft {
            title: self.title.get().or(self.name.get()).unwrap_or_default().to_owned(),
            company: self.hiring_organization.get().filter(|name| !name.eq_ignore_ascii_case("confidential")).map(str::to_owned),
            // Where a remote job may be done from says more than where its office is.
            location: if is_remote { areas.words.clone().or_else(|| self.location()) } else { self.location().or(areas.words) },
            remote_flag: is_remote.then_some(true),
            employment_type: (!kinds.is_empty()).then(|| kinds.join(", ")),
            salary_text: salary.words,
            description: self.description(),
            tags: self.skills.iter().flat_map(|skills| skills.split(',')).map(|skill| skill.trim().to_owned()).collect(),
            requisition: self.identifier.get().map(str::to_owned),
            posted_at: self.date_posted.get().and_then(Timestamp::parse_lenient),
            expires_at: self.valid_through.get().and_then(Timestamp::parse_lenient),
            known: Known {
                work_mode: is_remote.then_some(WorkMode::Remote),
                employment_type,
                salary: salary.band,
                eligibility: areas.countries.filter(|_| is_remote),
                ..Known::default()
            },
            ..Draft::default()
        }
    }

    fn location(&self) -> Option<String> {
        let places: Vec<(Option<String>, Option<String>)> = self.job_location.iter().map(name_and_address).collect();
        let first = places.first().and_then(|(_, address)| address.clone());
        let repeats = places.len() > 1 && places.iter().all(|(_, address)| *address == first);
        // Some write the first place's address beside every name: then the names tell the places apart.
        text::places(places.into_iter().filter_map(|(name, address)| if repeats { name.or(address) } else { address.or(name) }))
    }

    fn areas(&self) -> Areas {
        let names: Vec<(&str, bool)> = self
            .applicant_location_requirements
            .iter()
            .filter_map(|area| match area {
                TextOr::Text(name) => Some((name.as_str(), true)),
                TextOr::Object(area) => Some((area.name.get()?, area.kind.get().is_none_or(|kind| kind == "Country"))),
            })
            .collect();
        let only_countries = names.iter().all(|(_, may_be_country)| *may_be_country);
        let names: Vec<&str> = names.into_iter().map(|(name, _)| name).collect();
        Areas {
            words: text::places(names.iter().map(|name| if only_countries { countries::in_words(name) } else { name }.to_owned())),
            countries: if only_countries { countries::eligibility(&names) } else { None },
        }
    }

    fn salary(&self) -> Salary {
        for amount in self.base_salary.iter() {
            let found = match amount {
                // A bare number comes with the currency beside it, and no period.
                TextOr::Text(text) => Salary { words: stated(&[Some(text), self.salary_currency.get()]), band: None },
                TextOr::Object(amount) => amount.salary(self.salary_currency.get()),
            };
            if found.words.is_some() {
                return found;
            }
        }
        Salary::default()
    }

    /// The description, and behind it what stands in fields of its own and isn't in there already.
    fn description(&self) -> Option<Markup> {
        let main = self.description.get().map(plain_or_html);
        let mut html = match &main {
            Some(Markup::Html(html)) => html.clone(),
            Some(Markup::Text(plain)) => html::from_text(plain),
            None => String::new(),
        };
        let mut known = html::to_text(&html);
        let before = html.len();
        for (title, texts) in [
            ("Responsibilities", &self.responsibilities),
            ("Qualifications", &self.qualifications),
            ("Education", &self.education_requirements),
            ("Experience", &self.experience_requirements),
            ("Benefits", &self.job_benefits),
            ("Incentives", &self.incentive_compensation),
        ] {
            let mut heading = format!("<h3>{title}</h3>");
            for section in texts.iter().take(MAX_PARTS) {
                let section = match plain_or_html(section) {
                    Markup::Html(html) => html,
                    Markup::Text(plain) => html::from_text(&plain),
                };
                let plain = html::to_text(&section);
                if !known.contains(&plain) {
                    html.push_str(&std::mem::take(&mut heading));
                    html.push_str(&section);
                    known.push_str(&plain);
                }
            }
        }
        if html.len() > before { Some(Markup::Html(html)) } else { main }
    }
}

/// Areas that applicants have to live in.
struct Areas {
    words: Option<String>,
    countries: Option<domain::eligibility::Eligibility>,
}

#[derive(Default)]
struct Salary {
    words: Option<String>,
    band: Option<domain::salary::SalaryBand>,
}

impl MonetaryAmount {
    fn salary(&self, currency: Option<&str>) -> Salary {
        let currency = self.currency.get().or(currency);
        let (single, min, max, unit) = match self.value.iter().next() {
            Some(TextOr::Object(value)) => (value.value.get(), value.min_value.nonzero(), value.max_value.nonzero(), value.unit_text.get()),
            Some(TextOr::Text(text)) => (Some(text.as_str()), None, None, None),
            None => (None, self.min_value.nonzero(), self.max_value.nonzero(), None),
        };
        let unit = unit.or(self.unit_text.get());
        let number = single.and_then(|text| text.replace(',', "").parse::<f64>().ok()).filter(|number| number.is_finite());
        if let (Some(text), None, None, None) = (single, number, min, max) {
            return Salary { words: stated(&[Some(text), currency, unit]), band: None };
        }
        let fields = pay::Fields {
            // A single value is both ends.
            min: min.or(number.filter(|_| max.is_none())),
            max: max.or(number.filter(|_| min.is_none())),
            currency,
            period: unit.and_then(words::period),
            period_word: unit,
            kind: None,
        };
        Salary { words: fields.words(), band: fields.band() }
    }
}

/// Pay in words, if there is an amount among them.
fn stated(parts: &[Option<&str>]) -> Option<String> {
    let words = parts.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    words.contains(|c: char| matches!(c, '1'..='9')).then_some(words)
}

/// A place's own name, and its address.
fn name_and_address(place: &TextOr<Place>) -> (Option<String>, Option<String>) {
    match place {
        TextOr::Text(text) => (Some(text.clone()), None),
        TextOr::Object(place) => (
            place.name.get().map(|name| countries::in_words(name).to_owned()),
            place.address.iter().find_map(|address| match address {
                TextOr::Text(text) => Some(text.clone()),
                TextOr::Object(address) => in_words(address),
            }),
        ),
    }
}

fn in_words(address: &PostalAddress) -> Option<String> {
    let country = address.address_country.get().map(countries::in_words);
    text::place([address.address_locality.get(), address.address_region.get(), country])
}

/// What a description is: HTML, HTML that was escaped once more, or plain text. Line breaks that were escaped twice
/// stand there as a backslash and a letter.
fn plain_or_html(raw: &str) -> Markup {
    let raw = unescape_breaks(raw);
    let has_tags = |text: &str| text.contains("</") || text.contains("<br") || text.contains("<p");
    if has_tags(&raw) {
        return Markup::Html(raw);
    }
    let plain = html::unescape(&raw);
    if has_tags(&plain) { Markup::Html(plain) } else { Markup::Text(plain) }
}

/// `\n`, `\r` and `\t` in letters, where no word follows that could begin with the letter.
fn unescape_breaks(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' && matches!(rest.peek(), Some('n' | 'r' | 't')) {
            let mut ahead = rest.clone();
            ahead.next();
            if ahead.next().is_none_or(|next| !next.is_alphanumeric()) {
                rest.next();
                out.push('\n');
                continue;
            }
        }
        out.push(c);
    }
    out
}
