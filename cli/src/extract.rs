//! `extract`: reads postings, one JSON object a line, and writes what was read of each.
//!
//! The form of both lines is that of the labelled listings: a field that is null or
//! absent says nothing. A line that cannot be read gives a line with an `error`.

use std::io::{BufRead, Read, Write};

use domain::evidence::{Evidence, Field};
use domain::place::Place;
use domain::read::{PostingText, Reading};
use domain::salary::SalaryBand;
use serde::{Deserialize, Serialize};

/// The longest line taken, in bytes; a longer one is skipped and reported.
const MAX_LINE: u64 = 8 * 1024 * 1024;

/// How many lines were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Postings that were read.
    pub read: u64,
    /// Lines that were no posting.
    pub malformed: u64,
}

/// One line of input.
#[derive(Deserialize)]
struct Line {
    id: Option<serde_json::Value>,
    source: Option<String>,
    title: String,
    company: Option<String>,
    location: Option<String>,
    remote_flag: Option<bool>,
    employment_type: Option<String>,
    salary_text: Option<String>,
    text: Option<String>,
}

#[derive(Serialize)]
struct Failure {
    id: Option<serde_json::Value>,
    error: String,
}

/// Reads postings from `input`, line by line in constant memory, and writes a line for each.
///
/// `work_from` are the places of the verdicts; `explain` adds the texts with their evidence marked.
/// An error is one of the streams'.
pub fn run(work_from: &[Place], explain: bool, mut input: impl BufRead, mut output: impl Write) -> std::io::Result<Summary> {
    let mut summary = Summary::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let taken = input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        if taken == 0 {
            break;
        }
        let cut = !line.ends_with(b"\n") && taken as u64 == MAX_LINE;
        if cut {
            skip_line(&mut input)?;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let parsed = if cut {
            Err("the line is longer than 8 MiB".to_owned())
        } else {
            serde_json::from_slice::<Line>(&line).map_err(|error| error.to_string())
        };
        match parsed {
            Ok(posting) => {
                summary.read += 1;
                serde_json::to_writer(&mut output, &answer(&posting, work_from, explain))?;
            }
            Err(error) => {
                summary.malformed += 1;
                let id = serde_json::from_slice::<serde_json::Value>(&line).ok().and_then(|value| value.get("id").cloned());
                serde_json::to_writer(&mut output, &Failure { id, error })?;
            }
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(summary)
}

/// Reads to the end of the line without keeping it.
fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn answer(posting: &Line, work_from: &[Place], explain: bool) -> serde_json::Value {
    let text = PostingText {
        source: posting.source.as_deref().unwrap_or(""),
        title: &posting.title,
        company: posting.company.as_deref(),
        location: posting.location.as_deref(),
        remote_flag: posting.remote_flag,
        employment_type: posting.employment_type.as_deref(),
        salary_text: posting.salary_text.as_deref(),
        text: posting.text.as_deref().unwrap_or(""),
    };
    let reading = domain::read::read(&text);
    let e = &reading.eligibility;
    let verdicts: serde_json::Map<String, serde_json::Value> =
        work_from.iter().map(|place| (place.code().to_owned(), e.decide(*place).verdict.slug().into())).collect();
    let zone = e.evidence.iter().find(|evidence| evidence.rule == "text.time_zone").map(|evidence| evidence.text.as_str());
    let mut line = serde_json::json!({
        "id": posting.id,
        "role": reading.role.value,
        "seniority": reading.seniority.value,
        "work_mode": reading.work_mode.value,
        "employment_type": reading.employment_type.value,
        "sponsorship": reading.sponsorship.value,
        "equity": reading.equity.value,
        "skills": reading.skills.iter().map(|skill| skill.value).collect::<Vec<_>>(),
        "eligibility": {
            "scope": e.scope,
            "countries": e.countries,
            "regions": e.regions,
            "subdivisions": e.subdivisions,
            "excluded": e.excluded,
            "time_zone": zone,
            "time_zones": e.time_zones,
            "evidence": e.evidence.iter().map(span).collect::<Vec<_>>(),
        },
        "verdicts": verdicts,
        "salary": reading.salary.as_ref().map(pay),
        "other_salaries": reading.other_salaries.iter().map(pay).collect::<Vec<_>>(),
        "pay_by_place": reading.pay_by_place.value,
        "language": reading.language,
        "years_experience": reading.years_experience.as_ref().map(|years| years.value),
        "conflicts": reading.conflicts,
        "version": reading.version,
    });
    if explain && let Some(object) = line.as_object_mut() {
        object.insert("explained".to_owned(), explained(&text, &reading));
    }
    line
}

/// A band with its words and with what makes it suspicious.
fn pay(salary: &domain::read::Read<SalaryBand>) -> serde_json::Value {
    serde_json::json!({
        "min": salary.value.min().map(|min| min.to_json()),
        "max": salary.value.max().map(|max| max.to_json()),
        "currency": salary.value.currency(),
        "period": salary.value.period(),
        "kind": salary.value.kind(),
        "doubts": salary.value.doubts(),
        "evidence": salary.evidence.as_ref().map(span),
    })
}

/// A band in a few words, for the marks: "salary USD base a year, doubtful: wide".
fn pay_in_words(band: &SalaryBand) -> String {
    let doubts: Vec<&str> = band.doubts().into_iter().map(|doubt| doubt.slug()).collect();
    let doubtful = if doubts.is_empty() { String::new() } else { format!(", doubtful: {}", doubts.join(", ")) };
    format!("salary {} {} a {}{doubtful}", band.currency(), band.kind(), band.period())
}

fn span(evidence: &Evidence) -> serde_json::Value {
    serde_json::json!({ "field": evidence.field, "start": evidence.start, "end": evidence.end, "text": evidence.text })
}

/// Every field that holds evidence, with `[[words]](value; rule)` at each span.
fn explained(text: &PostingText<'_>, reading: &Reading) -> serde_json::Value {
    let mut marks: Vec<(&Evidence, String)> = Vec::new();
    let mark = |evidence: Option<&Evidence>, value: String, marks: &mut Vec<(Evidence, String)>| {
        if let Some(evidence) = evidence {
            marks.push((evidence.clone(), value));
        }
    };
    let mut owned: Vec<(Evidence, String)> = Vec::new();
    mark(reading.role.evidence.as_ref(), reading.role.value.to_string(), &mut owned);
    mark(reading.seniority.evidence.as_ref(), reading.seniority.value.to_string(), &mut owned);
    mark(reading.work_mode.evidence.as_ref(), reading.work_mode.value.to_string(), &mut owned);
    mark(reading.employment_type.evidence.as_ref(), reading.employment_type.value.to_string(), &mut owned);
    mark(reading.sponsorship.evidence.as_ref(), format!("sponsorship {}", reading.sponsorship.value), &mut owned);
    mark(reading.equity.evidence.as_ref(), "equity".to_owned(), &mut owned);
    mark(reading.pay_by_place.evidence.as_ref(), format!("pay by place {}", reading.pay_by_place.value), &mut owned);
    mark(reading.years_experience.as_ref().and_then(|years| years.evidence.as_ref()), "years".to_owned(), &mut owned);
    for salary in reading.salary.iter().chain(&reading.other_salaries) {
        mark(salary.evidence.as_ref(), pay_in_words(&salary.value), &mut owned);
    }
    for skill in &reading.skills {
        mark(skill.evidence.as_ref(), skill.value.to_string(), &mut owned);
    }
    for evidence in &reading.eligibility.evidence {
        mark(Some(evidence), format!("eligibility {}", reading.eligibility.scope), &mut owned);
    }
    marks.extend(owned.iter().map(|(evidence, value)| (evidence, value.clone())));
    marks.sort_by_key(|(evidence, _)| (evidence.start, evidence.end));
    let fields = [
        (Field::Title, Some(text.title)),
        (Field::Location, text.location),
        (Field::EmploymentType, text.employment_type),
        (Field::SalaryText, text.salary_text),
        (Field::Text, Some(text.text)),
    ];
    let out: serde_json::Map<String, serde_json::Value> = fields
        .into_iter()
        .filter_map(|(field, words)| {
            let marks: Vec<_> = marks.iter().filter(|(evidence, _)| evidence.field == field).collect();
            (!marks.is_empty()).then(|| (field.slug().to_owned(), marked(words.unwrap_or(""), &marks).into()))
        })
        .collect();
    out.into()
}

/// The words with their marks, in one pass over the characters; spans may overlap.
fn marked(words: &str, marks: &[&(&Evidence, String)]) -> String {
    let mut opening: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    let mut closing: std::collections::BTreeMap<u32, Vec<String>> = std::collections::BTreeMap::new();
    for (evidence, value) in marks {
        *opening.entry(evidence.start).or_default() += 1;
        closing.entry(evidence.end).or_default().push(format!("]]({value}; {})", evidence.rule));
    }
    let mut out = String::with_capacity(words.len() * 2);
    let end = words.chars().count() as u32;
    for (at, c) in words.chars().map(Some).chain(std::iter::once(None)).enumerate().map(|(at, c)| ((at as u32).min(end), c)) {
        closing.remove(&at).into_iter().flatten().for_each(|close| out.push_str(&close));
        (0..opening.remove(&at).unwrap_or(0)).for_each(|_| out.push_str("[["));
        out.extend(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &str, explain: bool) -> (Summary, Vec<serde_json::Value>) {
        let places: Vec<Place> = ["US", "PT"].iter().filter_map(|code| Place::parse(code)).collect();
        let mut output = Vec::new();
        let summary = run(&places, explain, input.as_bytes(), &mut output).unwrap();
        (summary, output.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect())
    }

    #[test]
    fn each_line_gets_a_line_and_a_bad_one_stops_nothing() {
        let input = "{\"id\": 1, \"title\": \"Senior Backend Engineer\", \"location\": \"Remote, US\", \"text\": null}\nnot json\n{\"id\": \"x\"}\n{\"id\": 2, \"title\": \"Accountant\"}";
        let (summary, lines) = lines(input, false);
        assert_eq!(summary, Summary { read: 2, malformed: 2 });
        assert_eq!(lines[0]["role"], "backend-engineer");
        assert_eq!(lines[0]["seniority"], "senior");
        assert_eq!(lines[0]["verdicts"]["US"], "eligible");
        assert_eq!(lines[0]["verdicts"]["PT"], "ineligible");
        assert!(lines[1]["error"].is_string());
        assert_eq!(lines[2]["id"], "x");
        assert_eq!(lines[3]["role"], "accountant");
    }

    #[test]
    fn explaining_marks_the_words_with_their_rules() {
        let (_, lines) = lines("{\"id\": 1, \"title\": \"Senior Backend Engineer\"}", true);
        assert_eq!(
            lines[0]["explained"]["title"],
            "[[Senior]](senior; title.seniority) [[Backend Engineer]](backend-engineer; title.role)"
        );
    }

    #[test]
    fn suspicious_pay_is_flagged_in_the_line_and_in_the_marks() {
        let (_, lines) = lines("{\"id\": 1, \"title\": \"Engineer\", \"salary_text\": \"$30K – $300K • $10K Bonus\"}", true);
        assert_eq!(lines[0]["salary"]["doubts"], serde_json::json!(["wide"]));
        assert_eq!(
            lines[0]["explained"]["salary_text"],
            "[[$30K – $300K]](salary USD base a year, doubtful: wide; pay.amount) • $10K Bonus"
        );
    }

    #[test]
    fn a_contradicted_flag_is_reported() {
        let (_, lines) = lines(
            "{\"id\": 1, \"title\": \"Engineer\", \"remote_flag\": true, \"text\": \"This is a hybrid role: 3 days a week in the office.\"}",
            false,
        );
        assert_eq!(lines[0]["work_mode"], "hybrid");
        assert_eq!(lines[0]["conflicts"].as_array().map(Vec::len), Some(1));
        assert_eq!(lines[0]["verdicts"]["US"], "ineligible");
    }

    /// An endless input of postings: what is kept of it must not grow with what was read.
    struct Endless {
        line: &'static [u8],
        at: usize,
        left: usize,
    }

    impl std::io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let mut written = 0;
            while self.left > 0 && written < into.len() {
                into[written] = self.line[self.at];
                written += 1;
                self.at += 1;
                if self.at == self.line.len() {
                    self.at = 0;
                    self.left -= 1;
                }
            }
            Ok(written)
        }
    }

    /// Counts what is written and keeps nothing.
    #[derive(Default)]
    struct Counting {
        lines: usize,
        longest: usize,
    }

    impl Write for &mut Counting {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
            self.longest = self.longest.max(bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_answered_as_they_come() {
        let input = Endless { line: b"{\"id\": 1, \"title\": \"Baker\"}\n", at: 0, left: 3_000 };
        let mut output = Counting::default();
        let summary = run(&[], false, std::io::BufReader::with_capacity(64, input), &mut output).unwrap();
        assert_eq!((summary.read, output.lines), (3_000, 3_000));
        assert!(output.longest < 4_096, "nothing is gathered before it is written");
    }
}
