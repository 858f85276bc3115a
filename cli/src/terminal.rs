//! Standard output and error, for people. A closed pipe is an error of the command, never a panic.

use std::io::Write;

use crate::error::Error;

/// Writes a line to standard output: what was asked for.
pub fn print(line: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(Error::io("cannot write to standard output"))
}

/// Writes a line to standard error: what is worth knowing besides. Nobody may be listening.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
