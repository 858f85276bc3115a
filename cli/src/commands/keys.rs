//! `remnavi keys`: the keys that access tokens are signed with.

use domain::time::Timestamp;

use crate::args::Keys;
use crate::error::Error;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// Runs the command.
pub fn run(settings: &Settings, what: Keys) -> Result<(), Error> {
    let db = wiring::database(settings)?;
    let now = wiring::now();
    if let Keys::Rotate = what {
        let key = api::new_key(rand::random(), now);
        db.write_blocking(|c| db::signing_keys::rotate(c, &key))?;
    }
    for key in db.read_blocking(db::signing_keys::all)? {
        let use_ = match key.retired_at {
            None => "signs".to_owned(),
            Some(at) if key.verifies(now) => format!("verifies, retired at {at}"),
            Some(at) => format!("unused, retired at {at}"),
        };
        terminal::print(&line(&key.kid, key.created_at, &use_))?;
    }
    Ok(())
}

fn line(kid: &str, made_at: Timestamp, use_: &str) -> String {
    format!("{kid}  made at {made_at}  {use_}")
}
