//! Greenhouse: `GET boards-api.greenhouse.io/v1/boards/{board}/jobs?content=true`, the whole board in one answer.

mod wire;

use std::sync::LazyLock;

use domain::html;
use domain::language::Language;
use domain::posting::{Draft, Known, Markup};
use domain::salary::Period;
use domain::source::{Access, Descriptor, SourceKind};
use domain::time::Timestamp;

use crate::connector::{Board, Connector, FetchedPage, PageRequest, ParseError, ParsedPage, Watermark, name_from_slug};
use crate::families::json::{self, Document};
use crate::families::{pay, text, words};
use wire::{Job, Meta, Metadata, PayRange};

static DESCRIPTOR: LazyLock<Descriptor> = LazyLock::new(|| Descriptor {
    slug: "greenhouse".into(),
    name: "Greenhouse".into(),
    kind: SourceKind::Ats,
    url: "https://www.greenhouse.com".into(),
    terms: "Public job board API, made for showing an employer's openings elsewhere; no key.".into(),
    access: Access::Offered,
    attribution: None,
    pace_seconds: 2,
    cadence_seconds: 6 * 3600,
    delay_seconds: 0,
});

/// The connector.
pub struct Greenhouse;

impl Connector for Greenhouse {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn first_page(&self, board: &Board, _since: Option<&Watermark>) -> PageRequest {
        PageRequest::json(format!("https://boards-api.greenhouse.io/v1/boards/{}/jobs?content=true", text::segment(&board.slug)))
    }

    fn parse(&self, page: &FetchedPage) -> Result<ParsedPage, ParseError> {
        let document = Document::of(page)?;
        let mut parsed = ParsedPage::default();
        if let Some(items) = document.items_in("jobs") {
            json::each(&items, &mut parsed, |parsed, job| take(job, page, parsed));
            let total = document.read_field::<Meta>("meta").and_then(|meta| meta.total.whole());
            parsed.complete_if(!items.is_cut && total.is_none_or(|total| usize::try_from(total) == Ok(items.raw.len())));
        } else if document.field("absolute_url").is_some() {
            let single = json::Items { raw: vec![document.text()], is_cut: false };
            json::each(&single, &mut parsed, |parsed, job| take(job, page, parsed));
        } else {
            return Err(ParseError::NoList { missing: "list of jobs" });
        }
        Ok(parsed)
    }

    fn board_of(&self, url: &str) -> Option<String> {
        let named = ["/v1/boards/", "boards.greenhouse.io/", "boards.eu.greenhouse.io/"]
            .iter()
            .find_map(|prefix| text::segment_after(url, prefix))?;
        // What employers embed into their own pages names the board apart.
        if named == "embed" { text::parameter(url, "for").map(str::to_owned) } else { Some(named) }
    }
}

fn take(job: Job, page: &FetchedPage, parsed: &mut ParsedPage) {
    let employment = metadata(&job.metadata, &["employment type", "job type", "time type"]);
    let (salary, salary_text) = salary(&job.pay_input_ranges);
    let board = if page.board.slug.is_empty() {
        job.absolute_url.get().and_then(|url| Greenhouse.board_of(url)).unwrap_or_default()
    } else {
        page.board.slug.clone()
    };
    parsed.take(
        Draft {
            source: DESCRIPTOR.slug.clone(),
            board: Some(board.clone()),
            external_id: job.id.or_empty().to_owned(),
            url: job.absolute_url.or_empty().to_owned(),
            title: job.title.or_empty().to_owned(),
            company: job.company_name.to_option().or_else(|| name_from_slug(&board)),
            location: location(&job),
            remote_flag: remote_flag(&job.metadata),
            employment_type: employment.map(str::to_owned),
            salary_text,
            description: job.content.get().map(|escaped| Markup::Html(html::unescape(escaped))),
            // Several posts of one opening share the internal id; requisition numbers are the employer's free text.
            requisition: job.internal_job_id.to_option().or_else(|| job.requisition_id.to_option()),
            posted_at: job.first_published.get().and_then(Timestamp::parse_lenient),
            expires_at: job.application_deadline.get().and_then(Timestamp::parse_lenient),
            language: job.language.get().and_then(Language::parse),
            known: Known { employment_type: employment.and_then(words::employment), salary, ..Known::default() },
            ..Draft::default()
        },
        page.fetched_at,
    );
}

/// Several places stand in one string, joined with " | " or "; ". Without it, the offices are where the job is.
fn location(job: &Job) -> Option<String> {
    match job.location.get().and_then(|location| location.name.get()) {
        Some(name) => text::places(name.split([';', '|']).map(str::to_owned)),
        None => text::places(job.offices.iter().filter_map(|office| office.location.to_option().or_else(|| office.name.to_option()))),
    }
}

/// The text value of the first metadata field of one of these names.
fn metadata<'a>(fields: &'a [Metadata], names: &[&str]) -> Option<&'a str> {
    fields.iter().find(|field| names.contains(&field.name.or_empty().to_lowercase().as_str()))?.value.as_str()
}

/// Only "remote" is believed: the field is the employer's own, and "On-Site" stands beside locations such as "Remote-Friendly".
fn remote_flag(fields: &[Metadata]) -> Option<bool> {
    let value = metadata(fields, &["location type", "workplace type", "work location type", "remote type"])?;
    matches!(words::work_mode(value), Some(domain::work_mode::WorkMode::Remote)).then_some(true)
}

/// The ranges as one band, and in words. They become a number when all share a currency and say by their
/// words what they are paid for, or are too large for anything but a year.
fn salary(ranges: &[PayRange]) -> (Option<domain::salary::SalaryBand>, Option<String>) {
    let mut all: Option<pay::Fields<'_>> = None;
    let mut agree = true;
    let mut in_words = Vec::new();
    for range in ranges {
        let major = |cents: Option<f64>| cents.map(|cents| cents / 100.0);
        let fields = pay::Fields {
            min: major(range.min_cents.nonzero()),
            max: major(range.max_cents.nonzero()),
            currency: range.currency_type.get(),
            period: period(range),
            ..pay::Fields::default()
        };
        let Some(words) = fields.words() else { continue };
        in_words.push(match range.title.get() {
            Some(title) => format!("{title}: {words}"),
            None => words,
        });
        all = Some(match all {
            None => fields,
            Some(so_far) => {
                agree &= so_far.currency == fields.currency && so_far.period == fields.period;
                let lower = so_far.min.zip(fields.min).map(|(a, b)| a.min(b));
                let upper = so_far.max.zip(fields.max).map(|(a, b)| a.max(b));
                pay::Fields { min: lower, max: upper, ..so_far }
            }
        });
    }
    let band = all.filter(|_| agree).and_then(|fields| fields.band());
    (band, (!in_words.is_empty()).then(|| in_words.join(" | ")))
}

fn period(range: &PayRange) -> Option<Period> {
    let words = format!("{} {}", range.title.or_empty(), range.blurb.or_empty()).to_lowercase();
    let says = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if says(&["hour"]) {
        return Some(Period::Hour);
    }
    if says(&["month"]) {
        return Some(Period::Month);
    }
    if says(&["week", "daily", "per day"]) {
        return None;
    }
    let least = range.min_cents.nonzero().or(range.max_cents.nonzero())?;
    // In these currencies 20,000 and more is no wage of a month.
    let tells = matches!(range.currency_type.or_empty(), "USD" | "EUR" | "GBP" | "CAD" | "AUD" | "CHF");
    (says(&["annual", "year"]) || tells && least >= 2_000_000.0).then_some(Period::Year)
}

#[cfg(test)]
mod tests;
