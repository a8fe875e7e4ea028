//! The routes, and the limits of HTTP.

use std::any::Any;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_rt::net::TcpStream;
use actix_web::dev::{Extensions, Server};
use actix_web::http::header::{self, ContentType};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::exporter;
use super::maps::Maps;
use super::pages;
use super::rules::Rules;
use crate::room::metronome::now_us;
use crate::session::reception::Refused;
use crate::session::socket::OwnedHandle;
use crate::session::{Reception, actor};

/// A request's header must be here by then.
const HEADER_MAX: Duration = Duration::from_secs(5);
/// A connection without a request is kept for the next one.
const IDLE_MAX: Duration = Duration::from_secs(15);
/// After the last byte a client has so long to close; the watchdog is faster with sessions.
const CLOSE_MAX: Duration = Duration::from_secs(1);
/// A session whose client does not read may pile up so much before it is not asked for more: several snapshots.
const WRITE_BYTES: usize = 4 * 1024;
/// Connections above the most sessions: for pages, health, metrics, and to say that it is full.
const BESIDE_SESSIONS: usize = 512;

/// Begins to accept connections.
pub fn serve(
    listener: TcpListener,
    workers: usize,
    sessions_max: usize,
    reception: Arc<Reception>,
    maps: Arc<Maps>,
    rules: Arc<Rules>,
) -> std::io::Result<Server> {
    let (reception, maps) = (web::Data::from(reception), web::Data::from(maps));
    let rules = web::Data::from(rules);
    let app = move || {
        App::new()
            .app_data(reception.clone())
            .app_data(maps.clone())
            .app_data(rules.clone())
            .wrap(pages::headers())
            .route("/ws", web::get().to(upgrade))
            .route("/healthz", web::get().to(health))
            .route("/healthz", web::head().to(health))
            .route("/metrics", web::get().to(metrics))
            .route("/maps/{hash}.json", web::get().to(map))
            .route("/maps/{name}.svg", web::get().to(picture))
            .route("/rules.json", web::get().to(rules_in_effect))
            .default_service(web::to(pages::page))
    };
    let server = HttpServer::new(app)
        .workers(workers)
        .max_connections(sessions_max + BESIDE_SESSIONS)
        .client_request_timeout(HEADER_MAX)
        .keep_alive(IDLE_MAX)
        .client_disconnect_timeout(CLOSE_MAX)
        .h1_write_buffer_size(WRITE_BYTES)
        .on_connect(prepare)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Sets the socket's options, and keeps a second handle to it in the connection's data.
fn prepare(stream: &dyn Any, data: &mut Extensions) {
    let Some(stream) = stream.downcast_ref::<TcpStream>() else { return };
    match OwnedHandle::prepare(stream) {
        Ok(handle) => drop(data.insert(handle)),
        Err(error) => tracing::debug!("a connection without a second handle: {error}"),
    }
}

async fn upgrade(
    request: HttpRequest,
    payload: web::Payload,
    reception: web::Data<Reception>,
) -> Result<HttpResponse, actix_web::Error> {
    let value = |name| request.headers().get(name).map(|value: &header::HeaderValue| value.as_bytes());
    match reception.admit(value(header::ORIGIN), value(header::HOST), now_us()) {
        Ok(place) => actor::open(&request, payload, &reception, place),
        Err(refused) => Ok(refuse(refused)),
    }
}

fn refuse(refused: Refused) -> HttpResponse {
    let mut answer = match refused {
        Refused::ForeignOrigin => HttpResponse::Forbidden(),
        Refused::Overload { .. } => HttpResponse::ServiceUnavailable(),
    };
    answer.content_type(ContentType::plaintext()).body(format!("{refused}\n"))
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::plaintext()).body("ok\n")
}

async fn metrics() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(exporter::render())
}

async fn map(hash: web::Path<String>, maps: web::Data<Maps>) -> HttpResponse {
    match maps.get(&hash) {
        Some(bytes) => HttpResponse::Ok()
            .content_type(ContentType::json())
            .insert_header((header::CACHE_CONTROL, pages::IMMUTABLE))
            .body(bytes),
        None => pages::missing("No map here has that hash."),
    }
}

async fn picture(name: web::Path<String>, maps: web::Data<Maps>) -> HttpResponse {
    match maps.picture(&name) {
        Some(bytes) => HttpResponse::Ok()
            .content_type("image/svg+xml")
            .insert_header((header::CACHE_CONTROL, pages::ASK_AGAIN))
            .body(bytes),
        None => pages::missing("No map here has that name."),
    }
}

async fn rules_in_effect(rules: web::Data<Rules>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((header::CACHE_CONTROL, pages::ASK_AGAIN))
        .body(rules.json())
}
