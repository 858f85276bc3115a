//! One line of the log: when, how grave, from where, what, and the key-values.

use std::io::{self, Write};

use env_logger::fmt::Formatter;
use log::kv::{self, Key, Value, VisitSource};

use crate::wiring;

/// Writes a record as a line. The time is formatted here, with what the program has: `env_logger` would bring a calendar of its own.
pub fn write(out: &mut Formatter, record: &log::Record<'_>) -> io::Result<()> {
    let style = out.default_level_style(record.level());
    write!(out, "[{} {style}{:<5}{style:#} {}] {}", wiring::now(), record.level(), record.target(), record.args())?;
    record.key_values().visit(&mut Pairs(out)).map_err(io::Error::other)?;
    writeln!(out)
}

struct Pairs<'a>(&'a mut Formatter);

impl<'kvs> VisitSource<'kvs> for Pairs<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), kv::Error> {
        write!(self.0, " {key}={value}").map_err(kv::Error::from)
    }
}
