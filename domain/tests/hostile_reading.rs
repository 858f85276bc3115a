//! Whatever the bytes, reading ends, keeps bounded lists, and quotes its fields exactly.
//!
//! A megabyte of one cue in every field at once would keep a quadratic rule busy for hours, so that these tests end
//! is the proof; `benches/reading.rs` shows the growth.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::expect_used)]

use domain::evidence::{Evidence, Field};
use domain::read::{PostingText, Reading, read};
use proptest::prelude::*;

const MEGABYTE: usize = 1_000_000;

fn read_everywhere(text: &str) -> Reading {
    let posting = PostingText {
        source: "hn-who-is-hiring",
        title: text,
        company: Some("Example Robotics"),
        location: Some(text),
        remote_flag: None,
        employment_type: Some(text),
        salary_text: Some(text),
        text,
    };
    let reading = read(&posting);
    for evidence in evidence(&reading) {
        assert_eq!(quoted(&posting, evidence), evidence.text, "{}", evidence.rule);
    }
    reading
}

fn evidence(reading: &Reading) -> Vec<&Evidence> {
    let single = [
        &reading.role.evidence,
        &reading.seniority.evidence,
        &reading.work_mode.evidence,
        &reading.employment_type.evidence,
        &reading.sponsorship.evidence,
        &reading.equity.evidence,
        &reading.pay_by_place.evidence,
    ];
    let pay = reading.salary.iter().chain(&reading.other_salaries).map(|salary| &salary.evidence);
    let skills = reading.skills.iter().map(|skill| &skill.evidence);
    let years = reading.years_experience.iter().map(|years| &years.evidence);
    single.into_iter().chain(pay).chain(skills).chain(years).flatten().chain(&reading.eligibility.evidence).collect()
}

fn quoted(posting: &PostingText<'_>, evidence: &Evidence) -> String {
    let field = match evidence.field {
        Field::Title => posting.title,
        Field::Company => posting.company.unwrap_or(""),
        Field::Location => posting.location.unwrap_or(""),
        Field::EmploymentType => posting.employment_type.unwrap_or(""),
        Field::SalaryText => posting.salary_text.unwrap_or(""),
        Field::Text => posting.text,
        Field::RemoteFlag | Field::Structured => return evidence.text.clone(),
    };
    field.chars().skip(evidence.start as usize).take((evidence.end - evidence.start) as usize).collect()
}

/// A megabyte of a piece, read in every field; the lists stay bounded.
fn a_megabyte_of(piece: &str) {
    let reading = read_everywhere(&piece.repeat(MEGABYTE / piece.len()));
    assert!(reading.other_salaries.len() <= 40, "{piece:?}: {} salaries", reading.other_salaries.len());
    assert!(reading.eligibility.evidence.len() <= 300, "{piece:?}: {} pieces of evidence", reading.eligibility.evidence.len());
    assert!(reading.eligibility.time_zones.len() <= 6, "{piece:?}");
}

macro_rules! megabytes {
    ($($name:ident: $piece:expr,)+) => {$(
        #[test]
        fn $name() {
            a_megabyte_of($piece);
        }
    )+};
}

megabytes! {
    of_digits: "7",
    of_digits_and_commas: "1,",
    of_digits_and_stops: "1.",
    of_remote: "remote ",
    of_remote_in_one_word: "remote",
    of_dollars: "$",
    of_dollars_and_digits: "$9",
    of_broken_ranges: "$9 - ",
    of_ranges: "$100k - $120k a year ",
    of_opening_brackets: "(",
    of_closing_brackets: ")",
    of_cities: "London, ",
    of_cities_by_bar: "San Francisco | ",
    of_countries: "must be based in Germany or Spain. ",
    of_exclusions: "remote, excluding California and ",
    of_offsets: "UTC+1 ",
    of_zones: "EST to CST ",
    of_time_zones: "overlap 4 hours with Berlin time or ",
    of_days: "3 days a week in the office ",
    of_visas: "visa sponsorship ",
    of_equity: "equity ",
    of_years: "5 years ",
    of_blanks: " ",
    of_line_breaks: "\n",
    of_nul: "\0",
    of_combining_marks: "e\u{301}",
    of_flags: "🇩🇪",
    of_wide_characters: "𝟙𝟚k€",
    of_dashes: "–",
    of_slashes: "/",
}

proptest! {
    #[test]
    fn any_text_is_quoted_exactly(text in any::<String>()) {
        read_everywhere(&text);
    }

    #[test]
    fn words_of_adverts_in_any_order_are_quoted_exactly(
        text in "(remote|hybrid|on-site|must be based in|London|US|Germany|, |\\(|\\)|\\$|€|[0-9]{1,6}|k| - |–|/year|per hour|equity|visa|UTC|\\+|EST|overlap|hours|not |excluding|anywhere|ü|🇩🇪|\n|\\. ){0,60}"
    ) {
        read_everywhere(&text);
    }
}
