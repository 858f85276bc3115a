//! Single values that all processes share.

use data_encoding::BASE64;
use diesel::prelude::*;

use crate::conn::{Conn, per_backend};
use crate::error::Error;
use crate::schema::meta;

/// A secret by name; `fresh` becomes it where there is none yet. Whoever comes second gets the first one's.
pub fn get_or_insert_secret(conn: &mut Conn, name: &str, fresh: &[u8; 32]) -> Result<[u8; 32], Error> {
    per_backend!(conn, c => diesel::insert_into(meta::table)
        .values((meta::name.eq(name), meta::value.eq(BASE64.encode(fresh))))
        .on_conflict(meta::name)
        .do_nothing()
        .execute(c))?;
    let stored: String = meta::table.find(name).select(meta::value).first(conn)?;
    let bytes = BASE64.decode(stored.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Error::corrupt("meta", "value", name))
}
