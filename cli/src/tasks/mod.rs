//! Background tasks. Each step does one unit of work and says whether there was any; the loop around it is here.

pub mod alerting;
pub mod background;
pub mod fetching;
pub mod follow;
pub mod mailing;
pub mod market;
pub mod webhooks;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::error::Error;

/// Whether a step found work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It did; there may be more at once.
    Worked,
    /// There was nothing to do.
    Idle,
}

/// Tells loops to stop after the unit of work they are in. Clones share one state.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    /// Tells all loops to stop.
    pub fn request(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.1.notify_all();
    }

    /// Whether loops were told to stop.
    pub fn requested(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, or until the loops are told to stop.
    pub fn wait(&self, time: Duration) {
        let stopped = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Waking early only makes a loop look for work early.
        drop(self.0.1.wait_timeout_while(stopped, time, |stopped| !*stopped));
    }
}

/// The longest pause after failures in a row.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Runs a step again and again on a thread of its own, which gives way to requests: at once while there is work, every `period` otherwise,
/// with growing pauses while it fails.
pub fn start(
    name: &'static str,
    period: Duration,
    stop: Stop,
    mut step: impl FnMut() -> Result<Step, Error> + Send + 'static,
) -> Result<JoinHandle<()>, Error> {
    let run = move || {
        api::give_way();
        let mut pause = period;
        while !stop.requested() {
            match step() {
                Ok(Step::Worked) => pause = period,
                Ok(Step::Idle) => {
                    pause = period;
                    stop.wait(period);
                }
                Err(error) => {
                    log::error!(task = name; "{}", error.with_causes());
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    stop.wait(pause);
                }
            }
        }
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map_err(Error::io(format!("cannot start the task {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_works_while_there_is_work_and_stops_when_told() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let stop = Stop::default();
        let mut left = 3;
        let task = start("test", Duration::from_secs(3600), stop.clone(), move || {
            left -= 1;
            let _ = sender.send(left);
            Ok(if left > 0 { Step::Worked } else { Step::Idle })
        })
        .unwrap();
        assert_eq!(receiver.iter().take(3).collect::<Vec<_>>(), [2, 1, 0]);
        stop.request();
        task.join().unwrap();
    }
}
