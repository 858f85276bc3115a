//! What reading a posting costs. `cargo bench -p domain --bench reading`; postings a second a core is
//! `items/s` of `postings`. The pairs of sizes of `hostile` show that the time grows with the length, not with its square.
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::Read;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use domain::html;
use domain::read::{PostingText, read};
use serde::Deserialize;

/// Every so manyth line of the recorded postings is taken.
const STEP: usize = 29;

#[derive(Deserialize)]
struct Line {
    source: String,
    title: String,
    company: Option<String>,
    location: Option<String>,
    remote: Option<bool>,
    employment_type: Option<String>,
    salary_text: Option<String>,
    description: Option<String>,
    description_format: Option<String>,
}

impl Line {
    fn posting(&self) -> PostingText<'_> {
        PostingText {
            source: &self.source,
            title: &self.title,
            company: self.company.as_deref(),
            location: self.location.as_deref(),
            remote_flag: self.remote,
            employment_type: self.employment_type.as_deref(),
            salary_text: self.salary_text.as_deref(),
            text: self.description.as_deref().unwrap_or(""),
        }
    }
}

/// Recorded postings where they lie beside the project, else invented ones.
static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| recorded().unwrap_or_else(invented));

fn recorded() -> Option<Vec<Line>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/corpus/listings-dev.jsonl.gz");
    let mut all = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut all).ok()?;
    let lines = all.lines().step_by(STEP).map(|line| {
        let mut line: Line = serde_json::from_str(line).unwrap();
        if line.description_format.as_deref() == Some("html") {
            line.description = line.description.map(|text| html::to_text(&text));
        }
        line
    });
    Some(lines.collect())
}

fn invented() -> Vec<Line> {
    let text = "We build invented machines. You have 5+ years of experience with Rust and PostgreSQL. The role is fully remote within the \
                United States or Canada and overlaps 4 hours with Eastern time. The salary range is $120,000 - $150,000 a year, plus equity. "
        .repeat(12);
    (0..1_000)
        .map(|n| Line {
            source: "invented".into(),
            title: format!("Senior Backend Engineer {n}"),
            company: Some("Example Robotics".into()),
            location: Some("Remote - United States".into()),
            remote: Some(true),
            employment_type: Some("Full-time".into()),
            salary_text: None,
            description: Some(text.clone()),
            description_format: None,
        })
        .collect()
}

fn main() {
    LazyLock::force(&LINES);
    // The tables are built once a process.
    black_box(read(&PostingText { title: "Engineer", text: "remote $1", ..PostingText::default() }));
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn postings(bencher: Bencher) {
    bencher.counter(ItemsCount::new(LINES.len())).bench(|| {
        for line in LINES.iter() {
            black_box(read(&line.posting()));
        }
    });
}

const PIECES: &[&str] = &["7", "remote ", "$", "(", "London, ", "$9 - ", "UTC+1 ", "must be based in Berlin. "];

#[divan::bench(args = [(0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (4, 2), (5, 1), (5, 2), (6, 1), (6, 2), (7, 1), (7, 2)], sample_count = 3, sample_size = 1)]
fn hostile(bencher: Bencher, (piece, half_megabytes): (usize, usize)) {
    let piece = PIECES.get(piece).unwrap();
    let text = piece.repeat(half_megabytes * 500_000 / piece.len());
    let posting = PostingText { title: &text, location: Some(&text), salary_text: Some(&text), text: &text, ..PostingText::default() };
    bencher.counter(BytesCount::new(text.len())).bench(|| black_box(read(&posting)));
}
