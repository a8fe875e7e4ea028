//! Connections that are cut wherever it hurts: nothing of them stays.

use std::io::Write;
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use fray::protocol::ClientMessage;

use crate::support::child::Server;
use crate::support::client::{Client, frame, hello, upgrade_request};
use crate::support::{chance, http};

/// Cut at once in one wave.
const AT_ONCE: usize = 50;
/// Waves in short and in long; memory is measured from the end of this one on.
const WAVES: usize = 6;
const WAVES_PROVE: usize = 20;
const WAVES_SETTLED: usize = 4;
/// Everything of a cut connection is gone by then.
const GONE_MAX: Duration = Duration::from_secs(2);

/// Where a connection is cut.
fn cut(address: SocketAddr, place: u32) {
    match place % 5 {
        0 => drop(http::connect(address)),
        1 => {
            let request = upgrade_request(address, &[]);
            let _ = http::connect(address).write_all(&request.as_bytes()[..request.len() / 2]);
        }
        2 => drop(Client::connect(address)),
        3 => {
            let mut client = Client::connect(address);
            client.raw(&frame(0x82, &ClientMessage::Hello(hello()).encode())[..9]);
        }
        _ => Client::join(address).0.play(2),
    }
}

#[test]
fn cut_connections_leave_nothing_behind() {
    let server = Server::start(&["--seats", "64"]);
    let (mut good, _) = Client::join(server.address);
    good.play(5);
    let mut chance = chance("churn");
    let (descriptors, mut settled) = (server.descriptors(), 0);
    let address = server.address;
    let waves = if std::env::var_os("FRAY_PROVE").is_some() { WAVES_PROVE } else { WAVES };
    for wave in 0..waves {
        let places: Vec<u32> = (0..AT_ONCE).map(|_| rand::Rng::next_u32(&mut chance)).collect();
        thread::scope(|scope| places.iter().for_each(|&place| drop(scope.spawn(move || cut(address, place)))));
        good.play(3);
        if wave + 1 == WAVES_SETTLED {
            settled = server.memory();
        }
    }
    server.await_metric("fray_sessions ", 1.0, GONE_MAX);
    server.await_metric("fray_people ", 1.0, GONE_MAX);
    server.await_metric("fray_rooms ", 1.0, GONE_MAX);
    server.await_descriptors(descriptors, GONE_MAX);
    let grown = server.memory().saturating_sub(settled);
    assert!(grown < 1 << 20, "memory grew by {grown} bytes since the 200th cut");
    assert!(server.metric("fray_closes_total{reason=\"left\"") > 100.0, "the cuts did happen");
    good.play(5);
}
