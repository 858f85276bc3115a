//! `remnavi ingest`: recorded answers, or live ones.

use std::cell::RefCell;
use std::path::Path;

use db::Db;
use domain::source::SourceKind;
use ingest::connector::Connector;
use ingest::report::{Report, SourceReport};
use ingest::run::{BoardRun, Runner};
use ingest::store::{Outcome, Store};
use ingest::{connectors, recorded};
use serde::Serialize;

use crate::args::Ingest;
use crate::error::Error;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::{signals, tasks, terminal, wiring};

/// What a replay came to.
#[derive(Serialize)]
struct Replayed<'a> {
    #[serde(flatten)]
    report: &'a Report,
    stored: Outcome,
}

/// Runs the command.
pub fn run(settings: &Settings, args: &Ingest) -> Result<(), Error> {
    wiring::give_way_to_server(settings);
    match &args.recorded {
        Some(dir) => replay(settings, dir, args),
        None => live(settings, args),
    }
}

/// Fetches a board, the boards of a source, or all that are due.
fn live(settings: &Settings, args: &Ingest) -> Result<(), Error> {
    let db = wiring::database(settings)?;
    let stop = signals::stop_on_signal()?;
    let fetcher = tasks::fetching::fetcher(settings, &db, &stop);
    let progress = RefCell::new(Progress::new("fetching", 0));
    let on_page = |report: &SourceReport| progress.borrow_mut().at(report.files as u64, report.seen as u64);
    let runner = Runner::new(&db, &fetcher, &wiring::random, &on_page);
    let mut runs = Vec::new();
    match &args.source {
        Some(source) => {
            let connector = connectors::by_slug(source).ok_or_else(|| unknown(source))?;
            for board in boards(&db, connector, args.board.as_deref())? {
                if args.dry_run {
                    runs.push(runner.look(connector, &board)?);
                } else if let Some(run) = runner.named(connector, &board)? {
                    runs.push(run);
                } else {
                    return Err(Error::Usage(format!("{source} {board} is being fetched by another process")));
                }
                if stop.requested() {
                    break;
                }
            }
        }
        None if args.dry_run => return Err(Error::Usage("a dry run needs --source".to_owned())),
        None => {
            while !stop.requested()
                && let Some(run) = runner.due()?
            {
                runs.push(run);
            }
        }
    }
    progress.into_inner().done();
    show(&runs, args)
}

fn show(runs: &[BoardRun], args: &Ingest) -> Result<(), Error> {
    if args.json {
        terminal::print(&to_json(&runs)?)?;
    } else {
        for run in runs {
            details(&run.report)?;
            terminal::print(&format!(
                "    {} {}: {}, {} held back, {} closed",
                run.board,
                run.outcome,
                words(run.stored),
                run.held,
                run.closed
            ))?;
        }
        terminal::print(&format!("{} runs", runs.len()))?;
    }
    match runs.iter().find_map(|run| run.report.errors.first().map(|error| (run, error))) {
        Some((run, error)) => Err(Error::Usage(format!("{} {}: {error}", run.report.source, run.board).replace("  ", " "))),
        None => Ok(()),
    }
}

/// The boards to fetch from a source: the one that is named, all that are known, or the single one it has.
fn boards(db: &Db, connector: &dyn Connector, named: Option<&str>) -> Result<Vec<String>, Error> {
    let source = connector.descriptor();
    if let Some(board) = named {
        // An address of the board says its name, too.
        return Ok(vec![connector.board_of(board).unwrap_or_else(|| board.to_owned())]);
    }
    let known = db.read_blocking(|c| db::boards::of_source(c, &source.slug))?;
    match (known.is_empty(), source.kind) {
        (false, _) => Ok(known),
        (true, SourceKind::Ats) => Err(Error::Usage(format!("{} has a board for each employer: name one with --board", source.name))),
        (true, SourceKind::Feed) => Err(Error::Usage(format!("{} are known by their addresses: name one with --board", source.name))),
        (true, _) => Ok(vec![String::new()]),
    }
}

pub(super) fn unknown(source: &str) -> Error {
    let known: Vec<&str> = connectors::all().iter().map(|connector| connector.descriptor().slug.as_str()).collect();
    Error::Usage(format!("there is no source {source}; there are {}", known.join(", ")))
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
        details(source)?;
    }
    if !report.skipped.is_empty() {
        terminal::print(&format!("no connector for: {}", report.skipped.join(", ")))?;
    }
    let filled = report.filled();
    terminal::print(&format!("{} of them with title, address, company and place or remote flag", filled.essentials))?;
    let named: Vec<String> = filled.named().iter().map(|(field, count)| format!("{field} {count}")).collect();
    terminal::print(&format!("filled: {}", named.join(", ")))?;
    terminal::print(&format!("{} seen, {} accepted; {}", report.seen(), report.accepted(), words(stored)))
}

/// A source's line, and below it what went wrong.
fn details(source: &SourceReport) -> Result<(), Error> {
    terminal::print(&line(source))?;
    for rejected in &source.examples {
        terminal::print(&format!("    {}: {} ({})", rejected.item, rejected.detail, rejected.reason))?;
    }
    for error in &source.errors {
        terminal::print(&format!("    not read: {error}"))?;
    }
    Ok(())
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
