//! Bots over real sockets against a server in this process.

use std::net::SocketAddr;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use fray::bots::WireBot;
use fray::bots::remote::{Remote, RemoteError, Role};
use fray::bots::wire::WireError;

use super::recruiter;
use super::remote::maps;
use crate::support::server::serve;

/// Nothing here takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn bot(address: SocketAddr, number: u32, room: Option<String>) -> Result<WireBot, WireError> {
    let recruit = recruiter()(9, number);
    WireBot::connect(address, Remote::new(recruit.name, room, Role::Plays(recruit.brain, maps()))).await
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "{what} did not happen within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[test]
fn two_bots_fight_over_sockets_while_a_third_watches() {
    let server = serve(&[("rooms.seats", "2")]);
    runtime().block_on(async {
        let first = bot(server.address, 0, None).await.unwrap();
        let code = first.welcome.code.clone();
        let second = bot(server.address, 1, Some(code.clone())).await.unwrap();
        let watcher = Remote::new("eyes", Some(code.clone()), Role::Watches);
        let watcher = WireBot::connect(server.address, watcher).await.unwrap();
        assert_eq!((second.welcome.code.clone(), watcher.welcome.seat), (code, None));

        let kills = || first.counters.seen().kills + second.counters.seen().kills;
        until("a kill", || kills() > 0).await;
        let (seen, watched) = (first.counters.seen(), watcher.counters.seen());
        assert!(seen.snapshots > 20 && watched.snapshots > 20, "{seen:?} {watched:?}");
        assert!(first.counters.bytes.load(Relaxed) > 1000 && first.counters.sent.load(Relaxed) > 10);
        assert!(first.counters.take_gaps_ms().len() as u64 >= seen.snapshots - 1);
        assert!(!first.is_gone() && !watcher.is_gone());

        first.leave().await.unwrap();
        drop(second);
        watcher.leave().await.unwrap();
        until("the end of all sessions", || server.sessions() == 0).await;
    });
    server.stop();
}

#[test]
fn a_refusal_is_told_with_its_code() {
    let server = serve(&[]);
    runtime().block_on(async {
        let refused = bot(server.address, 0, Some("ZZZZZ".into())).await.err().unwrap();
        assert!(
            matches!(&refused, WireError::Remote(RemoteError::Goodbye(goodbye)) if goodbye.code == 4003),
            "{refused}"
        );
    });
    server.stop();
}
