//! Messages about matches, and what each person has been told.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use domain::alert::AlertKind;
use domain::id::{AlertId, ListingId, SavedSearchId, UserId};
use domain::time::Timestamp;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::row::At;
use crate::schema::{alert_items, alerts, told};

/// Rows in one statement.
const BATCH: usize = 1_000;

/// A message about matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alert {
    /// The identifier.
    pub id: AlertId,
    /// Whom it tells.
    pub user: UserId,
    /// Why it is sent.
    pub kind: AlertKind,
    /// The moment of the schedule that it is for.
    pub due_at: Timestamp,
    /// When it was put together.
    pub created_at: Timestamp,
}

/// A listing that an alert tells as a match of a saved search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The saved search.
    pub search: SavedSearchId,
    /// The listing.
    pub listing: ListingId,
    /// Its place among those of the saved search, from 0; one without is only counted.
    pub position: Option<u32>,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = alerts)]
struct AlertRow {
    id: String,
    user_id: String,
    kind: String,
    due_at: i64,
    created_at: i64,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = alert_items, treat_none_as_default_value = false)]
struct ItemRow {
    alert_id: String,
    saved_search_id: String,
    listing_id: String,
    position: Option<i32>,
}

#[derive(Debug, Insertable)]
#[diesel(table_name = told, treat_none_as_default_value = false)]
struct ToldRow {
    user_id: String,
    listing_id: String,
    told_at: i64,
}

