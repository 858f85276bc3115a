//! Progress of long work: a bar on a terminal, lines in a log otherwise.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Time between two lines in a log.
const LOG_EVERY: Duration = Duration::from_secs(10);

/// Shows how far a piece of work is.
pub struct Progress {
    what: &'static str,
    bar: Option<ProgressBar>,
    started: Instant,
    logged: Instant,
}

impl Progress {
    /// Work whose size is known in some unit; 0 where it is not.
    pub fn new(what: &'static str, total: u64) -> Progress {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::new_spinner() };
            let style = ProgressStyle::with_template("{prefix} {wide_bar} {percent}% {msg} {elapsed_precise}");
            style.into_iter().for_each(|style| bar.set_style(style));
            bar.with_prefix(what)
        });
        let now = Instant::now();
        Progress { what, bar, started: now, logged: now }
    }

    /// So much of the total is done; `items` is what people count.
    pub fn at(&mut self, done: u64, items: u64) {
        let rate = items as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            bar.set_message(format!("{items} ({rate:.0}/s)"));
        } else if self.logged.elapsed() >= LOG_EVERY {
            self.logged = Instant::now();
            log::warn!("{}: {items} so far, {rate:.0}/s", self.what);
        }
    }

    /// Removes the bar.
    pub fn done(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
