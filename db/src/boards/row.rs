//! The row of a board.

use diesel::prelude::*;
use domain::time::Timestamp;

use super::{Board, Counts, Trouble};
use crate::error::Error;
use crate::row::{At, micros, time};
use crate::schema::boards;

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = boards, primary_key(source, slug), treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct BoardRow {
    pub source: String,
    pub slug: String,
    host: String,
    watched_since: i64,
    pub next_run_at: i64,
    interval_seconds: i32,
    watermark: Option<i64>,
    etag: Option<String>,
    last_modified: Option<String>,
    content_hash: Option<String>,
    failures: i32,
    checked_at: Option<i64>,
    complete_at: Option<i64>,
    confirmed_at: i64,
    sizes: String,
    seen: i32,
    accepted: i32,
    rejected: i32,
    filled: String,
    trouble: Option<String>,
    trouble_since: Option<i64>,
    doubted_since: Option<i64>,
    retired_at: Option<i64>,
    asked_after: Option<String>,
}

impl BoardRow {
    pub fn new(board: &Board) -> BoardRow {
        let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let sizes: Vec<String> = board.sizes.iter().map(u32::to_string).collect();
        BoardRow {
            source: board.source.clone(),
            slug: board.slug.clone(),
            host: board.host.clone(),
            watched_since: board.watched_since.unix_micros(),
            next_run_at: board.next_run_at.unix_micros(),
            interval_seconds: count(board.interval_seconds),
            watermark: micros(board.watermark),
            etag: board.etag.clone(),
            last_modified: board.last_modified.clone(),
            content_hash: board.content_hash.clone(),
            failures: count(board.failures),
            checked_at: micros(board.checked_at),
            complete_at: micros(board.complete_at),
            confirmed_at: board.confirmed_at.unix_micros(),
            sizes: format!("[{}]", sizes.join(",")),
            seen: count(board.counts.seen),
            accepted: count(board.counts.accepted),
            rejected: count(board.counts.rejected),
            filled: serde_json::to_string(&board.filled).unwrap_or_else(|_| "{}".to_owned()),
            trouble: board.trouble.as_ref().map(|trouble| trouble.words.clone()),
            trouble_since: board.trouble.as_ref().map(|trouble| trouble.since.unix_micros()),
            doubted_since: micros(board.doubted_since),
            retired_at: micros(board.retired_at),
            asked_after: board.asked_after.clone(),
        }
    }
}

impl TryFrom<BoardRow> for Board {
    type Error = Error;

    fn try_from(row: BoardRow) -> Result<Board, Error> {
        let name = format!("{} {}", row.source, row.slug);
        let at = At { table: "boards", id: &name };
        let trouble = match (row.trouble, row.trouble_since) {
            (Some(words), Some(since)) => Some(Trouble { words, since: Timestamp::from_unix_micros(since) }),
            (None, None) => None,
            _ => return Err(Error::corrupt("boards", "trouble_since", &name)),
        };
        Ok(Board {
            sizes: at.json("sizes", &row.sizes)?,
            host: row.host,
            watched_since: Timestamp::from_unix_micros(row.watched_since),
            next_run_at: Timestamp::from_unix_micros(row.next_run_at),
            interval_seconds: row.interval_seconds.unsigned_abs(),
            watermark: time(row.watermark),
            etag: row.etag,
            last_modified: row.last_modified,
            content_hash: row.content_hash,
            failures: row.failures.unsigned_abs(),
            checked_at: time(row.checked_at),
            complete_at: time(row.complete_at),
            confirmed_at: Timestamp::from_unix_micros(row.confirmed_at),
            counts: Counts { seen: row.seen.unsigned_abs(), accepted: row.accepted.unsigned_abs(), rejected: row.rejected.unsigned_abs() },
            filled: at.json("filled", &row.filled)?,
            trouble,
            doubted_since: time(row.doubted_since),
            retired_at: time(row.retired_at),
            asked_after: row.asked_after,
            source: row.source,
            slug: row.slug,
        })
    }
}
