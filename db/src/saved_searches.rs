//! Saved searches. Those of somebody else are as if they were not there.

use diesel::prelude::*;
use domain::account::{Name, SecretHash};
use domain::id::{SavedSearchId, UserId};
use domain::saved_search::{Cadence, Channel, QUERY_VERSION, Schedule};
use domain::time::Timestamp;
use domain::time_zone;

use crate::conn::Conn;
use crate::counters;
use crate::error::Error;
use crate::row::{At, to_json};
use crate::schema::saved_searches;

/// The counter that numbers changes of saved searches.
const COUNTER: &str = "saved_searches";
/// Where a saved search stands in the order of changes.
pub type Place = (i64, SavedSearchId);

/// Identifiers in one statement.
const BATCH: usize = 1_000;

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// The identifier.
    pub id: SavedSearchId,
    /// Whose it is.
    pub user: UserId,
    /// What its owner calls it.
    pub name: Name,
    /// The query string, in its canonical form.
    pub query: String,
    /// When it tells.
    pub schedule: Schedule,
    /// How it tells, without repeats.
    pub channels: Vec<Channel>,
    /// The most listings of one company in one message.
    pub per_company: Option<u8>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl SavedSearch {
    /// When a match of now is told; `None` where it isn't. A feed is read, and tells nothing by itself.
    pub fn due(&self, now: Timestamp) -> Option<Timestamp> {
        let tells = self.channels.iter().any(|channel| matches!(channel, Channel::Email | Channel::Webhook));
        if tells { self.schedule.next(now) } else { None }
    }
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = saved_searches)]
#[diesel(treat_none_as_null = true)]
struct SearchRow {
    id: String,
    user_id: String,
    name: String,
    query: String,
    query_version: i16,
    cadence: String,
    hour: i16,
    time_zone: String,
    channels: String,
    per_company: Option<i16>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    number: i64,
}

/// Stores a new saved search.
pub fn insert(conn: &mut Conn, search: &SavedSearch) -> Result<(), Error> {
    let number = counters::add(conn, COUNTER, 1)?;
    diesel::insert_into(saved_searches::table).values(&SearchRow::new(search, number)?).execute(conn)?;
    Ok(())
}

/// Saved searches after a place in the order of their last changes, each as it is now, with its place. The counter stays locked
/// until a transaction ends, so that the order of numbers is that of commits. Those from before there were numbers share 0.
pub fn changed_since(conn: &mut Conn, after: Option<Place>, limit: usize) -> Result<Vec<(Place, SavedSearch)>, Error> {
    let mut rows = saved_searches::table.order((saved_searches::number, saved_searches::id)).into_boxed();
    if let Some((number, id)) = after {
        let later = saved_searches::number.eq(number).and(saved_searches::id.gt(id.to_string()));
        rows = rows.filter(saved_searches::number.gt(number).or(later));
    }
    let rows: Vec<SearchRow> = rows.limit(i64::try_from(limit).unwrap_or(i64::MAX)).select(SearchRow::as_select()).load(conn)?;
    let placed = |row: SearchRow| {
        let number = row.number;
        SavedSearch::try_from(row).map(|search| ((number, search.id), search))
    };
    rows.into_iter().map(placed).collect()
}

/// The saved searches with these identifiers that exist, in no particular order.
pub fn by_ids(conn: &mut Conn, ids: &[SavedSearchId]) -> Result<Vec<SavedSearch>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let texts: Vec<String> = batch.iter().map(SavedSearchId::to_string).collect();
        let rows: Vec<SearchRow> =
            saved_searches::table.filter(saved_searches::id.eq_any(texts)).select(SearchRow::as_select()).load(conn)?;
        for row in rows {
            found.push(SavedSearch::try_from(row)?);
        }
    }
    Ok(found)
}

/// Gives a saved search the secret of its feed's address, in the place of an earlier one.
pub fn set_feed(conn: &mut Conn, id: SavedSearchId, secret: &SecretHash) -> Result<(), Error> {
    diesel::update(saved_searches::table.find(id.to_string())).set(saved_searches::feed_token_hash.eq(secret.as_str())).execute(conn)?;
    Ok(())
}

