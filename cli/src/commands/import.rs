//! `remnavi import`: feeds in the product's own format.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use ingest::import::{self, ImportReport};
use ingest::store::Store;

use super::ingest::{to_json, words};
use crate::args::Import;
use crate::error::Error;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings, args: &Import) -> Result<(), Error> {
    wiring::give_way_to_server(settings);
    let db = wiring::database(settings)?;
    let store = Store::new(&db, &wiring::random);
    for file in &args.files {
        let (input, size) = open(file)?;
        let mut progress = Progress::new("importing", size);
        let report = import::run(input, &store, wiring::now(), &mut |at| progress.at(at.bytes, at.lines))?;
        progress.done();
        if args.json {
            terminal::print(&to_json(&report)?)?;
        } else {
            show(file, &report)?;
        }
    }
    Ok(())
}

/// A feed and its size in bytes; 0 where that is not known, as with standard input and with gzip.
fn open(file: &Path) -> Result<(Box<dyn BufRead>, u64), Error> {
    if file == Path::new("-") {
        return Ok((Box::new(BufReader::with_capacity(1 << 20, std::io::stdin())), 0));
    }
    let opened = File::open(file).map_err(Error::io(format!("cannot open {}", file.display())))?;
    let size = opened.metadata().map_or(0, |metadata| metadata.len());
    let gzip = file.extension().is_some_and(|extension| extension == "gz");
    Ok((Box::new(BufReader::with_capacity(1 << 20, opened)), if gzip { 0 } else { size }))
}

fn show(file: &Path, report: &ImportReport) -> Result<(), Error> {
    terminal::print(&format!(
        "{}: {} lines, {} accepted, {} rejected; {}",
        file.display(),
        report.lines,
        report.accepted,
        report.rejected,
        words(report.stored)
    ))?;
    for (reason, count) in &report.reasons {
        terminal::print(&format!("    rejected, {reason}: {count}"))?;
    }
    for example in &report.examples {
        terminal::print(&format!("    {}: {}", example.item, example.detail))?;
    }
    if !report.unknown.is_empty() {
        let unknown: Vec<String> = report.unknown.iter().map(|unknown| format!("{}={}", unknown.field, unknown.value)).collect();
        terminal::print(&format!("    unknown: {}", unknown.join(", ")))?;
    }
    Ok(())
}
