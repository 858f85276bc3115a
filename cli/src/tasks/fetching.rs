//! Fetching boards that are due. Boards are leased, so that workers can stand side by side.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::TimeDelta;
use db::Db;
use domain::time::Timestamp;
use ingest::fetch::{Clock, Fetcher, Keys, Reach};
use ingest::run::Runner;

use super::{Step, Stop, start};
use crate::error::Error;
use crate::settings::Settings;
use crate::wiring;

/// How often boards are looked for that are due, and whose host is free: about a source's pace.
const EVERY: Duration = Duration::from_secs(2);
/// Boards fetched side by side; each host keeps its pace all the same.
const AT_ONCE: [&str; 4] = ["fetch-1", "fetch-2", "fetch-3", "fetch-4"];

struct UntilStopped(Stop);

impl Clock for UntilStopped {
    fn now(&self) -> Timestamp {
        wiring::now()
    }

    fn wait(&self, time: TimeDelta) -> bool {
        self.0.wait(time.to_std().unwrap_or_default());
        !self.0.requested()
    }
}

/// The fetcher of this program: it says who asks and, where the settings name one, whom to write to, knows the keys of the settings,
/// and takes turns at hosts with whoever shares the database.
pub fn fetcher(settings: &Settings, db: &Db, stop: &Stop) -> Fetcher {
    let contact = settings.contact.as_deref().map(|contact| format!(" (+{contact})")).unwrap_or_default();
    let user_agent = format!("RemNavi/{}{contact}", env!("CARGO_PKG_VERSION"));
    let clock = Box::new(UntilStopped(stop.clone()));
    Fetcher::new(&user_agent, Reach::Public, clock, db.clone(), wiring::random()).with_keys(Keys::new(settings.source_keys.clone()))
}

/// Starts fetching what is due.
pub fn begin(settings: &Settings, db: &Db, stop: &Stop) -> Result<Vec<JoinHandle<()>>, Error> {
    let fetcher = Arc::new(fetcher(settings, db, stop));
    let begin = |name| {
        let (fetcher, db) = (fetcher.clone(), db.clone());
        start(name, EVERY, stop.clone(), move || match Runner::new(&db, &fetcher, &wiring::random, &|_| {}).due()? {
            Some(run) => {
                log::info!("{} {}: {}, {} seen, {} new", run.report.source, run.board, run.outcome, run.report.seen, run.stored.new);
                Ok(Step::Worked)
            }
            None => Ok(Step::Idle),
        })
    };
    AT_ONCE.into_iter().map(begin).collect()
}
