//! `remnavi extract`: postings on standard input, what they say on standard output.

use std::io::{BufReader, BufWriter};

use domain::place::Place;

use crate::args::Extract;
use crate::error::Error;
use crate::{extract, terminal};

/// Runs the command.
pub fn run(args: &Extract) -> Result<(), Error> {
    let places = args.work_from.iter().map(|code| place(code)).collect::<Result<Vec<_>, _>>()?;
    let input = BufReader::with_capacity(1 << 20, std::io::stdin().lock());
    let output = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let summary = extract::run(&places, args.explain, input, output).map_err(Error::io("cannot read or write the postings"))?;
    if summary.malformed > 0 {
        terminal::say(&format!("{} of {} lines are no postings", summary.malformed, summary.malformed + summary.read));
    }
    Ok(())
}

fn place(code: &str) -> Result<Place, Error> {
    Place::parse(code.trim()).ok_or_else(|| {
        Error::Usage(format!("--work-from: {code:?} is no country (ISO 3166-1, as PT) or subdivision (ISO 3166-2, as US-CA)"))
    })
}
