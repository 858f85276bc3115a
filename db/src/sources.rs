//! Sources: what each connector says of itself, and what its last run brought.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::source::{Access, Descriptor, SourceKind};

use crate::boards::{self, Tally};
use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::At;
use crate::runs::{self, RunRecord};
use crate::schema::sources;

/// A source with its last run, and how it goes with its boards.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceState {
    /// What it is.
    pub descriptor: Descriptor,
    /// Its last run over any board; `None` before the first.
    pub last_run: Option<RunRecord>,
    /// Its boards together.
    pub boards: Tally,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sources, treat_none_as_default_value = false)]
struct SourceRow {
    slug: String,
    name: String,
    kind: String,
    url: String,
    terms: String,
    access: String,
    attribution: Option<String>,
    pace_seconds: i32,
    cadence_seconds: i32,
    delay_seconds: i32,
}

impl SourceRow {
    fn new(descriptor: &Descriptor) -> SourceRow {
        let seconds = |seconds: u32| i32::try_from(seconds).unwrap_or(i32::MAX);
        SourceRow {
            slug: descriptor.slug.clone(),
            name: descriptor.name.clone(),
            kind: descriptor.kind.slug().to_owned(),
            url: descriptor.url.clone(),
            terms: descriptor.terms.clone(),
            access: descriptor.access.slug().to_owned(),
            attribution: descriptor.attribution.clone(),
            pace_seconds: seconds(descriptor.pace_seconds),
            cadence_seconds: seconds(descriptor.cadence_seconds),
            delay_seconds: seconds(descriptor.delay_seconds),
        }
    }
}

impl TryFrom<SourceRow> for Descriptor {
    type Error = Error;

    fn try_from(row: SourceRow) -> Result<Descriptor, Error> {
        let at = At { table: "sources", id: &row.slug };
        Ok(Descriptor {
            kind: at.need("kind", SourceKind::from_slug(&row.kind))?,
            access: at.need("access", Access::from_slug(&row.access))?,
            pace_seconds: at.need("pace_seconds", u32::try_from(row.pace_seconds).ok())?,
            cadence_seconds: at.need("cadence_seconds", u32::try_from(row.cadence_seconds).ok())?,
            delay_seconds: at.need("delay_seconds", u32::try_from(row.delay_seconds).ok())?,
            slug: row.slug,
            name: row.name,
            url: row.url,
            terms: row.terms,
            attribution: row.attribution,
        })
    }
}

/// Stores what sources say of themselves; sources that are not named stay as they are.
pub fn sync(conn: &mut Conn, descriptors: &[Descriptor]) -> Result<(), Error> {
    use sources as s;
    let rows: Vec<SourceRow> = descriptors.iter().map(SourceRow::new).collect();
    per_backend!(conn, c => diesel::insert_into(sources::table)
        .values(&rows)
        .on_conflict(s::slug)
        .do_update()
        .set((
            s::name.eq(excluded(s::name)),
            s::kind.eq(excluded(s::kind)),
            s::url.eq(excluded(s::url)),
            s::terms.eq(excluded(s::terms)),
            s::access.eq(excluded(s::access)),
            s::attribution.eq(excluded(s::attribution)),
            s::pace_seconds.eq(excluded(s::pace_seconds)),
            s::cadence_seconds.eq(excluded(s::cadence_seconds)),
            s::delay_seconds.eq(excluded(s::delay_seconds)),
        ))
        .execute(c))?;
    Ok(())
}

/// Every source, by slug.
pub fn all(conn: &mut Conn) -> Result<Vec<SourceState>, Error> {
    let rows: Vec<SourceRow> = sources::table.order(sources::slug).select(SourceRow::as_select()).load(conn)?;
    let mut tallies = boards::tallies(conn, None)?;
    rows.into_iter().map(|row| state(conn, row, &mut tallies)).collect()
}

/// One source, if it is known.
pub fn get(conn: &mut Conn, slug: &str) -> Result<Option<SourceState>, Error> {
    let row: Option<SourceRow> = sources::table.find(slug).select(SourceRow::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let mut tallies = boards::tallies(conn, Some(slug))?;
    state(conn, row, &mut tallies).map(Some)
}

fn state(conn: &mut Conn, row: SourceRow, tallies: &mut HashMap<String, Tally>) -> Result<SourceState, Error> {
    let descriptor = Descriptor::try_from(row)?;
    let last_run = runs::latest(conn, &descriptor.slug)?;
    Ok(SourceState { boards: tallies.remove(&descriptor.slug).unwrap_or_default(), descriptor, last_run })
}
