//! Sending webhooks. Deliveries are leased, so that workers can stand side by side, and one endpoint gets one at a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use alerts::channel::Names;
use alerts::channel::webhook::Webhook;
use alerts::webhooks::{Job, Sender};
use db::Db;
use db::deliveries::Lane;
use domain::webhook::Reach;

use super::{Step, Stop, start};
use crate::error::Error;
use crate::settings::Settings;
use crate::wiring;

/// How often webhooks are looked for that are due: an instant alert should be there within two seconds.
const EVERY: Duration = Duration::from_millis(500);
/// How long nobody looks after the database has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// Senders to endpoints that take what they get. A sender waits for its receiver for up to 15 seconds, and costs little meanwhile: so
/// many endpoints can fall silent at the same moment before the others notice.
const STEADY: usize = 128;
/// Senders to endpoints that have failed: however many of those there are, they hold up nobody but each other.
const FAILING: usize = 16;

/// Starts sending webhooks.
pub fn begin(settings: &Settings, db: &Db, stop: &Stop) -> Result<Vec<JoinHandle<()>>, Error> {
    if settings.webhook_targets == Reach::Private {
        log::warn!("webhook_targets is private: whoever has an account can make this program ask places in its own network");
    }
    let user_agent = format!("RemNavi/{}", env!("CARGO_PKG_VERSION"));
    let channel = Webhook::new(&user_agent, settings.webhook_targets, Names::System);
    let sender = Arc::new(Sender::new(db.clone(), channel, wiring::addresses(settings, db)?, wiring::random));
    let lanes = [("webhooks", Lane::Steady, STEADY), ("webhooks-failing", Lane::Failing, FAILING)];
    let mut running = Vec::new();
    for (name, lane, senders) in lanes {
        let looking = Arc::new(Mutex::new(()));
        for _ in 0..senders {
            let (sender, looking, own) = (sender.clone(), looking.clone(), stop.clone());
            let step = move || {
                let Some(job) = next(&sender, lane, &looking, &own)? else { return Ok(Step::Idle) };
                let answer = sender.send(&job, wiring::now());
                sender.record(&job, answer, wiring::now())?;
                Ok(Step::Worked)
            };
            running.push(start(name, EVERY, stop.clone(), step)?);
        }
    }
    Ok(running)
}

/// The next delivery of a lane. One sender at a time looks and waits for it; the others are sending, or wait to be the one that looks.
fn next(sender: &Sender, lane: Lane, looking: &Mutex<()>, stop: &Stop) -> Result<Option<Job>, Error> {
    let _turn = looking.lock().unwrap_or_else(PoisonError::into_inner);
    while !stop.requested() {
        match sender.take(lane, wiring::now()) {
            Ok(None) => stop.wait(EVERY),
            Ok(job) => return Ok(job),
            Err(error) => {
                // The turn is kept meanwhile: the others would only find out the same.
                stop.wait(AFTER_FAILURE);
                return Err(error.into());
            }
        }
    }
    Ok(None)
}
