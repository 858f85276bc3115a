//! `remnavi serve`: the API, and the background tasks beside it.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use crate::args::Serve;
use crate::error::Error;
use crate::settings::Settings;
use crate::tasks::{self, Stop};
use crate::{sample, signals, terminal, wiring};

/// Runs the command until the program is told to stop.
pub fn run(settings: Settings, args: &Serve) -> Result<(), Error> {
    // The port first: whoever starts a second copy should know at once.
    let public = bind(settings.listen)?;
    let metrics = settings.metrics_listen.map(bind).transpose()?;
    let db = wiring::database(&settings)?;
    let index = Arc::new(wiring::index(&settings)?);
    if !args.no_sample && db.read_blocking(db::listings::count)? == 0 {
        sample::load(&db)?;
        log::info!("the database was empty: loaded {} invented postings", sample::POSTINGS);
    }
    if !args.no_tasks {
        // What ended while nothing ran is not shown to the first client.
        ingest::close::expired(&db, wiring::now())?;
    }
    let stop = Stop::default();
    let target = db.read_blocking(db::listings::last_change)?;
    let ready = {
        let (index, stop) = (index.clone(), stop.clone());
        Arc::new(move || !stop.requested() && index.checkpoint() >= target)
    };
    let state =
        api::State::new(db.clone(), index.clone(), Arc::new(wiring::now), Arc::new(wiring::random), ready, api_settings(&settings))?;
    let mut running = vec![tasks::follow::begin(&db, &index, &stop)?, tasks::market::begin(&state, &stop)?];
    if !args.no_tasks {
        running.extend(tasks::background::housekeeping(&db, &stop)?);
        running.extend(tasks::fetching::begin(&settings, &db, &stop)?);
        running.extend(tasks::alerting::begin(&db, &stop)?);
        running.extend(tasks::mailing::begin(&settings, &db, &stop)?);
        running.extend(tasks::webhooks::begin(&settings, &db, &stop)?);
    }
    let address = public.local_addr().map_err(Error::io("cannot tell the address that is listened at"))?;
    let served = signals::block_on(serve(state, public, metrics, address, stop.clone()))?;
    stop.request();
    for task in running {
        // A task that panicked has been logged by the panic's message; the others still end in order.
        let _ = task.join();
    }
    served
}

fn bind(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).map_err(|source| Error::Listen { address, source })
}

fn api_settings(settings: &Settings) -> api::Settings {
    let public_url = settings.public_url();
    api::Settings {
        token_issuer: settings.token_issuer.clone().unwrap_or_else(|| public_url.clone()),
        token_audience: settings.token_audience.clone().unwrap_or_else(|| public_url.clone()),
        public_url,
        cors_origins: settings.cors_origins.clone(),
        trusted_proxies: settings.trusted_proxies.clone(),
        webhook_targets: api::Targets { reach: settings.webhook_targets, ..api::Targets::default() },
        requests_per_minute: settings.requests_per_minute,
        shutdown_seconds: settings.shutdown_seconds,
    }
}

async fn serve(state: api::State, public: TcpListener, metrics: Option<TcpListener>, address: SocketAddr, stop: Stop) -> Result<(), Error> {
    let server = api::serve(state, public, metrics).map_err(Error::io("cannot start the server"))?;
    terminal::say(&format!("serving at http://{address}/v1/listings, with pages at http://{address}/docs/"));
    let handle = server.handle();
    tokio::task::spawn_local(async move {
        signals::stop_or_exit(stop).await;
        handle.stop(true).await;
    });
    server.await.map_err(Error::io("the server failed"))
}
