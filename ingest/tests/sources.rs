//! `docs/SOURCES.md` is written from what the connectors say of their platforms.

#![allow(clippy::unwrap_used)] // a test that meets the unexpected fails on the spot

use std::fmt::Write as _;
use std::path::Path;

use domain::source::{Access, Descriptor};
use ingest::connectors;

/// Set to write the page anew.
const WRITE: &str = "REMNAVI_WRITE_DOCS";

#[test]
fn the_page_of_sources_says_what_the_connectors_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/SOURCES.md");
    let expected = page();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == expected, "docs/SOURCES.md is out of date: {WRITE}=1 cargo test -p ingest --test sources");
}

#[test]
fn every_source_says_what_it_asks_and_is_in_the_table() {
    let table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/CONNECTORS.md")).unwrap();
    for source in connectors::all().iter().map(|connector| connector.descriptor()) {
        assert!(source.terms.len() > 20 && source.attribution.as_ref().is_none_or(|words| !words.is_empty()), "{}", source.slug);
        assert!(source.pace_seconds > 0 && source.cadence_seconds >= source.pace_seconds, "{}", source.slug);
        assert!(table.contains(&format!("\n| `{}` |", source.slug)), "{} has no row in docs/CONNECTORS.md", source.slug);
    }
}

fn page() -> String {
    let descriptors: Vec<&Descriptor> = connectors::all().iter().map(|connector| connector.descriptor()).collect();
    let mut out = String::from("# Sources\n\nWritten from the connectors' descriptors; how each is asked and read stands in its code, ");
    out.push_str("and [CONNECTORS.md](CONNECTORS.md) tells how to add one.\n\n");
    writeln!(
        out,
        "{} connectors. *Pace*: between two requests to one host. *Cadence*: between two runs over one board, at least.\n",
        descriptors.len()
    )
    .unwrap();
    out.push_str("| source | slug | kind | pace | cadence | held back |\n| --- | --- | --- | --- | --- | --- |\n");
    for source in &descriptors {
        let held = if source.delay_seconds == 0 { "no".to_owned() } else { span(source.delay_seconds) };
        let (pace, cadence) = (span(source.pace_seconds), span(source.cadence_seconds));
        writeln!(
            out,
            "| [{}](#{}) | `{}` | {} | {pace} | {cadence} | {held} |",
            source.name,
            anchor(&source.name),
            source.slug,
            source.kind.slug()
        )
        .unwrap();
    }
    for source in &descriptors {
        writeln!(out, "\n## {}\n", source.name).unwrap();
        writeln!(out, "{}", how(&source.slug)).unwrap();
        writeln!(out, "\n- Terms: {}", source.terms).unwrap();
        let access = match source.access {
            Access::Offered => "an API or feed that is offered for it",
            Access::Pages => "web pages, or the calls that they make: where robots.txt allows it",
        };
        writeln!(out, "- Asked for: {access}").unwrap();
        match &source.attribution {
            Some(words) => writeln!(out, "- Shown with its jobs: {words}").unwrap(),
            None => out.push_str("- Shown with its jobs: nothing is asked\n"),
        }
        if !source.url.is_empty() {
            writeln!(out, "- Home: <{}>", source.url).unwrap();
        }
    }
    out
}

/// What the connector's code says first of itself.
fn how(slug: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/connectors").join(slug).join("mod.rs");
    let code = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> =
        code.lines().map_while(|line| line.strip_prefix("//!")).take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    assert!(!lines.is_empty(), "{slug}: the code does not begin with what it is");
    lines.join(" ")
}

/// As GitHub names a heading.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn span(seconds: u32) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    }
}
