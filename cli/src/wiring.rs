//! Opening what the commands share: clock, randomness, database, index.

use alerts::render::addresses::Addresses;
use chrono::Utc;
use db::{Backend, DatabaseUrl, Db};
use domain::capability::{self, Capabilities};
use domain::source::Descriptor;
use domain::time::Timestamp;
use search::Index;

use crate::error::Error;
use crate::sample;
use crate::settings::Settings;
use crate::tasks::follow;

/// The clock. It is read here and nowhere else.
#[expect(clippy::disallowed_methods, reason = "this is the program's edge")]
pub fn now() -> Timestamp {
    Timestamp::from_chrono(Utc::now())
}

/// Random bits for identifiers.
pub fn random() -> u128 {
    rand::random()
}

/// Opens the database and brings it to this program's schema where that is safe to do unasked:
/// an embedded database, or an empty one. A PostgreSQL database that others use is migrated by `remnavi migrate`.
pub fn database(settings: &Settings) -> Result<Db, Error> {
    let db = connect(settings)?;
    if db.backend() == Backend::Sqlite || db.is_empty()? {
        db.migrate()?;
    }
    db.check_schema()?;
    let sources = sources();
    db.write_blocking(|c| db::sources::sync(c, &sources))?;
    Ok(db)
}

/// Opens the database as it is.
pub fn connect(settings: &Settings) -> Result<Db, Error> {
    if settings.database_url.is_none() {
        settings.make_data_dir()?;
    }
    Ok(Db::open(&DatabaseUrl::parse(&settings.database_url())?)?)
}

/// Lets work in bulk give way to a server beside it, its requests and its tasks alike; where there is none, all processors are
/// its own.
pub fn give_way_to_server(settings: &Settings) {
    api::give_way_to_all();
    if Index::is_open(&settings.index_dir()) {
        api::leave_a_processor();
    }
}

/// Opens the search index.
pub fn index(settings: &Settings) -> Result<Index, Error> {
    settings.make_data_dir()?;
    follow::open(&settings.index_dir())
}

/// Addresses of the API that work without a login; their key is shared through the database.
pub fn addresses(settings: &Settings, db: &Db) -> Result<Addresses, Error> {
    let [high, low] = [random(), random()].map(u128::to_le_bytes);
    let mut fresh = [0; 32];
    fresh.iter_mut().zip(high.into_iter().chain(low)).for_each(|(place, byte)| *place = byte);
    let key = db.write_blocking(|c| db::meta::get_or_insert_secret(c, capability::KEY_NAME, &fresh))?;
    Ok(Addresses::new(&settings.public_url(), Capabilities::new(key))?)
}

/// Every source that this program knows.
pub fn sources() -> Vec<Descriptor> {
    ingest::connectors::all().iter().map(|connector| connector.descriptor().clone()).chain(sample::sources()).collect()
}
