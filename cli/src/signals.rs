//! Stopping in two stages: the first signal asks, the second ends the process at once.

use tokio::signal::unix::{SignalKind, signal};

use crate::error::Error;
use crate::tasks::Stop;

/// Runs a future, and what it spawns, on this thread.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::io("cannot start the event loop"))?;
    Ok(tokio::task::LocalSet::new().block_on(&runtime, future))
}

/// Waits for SIGTERM or Ctrl-C, then asks the loops to stop. Another signal after that ends the process;
/// nothing is half-written then, because every unit of work is one transaction.
pub async fn stop_or_exit(stop: Stop) {
    received().await;
    log::info!("told to stop: finishing what runs; a second signal ends at once");
    stop.request();
    tokio::task::spawn_local(async {
        received().await;
        std::process::exit(130);
    });
}

/// A [`Stop`] that a signal requests, for commands without an event loop.
pub fn stop_on_signal() -> Result<Stop, Error> {
    let stop = Stop::default();
    let asked = stop.clone();
    let wait = move || {
        if let Err(error) = block_on(async {
            stop_or_exit(asked).await;
            std::future::pending::<()>().await;
        }) {
            log::error!("{}", error.with_causes());
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait).map_err(Error::io("cannot wait for signals"))?;
    Ok(stop)
}

async fn received() {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        log::error!("signals cannot be waited for; end the program with SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