/// The saved search whose feed a secret opens.
pub fn by_feed(conn: &mut Conn, secret: &SecretHash) -> Result<Option<SavedSearch>, Error> {
    let row = saved_searches::table.filter(saved_searches::feed_token_hash.eq(secret.as_str()));
    let row: Option<SearchRow> = row.select(SearchRow::as_select()).first(conn).optional()?;
    row.map(SavedSearch::try_from).transpose()
}

/// How many saved searches there are.
pub fn count_all(conn: &mut Conn) -> Result<u64, Error> {
    let count: i64 = saved_searches::table.count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

/// A saved search of a person.
pub fn get(conn: &mut Conn, user: UserId, id: SavedSearchId) -> Result<Option<SavedSearch>, Error> {
    let mine = saved_searches::table.find(id.to_string()).filter(saved_searches::user_id.eq(user.to_string()));
    let row: Option<SearchRow> = mine.select(SearchRow::as_select()).first(conn).optional()?;
    row.map(SavedSearch::try_from).transpose()
}

/// The saved searches of a person, the newest first.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<SavedSearch>, Error> {
    let mine = saved_searches::table.filter(saved_searches::user_id.eq(user.to_string()));
    let rows: Vec<SearchRow> = mine.order(saved_searches::id.desc()).select(SearchRow::as_select()).load(conn)?;
    rows.into_iter().map(SavedSearch::try_from).collect()
}

/// How many saved searches a person has.
pub fn count(conn: &mut Conn, user: UserId) -> Result<u64, Error> {
    let count: i64 = saved_searches::table.filter(saved_searches::user_id.eq(user.to_string())).count().get_result(conn)?;
    Ok(count.unsigned_abs())
}

/// Stores what changed in a saved search that is still at the version before `search.version`; `false` when somebody was quicker.
pub fn update(conn: &mut Conn, search: &SavedSearch) -> Result<bool, Error> {
    let number = counters::add(conn, COUNTER, 1)?;
    let current = saved_searches::table.find(search.id.to_string()).filter(saved_searches::version.eq(search.version - 1));
    Ok(diesel::update(current).set(&SearchRow::new(search, number)?).execute(conn)? == 1)
}

/// Removes a saved search of a person, with its matches; says whether there was one.
pub fn delete(conn: &mut Conn, user: UserId, id: SavedSearchId) -> Result<bool, Error> {
    let mine = saved_searches::table.find(id.to_string()).filter(saved_searches::user_id.eq(user.to_string()));
    Ok(diesel::delete(mine).execute(conn)? == 1)
}

impl SearchRow {
    fn new(search: &SavedSearch, number: i64) -> Result<SearchRow, Error> {
        let id = search.id.to_string();
        Ok(SearchRow {
            user_id: search.user.to_string(),
            name: search.name.to_string(),
            query: search.query.clone(),
            query_version: QUERY_VERSION,
            cadence: search.schedule.cadence.slug().to_owned(),
            hour: i16::from(search.schedule.hour),
            time_zone: search.schedule.zone.name().to_owned(),
            channels: to_json(At { table: "saved_searches", id: &id }, "channels", &search.channels)?,
            per_company: search.per_company.map(i16::from),
            version: search.version,
            created_at: search.created_at.unix_micros(),
            updated_at: search.updated_at.unix_micros(),
            number,
            id,
        })
    }
}

impl TryFrom<SearchRow> for SavedSearch {
    type Error = Error;

    fn try_from(row: SearchRow) -> Result<SavedSearch, Error> {
        let at = At { table: "saved_searches", id: &row.id };
        Ok(SavedSearch {
            id: at.need("id", SavedSearchId::parse(&row.id).ok())?,
            user: at.need("user_id", UserId::parse(&row.user_id).ok())?,
            name: at.need("name", Name::parse(&row.name).ok())?,
            schedule: Schedule {
                cadence: at.need("cadence", Cadence::from_slug(&row.cadence))?,
                hour: at.need("hour", u8::try_from(row.hour).ok())?,
                zone: at.need("time_zone", time_zone::zone(&row.time_zone))?,
            },
            channels: at.json("channels", &row.channels)?,
            per_company: row.per_company.map(|most| at.need("per_company", u8::try_from(most).ok())).transpose()?,
            query: row.query,
            version: row.version,
            created_at: Timestamp::from_unix_micros(row.created_at),
            updated_at: Timestamp::from_unix_micros(row.updated_at),
        })
    }
}
