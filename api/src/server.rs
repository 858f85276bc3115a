//! The HTTP server: the public one, and the internal one for `/metrics`.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::alerts;
use crate::middleware::{Methods, edge};
use crate::openapi::DOCUMENT;
use crate::routes;
use crate::state::State;

/// How long a client may take to send its request's head.
const HEAD_TIME_LIMIT: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Starts serving. The server stops gracefully by its handle: it takes no new connections and lets running requests finish.
/// Must be called within an event loop; the result runs when it is awaited.
pub fn serve(state: State, public: TcpListener, internal: Option<TcpListener>) -> std::io::Result<Server> {
    let methods = Data::new(Methods::of(&DOCUMENT));
    let shutdown = state.settings.shutdown_seconds;
    if let Some(listener) = internal {
        tokio::task::spawn_local(metrics(state.clone(), listener)?);
    }
    let state = Data::new(state);
    let server = HttpServer::new(move || {
        let (app, _) = App::new()
            .app_data(state.clone())
            .app_data(methods.clone())
            .wrap(from_fn(edge::edge))
            .into_utoipa_app()
            .configure(routes::all)
            .split_for_parts();
        app.service(SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json")))
    });
    let server = server.client_request_timeout(HEAD_TIME_LIMIT).keep_alive(KEEP_ALIVE).shutdown_timeout(shutdown).disable_signals();
    // Nagle's algorithm makes the last piece of an answer wait for a delayed acknowledgement.
    let server = server.tcp_nodelay(true);
    Ok(server.listen(public)?.run())
}

fn metrics(state: State, listener: TcpListener) -> std::io::Result<Server> {
    let state = Data::new(state);
    let server = HttpServer::new(move || App::new().app_data(state.clone()).route("/metrics", web::get().to(render)));
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

async fn render(state: Data<State>) -> HttpResponse {
    let generation = state.generation();
    // Without the database the other figures are worth all the more.
    match alerts::health::read(&state).await {
        Ok(alerting) => state.metrics.alerting(&alerting, state.now()),
        Err(_) => log::warn!("how alerts stand could not be read for /metrics"),
    }
    let text = state.metrics.render(generation.checkpoint(), generation.len());
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")).body(text)
}
