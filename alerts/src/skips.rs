//! What was not told, by reason: counted where it happens, in the transaction that leaves it out.

use db::{Conn, counters};

/// Why something was not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Skip {
    /// The saved search cannot be read.
    Unreadable,
    /// The person has hidden the listing.
    Hidden,
    /// The person was told the listing before.
    Told,
    /// The listing has closed, or is gone.
    Closed,
    /// The saved search no longer tells.
    Off,
    /// There is nowhere to tell it: no webhook endpoint is enabled.
    Nowhere,
}

impl Skip {
    /// The reason in one word.
    pub const fn slug(self) -> &'static str {
        match self {
            Skip::Unreadable => "unreadable",
            Skip::Hidden => "hidden",
            Skip::Told => "told",
            Skip::Closed => "closed",
            Skip::Off => "off",
            Skip::Nowhere => "nowhere",
        }
    }
}

/// Counts what was left out.
pub fn count(c: &mut Conn, skip: Skip, times: usize) -> Result<(), db::Error> {
    counters::add(c, &format!("{}{}", counters::SKIPPED, skip.slug()), i64::try_from(times).unwrap_or(i64::MAX)).map(drop)
}
