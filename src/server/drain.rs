//! How a server stops: nobody new, everybody told, and gone within five seconds whatever the clients do.
//!
//! The library's own graceful stop waits its whole time limit while sockets are open, and then cuts them without a word.

use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;

use crate::lobby::messages::Drain;
use crate::protocol::CloseReason;
use crate::session::Reception;

/// How long clients have to take their leave; the watchdog cuts off those who do not well before.
const LEAVE_MAX: Duration = Duration::from_secs(3);
/// How often to look if all have.
const LOOK: Duration = Duration::from_millis(10);

/// Stops accepting, says goodbye to everybody, waits until they are gone, and ends the HTTP server.
pub async fn drain(server: &ServerHandle, reception: &Reception) {
    tracing::info!(sessions = reception.open(), "stopping");
    server.pause().await;
    if !reception.settings.faults.leave_unsaid {
        reception.lobby.do_send(Drain);
        reception.watchdog.end_all(&CloseReason::Stopping);
    }
    let until = Instant::now() + LEAVE_MAX;
    while reception.watchdog.count() > 0 && Instant::now() < until {
        tokio::time::sleep(LOOK).await;
    }
    server.stop(false).await;
}