/// Stores an alert with what it tells. Unless it is a test, its listings count as told from then on.
pub fn insert(conn: &mut Conn, alert: &Alert, items: &[Item]) -> Result<(), Error> {
    let row = AlertRow {
        id: alert.id.to_string(),
        user_id: alert.user.to_string(),
        kind: alert.kind.slug().to_owned(),
        due_at: alert.due_at.unix_micros(),
        created_at: alert.created_at.unix_micros(),
    };
    diesel::insert_into(alerts::table).values(&row).execute(conn)?;
    let item = |item: &Item| ItemRow {
        alert_id: row.id.clone(),
        saved_search_id: item.search.to_string(),
        listing_id: item.listing.to_string(),
        position: item.position.map(|place| i32::try_from(place).unwrap_or(i32::MAX)),
    };
    for batch in items.chunks(BATCH) {
        let rows: Vec<ItemRow> = batch.iter().map(item).collect();
        per_backend!(conn, c => diesel::insert_into(alert_items::table).values(&rows).execute(c))?;
    }
    if alert.kind == AlertKind::Test {
        return Ok(());
    }
    let listings: HashSet<ListingId> = items.iter().map(|item| item.listing).collect();
    let listings: Vec<ListingId> = listings.into_iter().collect();
    for batch in listings.chunks(BATCH) {
        let row = |listing: &ListingId| ToldRow { user_id: row.user_id.clone(), listing_id: listing.to_string(), told_at: row.created_at };
        let rows: Vec<ToldRow> = batch.iter().map(row).collect();
        // A listing that was told already is an error here: what tells leaves it out.
        per_backend!(conn, c => diesel::insert_into(told::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// An alert with what it tells: saved search by saved search, what is shown first, in its order.
pub fn get(conn: &mut Conn, id: AlertId) -> Result<Option<(Alert, Vec<Item>)>, Error> {
    let row: Option<AlertRow> = alerts::table.find(id.to_string()).select(AlertRow::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let mut rows: Vec<ItemRow> = alert_items::table.filter(alert_items::alert_id.eq(&row.id)).select(ItemRow::as_select()).load(conn)?;
    put_in_order(&mut rows);
    let items = rows.into_iter().map(Item::try_from).collect::<Result<_, _>>()?;
    Ok(Some((Alert::try_from(row)?, items)))
}

/// Saved search by saved search, what is shown first, in its order.
fn put_in_order(items: &mut [ItemRow]) {
    items.sort_by(|a, b| {
        let place = |row: &ItemRow| row.position.unwrap_or(i32::MAX);
        (&a.saved_search_id, place(a), &a.listing_id).cmp(&(&b.saved_search_id, place(b), &b.listing_id))
    });
}

/// What webhooks about an alert say; `None` before the first of them.
pub fn webhook_body(conn: &mut Conn, id: AlertId) -> Result<Option<String>, Error> {
    Ok(alerts::table.find(id.to_string()).select(alerts::webhook_body).first::<Option<String>>(conn).optional()?.flatten())
}

/// Keeps what webhooks about an alert say, unless that was done already; returns what is kept.
pub fn keep_webhook_body(conn: &mut Conn, id: AlertId, made: String) -> Result<String, Error> {
    let first = alerts::table.find(id.to_string()).filter(alerts::webhook_body.is_null());
    diesel::update(first).set(alerts::webhook_body.eq(&made)).execute(conn)?;
    Ok(webhook_body(conn, id)?.unwrap_or(made))
}

/// What a person's alerts tell, alert by alert, each in its order.
pub fn items_of_user(conn: &mut Conn, user: UserId) -> Result<HashMap<AlertId, Vec<Item>>, Error> {
    let mine = alerts::table.filter(alerts::user_id.eq(user.to_string())).select(alerts::id);
    let mut rows: Vec<ItemRow> = alert_items::table.filter(alert_items::alert_id.eq_any(mine)).select(ItemRow::as_select()).load(conn)?;
    put_in_order(&mut rows);
    let mut items: HashMap<AlertId, Vec<Item>> = HashMap::new();
    for row in rows {
        let alert = At { table: "alert_items", id: &row.alert_id }.need("alert_id", AlertId::parse(&row.alert_id).ok())?;
        items.entry(alert).or_default().push(row.try_into()?);
    }
    Ok(items)
}

/// What a person was told, and when, the latest first.
pub fn told_to(conn: &mut Conn, user: UserId) -> Result<Vec<(ListingId, Timestamp)>, Error> {
    let mine = told::table.filter(told::user_id.eq(user.to_string())).order((told::told_at.desc(), told::listing_id));
    let rows: Vec<(String, i64)> = mine.select((told::listing_id, told::told_at)).load(conn)?;
    let read = |(id, at): &(String, i64)| {
        let listing = At { table: "told", id }.need("listing_id", ListingId::parse(id).ok())?;
        Ok((listing, Timestamp::from_unix_micros(*at)))
    };
    rows.iter().map(read).collect()
}

/// A person's alerts, the newest first.
pub fn of_user(conn: &mut Conn, user: UserId) -> Result<Vec<Alert>, Error> {
    let mine = alerts::table.filter(alerts::user_id.eq(user.to_string())).order(alerts::id.desc());
    let rows: Vec<AlertRow> = mine.select(AlertRow::as_select()).load(conn)?;
    rows.into_iter().map(Alert::try_from).collect()
}

/// Whether a person got a digest for this moment of a schedule, or for a later one.
pub fn has_digest_since(conn: &mut Conn, user: UserId, due_at: Timestamp) -> Result<bool, Error> {
    let rows = alerts::table
        .filter(alerts::user_id.eq(user.to_string()).and(alerts::kind.eq(AlertKind::Digest.slug())))
        .filter(alerts::due_at.ge(due_at.unix_micros()));
    Ok(diesel::select(diesel::dsl::exists(rows)).get_result(conn)?)
}

/// The alerts that told something of a saved search, tests included, the newest first.
pub fn of_search(conn: &mut Conn, search: SavedSearchId) -> Result<Vec<Alert>, Error> {
    let with_it = alert_items::table.filter(alert_items::saved_search_id.eq(search.to_string())).select(alert_items::alert_id);
    let rows = alerts::table.filter(alerts::id.eq_any(with_it)).order(alerts::id.desc());
    let rows: Vec<AlertRow> = rows.select(AlertRow::as_select()).load(conn)?;
    rows.into_iter().map(Alert::try_from).collect()
}

/// Those of these listings that a person has been told.
pub fn told(conn: &mut Conn, user: UserId, listings: &[ListingId]) -> Result<HashSet<ListingId>, Error> {
    let mut found = HashSet::new();
    for batch in listings.chunks(BATCH) {
        let among: Vec<String> = batch.iter().map(ListingId::to_string).collect();
        let mine = told::table.filter(told::user_id.eq(user.to_string()).and(told::listing_id.eq_any(among)));
        let ids: Vec<String> = mine.select(told::listing_id).load(conn)?;
        for id in ids {
            found.insert(ListingId::parse(&id).map_err(|_| Error::corrupt("told", "listing_id", &id))?);
        }
    }
    Ok(found)
}

/// People who were told of a listing from a time on were told of another, too, whose postings it showed then.
pub fn told_of_both(conn: &mut Conn, one: ListingId, other: ListingId, from: Timestamp) -> Result<(), Error> {
    let rows = told::table.filter(told::listing_id.eq(one.to_string()).and(told::told_at.ge(from.unix_micros())));
    let rows: Vec<(String, i64)> = rows.select((told::user_id, told::told_at)).load(conn)?;
    for batch in rows.chunks(BATCH) {
        let row = |(user, at): &(String, i64)| ToldRow { user_id: user.clone(), listing_id: other.to_string(), told_at: *at };
        let rows: Vec<ToldRow> = batch.iter().map(row).collect();
        per_backend!(conn, c => diesel::insert_into(told::table).values(&rows).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// What was told under the name of a listing until a time is not what it shows any more: it can be told as if it had come then.
pub fn forget_told(conn: &mut Conn, listing: ListingId, until: Timestamp) -> Result<(), Error> {
    let known = told::listing_id.eq(listing.to_string()).and(told::told_at.lt(until.unix_micros()));
    diesel::delete(told::table.filter(known)).execute(conn)?;
    Ok(())
}

impl TryFrom<AlertRow> for Alert {
    type Error = Error;

    fn try_from(row: AlertRow) -> Result<Alert, Error> {
        let at = At { table: "alerts", id: &row.id };
        Ok(Alert {
            id: at.need("id", AlertId::parse(&row.id).ok())?,
            user: at.need("user_id", UserId::parse(&row.user_id).ok())?,
            kind: at.need("kind", AlertKind::from_slug(&row.kind))?,
            due_at: Timestamp::from_unix_micros(row.due_at),
            created_at: Timestamp::from_unix_micros(row.created_at),
        })
    }
}

impl TryFrom<ItemRow> for Item {
    type Error = Error;

    fn try_from(row: ItemRow) -> Result<Item, Error> {
        let at = At { table: "alert_items", id: &row.alert_id };
        Ok(Item {
            search: at.need("saved_search_id", SavedSearchId::parse(&row.saved_search_id).ok())?,
            listing: at.need("listing_id", ListingId::parse(&row.listing_id).ok())?,
            position: row.position.map(|place| at.need("position", u32::try_from(place).ok())).transpose()?,
        })
    }
}
