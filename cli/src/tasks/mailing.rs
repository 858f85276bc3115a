//! Sending mails about accounts and about matches. Mails are leased, so that workers can stand side by side.

use std::thread::JoinHandle;
use std::time::Duration;

use alerts::channel::smtp::Smtp;
use alerts::letters::Postman;
use alerts::mails::{Mailer, Outcome};
use alerts::render::account::Places;
use db::Db;
use db::mails::Tally;
use domain::alert::DeliveryState;

use super::{Step, Stop, start};
use crate::error::Error;
use crate::settings::Settings;
use crate::wiring;

/// How often mails are looked for that are due: somebody who signs up is waiting.
const EVERY: Duration = Duration::from_secs(2);

/// Starts sending mails, about accounts and about matches, where the settings name a mail server; says so in the log where they don't.
pub fn begin(settings: &Settings, db: &Db, stop: &Stop) -> Result<Vec<JoinHandle<()>>, Error> {
    let Some(smtp) = server(settings)? else {
        log::warn!("smtp_url is not set: no mail is sent, and sign-ups, password resets and alerts by mail wait");
        return Ok(Vec::new());
    };
    let postman = Postman::new(db.clone(), smtp.clone(), wiring::addresses(settings, db)?, wiring::random)?;
    let places = Places::new(&settings.public_url(), settings.app_url.as_deref())?;
    let mailer = Mailer::new(db.clone(), smtp, places, wiring::random);
    let of = |outcome| match outcome {
        Outcome::Idle => Step::Idle,
        Outcome::Sent | Outcome::Again(_) | Outcome::Dead => Step::Worked,
    };
    // Apart, so that nobody who signs up waits for a morning's digests.
    let accounts = start("mail", EVERY, stop.clone(), move || Ok(of(mailer.step(wiring::now())?)))?;
    let matches = start("letters", EVERY, stop.clone(), move || Ok(of(postman.step(wiring::now())?)))?;
    Ok(vec![accounts, matches])
}

/// Whether mails can be sent, in words.
pub fn check(settings: &Settings) -> Result<String, Error> {
    let Some(smtp) = server(settings)? else {
        return Ok("not sent: smtp_url is not set, and sign-ups and password resets wait".to_owned());
    };
    Places::new(&settings.public_url(), settings.app_url.as_deref())?;
    smtp.check().map_err(|refusal| Error::Usage(format!("the mail server cannot be used: {}", refusal.reason)))?;
    Ok("the mail server answers".to_owned())
}

/// How the mails about accounts of the last 30 days stand, in words.
pub fn queue(db: &Db) -> Result<String, Error> {
    let in_words = |tally: &Tally| match tally.oldest_due {
        Some(at) if tally.state == DeliveryState::Waiting => format!("{} {}, the oldest due at {at}", tally.count, tally.state),
        _ => format!("{} {}", tally.count, tally.state),
    };
    let found: Vec<String> = db.read_blocking(db::mails::tallies)?.iter().map(in_words).collect();
    Ok(if found.is_empty() { "none".to_owned() } else { found.join("; ") })
}

fn server(settings: &Settings) -> Result<Option<Smtp>, Error> {
    let Some(url) = settings.smtp_url.as_deref() else { return Ok(None) };
    let from = settings.mail_from.as_deref().ok_or_else(|| Error::Settings("mail_from is needed with smtp_url".to_owned()))?;
    Ok(Some(Smtp::new(url, from)?))
}
