//! Runs over boards: one row each, with its report.

use diesel::prelude::*;
use domain::id::RunId;
use domain::time::Timestamp;

use crate::conn::Conn;
use crate::error::Error;
use crate::row::At;
use crate::schema::runs;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was read.
    Complete,
    /// Some was read; the source's list may be longer.
    Partial,
    /// Nothing had changed.
    Unchanged,
    /// Nothing could be read.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 4] = [Outcome::Complete, Outcome::Partial, Outcome::Unchanged, Outcome::Failed];

    /// The name, as stored and shown.
    pub fn slug(self) -> &'static str {
        match self {
            Outcome::Complete => "complete",
            Outcome::Partial => "partial",
            Outcome::Unchanged => "unchanged",
            Outcome::Failed => "failed",
        }
    }
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// Its identifier.
    pub id: RunId,
    /// The source.
    pub source: String,
    /// The board, or empty.
    pub board: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// Items that claimed to be jobs.
    pub seen: u64,
    /// Items taken.
    pub accepted: u64,
    /// Items not taken.
    pub rejected: u64,
    /// Listings that it opened.
    pub opened: u64,
    /// Listings that it changed.
    pub changed: u64,
    /// Postings that it closed.
    pub closed: u64,
    /// The whole report, as JSON.
    pub report: String,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = runs)]
struct RunRow {
    id: String,
    source: String,
    board: String,
    started_at: i64,
    finished_at: i64,
    outcome: String,
    seen: i64,
    accepted: i64,
    rejected: i64,
    opened: i64,
    changed: i64,
    closed: i64,
    report: String,
}

/// Stores a run.
pub fn insert(conn: &mut Conn, run: &RunRecord) -> Result<(), Error> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let row = RunRow {
        id: run.id.to_string(),
        source: run.source.clone(),
        board: run.board.clone(),
        started_at: run.started_at.unix_micros(),
        finished_at: run.finished_at.unix_micros(),
        outcome: run.outcome.slug().to_owned(),
        seen: count(run.seen),
        accepted: count(run.accepted),
        rejected: count(run.rejected),
        opened: count(run.opened),
        changed: count(run.changed),
        closed: count(run.closed),
        report: run.report.clone(),
    };
    diesel::insert_into(runs::table).values(&row).execute(conn)?;
    Ok(())
}

/// The last run over a source.
pub fn latest(conn: &mut Conn, source: &str) -> Result<Option<RunRecord>, Error> {
    let row: Option<RunRow> = runs::table
        .filter(runs::source.eq(source))
        .order((runs::finished_at.desc(), runs::id.desc()))
        .select(RunRow::as_select())
        .first(conn)
        .optional()?;
    row.map(RunRecord::try_from).transpose()
}

impl TryFrom<RunRow> for RunRecord {
    type Error = Error;

    fn try_from(row: RunRow) -> Result<RunRecord, Error> {
        let at = At { table: "runs", id: &row.id };
        Ok(RunRecord {
            id: at.need("id", RunId::parse(&row.id).ok())?,
            source: row.source,
            board: row.board,
            started_at: Timestamp::from_unix_micros(row.started_at),
            finished_at: Timestamp::from_unix_micros(row.finished_at),
            outcome: at.need("outcome", Outcome::ALL.into_iter().find(|outcome| outcome.slug() == row.outcome))?,
            seen: row.seen.unsigned_abs(),
            accepted: row.accepted.unsigned_abs(),
            rejected: row.rejected.unsigned_abs(),
            opened: row.opened.unsigned_abs(),
            changed: row.changed.unsigned_abs(),
            closed: row.closed.unsigned_abs(),
            report: row.report,
        })
    }
}
