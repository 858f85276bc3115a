//! `remnavi ingest`: recorded answers, or live ones.

use std::path::Path;

use ingest::recorded;
use ingest::report::{Report, SourceReport};
use ingest::store::{Outcome, Store};
use serde::Serialize;

use crate::args::Ingest;
use crate::error::Error;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// What a replay came to.
#[derive(Serialize)]
struct Replayed<'a> {
    #[serde(flatten)]
    report: &'a Report,
    stored: Outcome,
}

/// Runs the command.
pub fn run(settings: &Settings, args: &Ingest) -> Result<(), Error> {
    match &args.recorded {
        Some(dir) => replay(settings, dir, args),
        None => Err(Error::Usage("name what to ingest: --recorded DIR".to_owned())),
    }
}

fn replay(settings: &Settings, dir: &Path, args: &Ingest) -> Result<(), Error> {
    let (report, stored) = if args.dry_run {
        (recorded::parse_folder(dir, &mut |_, _| {}).map_err(ingest::Error::from)?, Outcome::default())
    } else {
        let db = wiring::database(settings)?;
        recorded::replay(dir, &Store::new(&db, &wiring::random))?
    };
    if args.json {
        return terminal::print(&to_json(&Replayed { report: &report, stored })?);
    }
    for source in &report.sources {
        terminal::print(&line(source))?;
        for rejected in &source.examples {
            terminal::print(&format!("    {}: {} ({})", rejected.item, rejected.detail, rejected.reason))?;
        }
        for error in &source.errors {
            terminal::print(&format!("    not read: {error}"))?;
        }
    }
    if !report.skipped.is_empty() {
        terminal::print(&format!("no connector for: {}", report.skipped.join(", ")))?;
    }
    terminal::print(&format!("{} seen, {} accepted; {}", report.seen(), report.accepted(), words(stored)))
}

fn line(source: &SourceReport) -> String {
    let reasons: Vec<String> = source.reasons.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    let unknown: Vec<String> = source.unknown.iter().map(|unknown| format!("{}={}", unknown.field, unknown.value)).collect();
    let mut line = format!("{:<16} {:>3} files {:>6} seen {:>6} accepted", source.source, source.files, source.seen, source.accepted);
    if !reasons.is_empty() {
        line.push_str(&format!("; rejected: {}", reasons.join(", ")));
    }
    if !unknown.is_empty() {
        line.push_str(&format!("; unknown: {}", unknown.join(", ")));
    }
    line
}

/// What was stored, in words.
pub fn words(stored: Outcome) -> String {
    format!("{} new, {} merged, {} changed, {} unchanged", stored.new, stored.merged, stored.changed, stored.unchanged)
}

/// A report for programs.
pub fn to_json(report: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(report).map_err(|error| Error::Usage(format!("the report cannot be written: {error}")))
}
