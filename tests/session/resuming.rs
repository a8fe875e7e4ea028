//! A seat is taken again, over real sockets.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use fray::protocol::{Roster, ServerMessage, Welcome};

use crate::support::child::Server;
use crate::support::client::Client;
use crate::support::server::serve;

/// Whatever the server notices about a connection it has noticed by then.
const SOON: Duration = Duration::from_secs(3);

/// Reads on to a roster that is as wanted.
fn roster(client: &mut Client, wanted: impl Fn(&Roster) -> bool) -> Roster {
    loop {
        match client.message().expect("the room goes on") {
            ServerMessage::Roster(roster) if wanted(&roster) => return roster,
            ServerMessage::Snapshot(snapshot) => client.ack(snapshot.tick),
            _ => {}
        }
    }
}

fn refused(address: std::net::SocketAddr, welcome: &Welcome) -> Option<u16> {
    let farewell = Client::resume(address, welcome).farewell();
    let code = farewell.close.map(|(code, _)| code);
    assert_eq!(farewell.goodbye.map(|goodbye| goodbye.code), code, "the goodbye says the same");
    code
}

#[test]
fn a_cut_line_is_taken_up_again_in_the_same_seat_ten_times_in_a_row() {
    let server = serve(&[]);
    let (mut witness, _) = Client::join(server.address);
    let (mut client, mut welcome) = Client::join(server.address);
    let first = welcome.clone();
    for _ in 0..10 {
        client.play(3);
        client.cut();
        roster(&mut witness, |roster| roster.players.iter().any(|player| player.bot == 3));
        client = Client::resume(server.address, &welcome);
        let again = client.welcome();
        assert_eq!((again.room, again.seat), (first.room, first.seat));
        assert_ne!(again.token, welcome.token, "each token is used once");
        welcome = again;
        let back = roster(&mut witness, |roster| roster.players.iter().all(|player| player.bot == 0));
        assert_eq!(back.players.len(), 2);
    }
    client.play(3);
}

#[test]
fn of_two_who_show_one_token_at_once_one_is_let_in() {
    let server = serve(&[("rooms.seats", "16")]);
    for round in 0..25 {
        let (mut client, welcome) = Client::join(server.address);
        client.play(2);
        // In every other round the line still seems open.
        let open = (round % 2 == 0).then_some(client);
        let barrier = Arc::new(Barrier::new(2));
        let try_it = |barrier: Arc<Barrier>, welcome: Welcome, address| {
            thread::spawn(move || {
                barrier.wait();
                let mut client = Client::resume(address, &welcome);
                match client.message() {
                    Some(ServerMessage::Welcome(again)) => Ok((client, again)),
                    Some(ServerMessage::Goodbye(goodbye)) => Err(goodbye.code),
                    other => panic!("{other:?}"),
                }
            })
        };
        let tries = [(); 2].map(|()| try_it(barrier.clone(), welcome.clone(), server.address));
        let (mut winners, mut losers) = (Vec::new(), Vec::new());
        for tried in tries {
            match tried.join().unwrap() {
                Ok(winner) => winners.push(winner),
                Err(code) => losers.push(code),
            }
        }
        assert_eq!((winners.len(), losers.len()), (1, 1), "round {round}: refused were {losers:?}");
        assert!([4013, 4014].contains(&losers[0]), "round {round}: {losers:?}");
        let (mut winner, again) = winners.remove(0);
        assert_eq!(again.seat, welcome.seat);
        winner.play(2);
        winner.leave();
        drop(open);
    }
}

#[test]
fn a_line_that_still_seems_open_is_replaced_and_told() {
    let server = serve(&[]);
    let (mut old, welcome) = Client::join(server.address);
    old.play(2);
    let mut new = Client::resume(server.address, &welcome);
    assert_eq!(new.welcome().seat, welcome.seat);
    new.play(3);
    let farewell = old.farewell();
    assert_eq!(farewell.goodbye.map(|goodbye| goodbye.code), Some(4011));
    assert_eq!(farewell.close, Some((4011, "replaced".into())));
    old.gone();
    new.play(3);
}

#[test]
fn foreign_tokens_and_those_of_rooms_that_are_not_there_are_refused() {
    let server = Server::start(&[]);
    let (mut client, welcome) = Client::join(server.address);
    client.play(2);
    let foreign = Welcome { token: Some([7; 32]), ..welcome.clone() };
    assert_eq!(refused(server.address, &foreign), Some(4013));
    let nowhere = Welcome { code: "AEIOU".into(), ..welcome.clone() };
    assert_eq!(refused(server.address, &nowhere), Some(4013));
    client.play(2);
    let mut again = Client::resume(server.address, &welcome);
    again.welcome();
    again.play(2);
    assert_eq!(refused(server.address, &welcome), Some(4013), "it was used");
    server.await_metric("fray_resumes_total{result=\"seat_gone\"}", 3.0, SOON);
    server.await_metric("fray_resumes_total{result=\"taken\"}", 1.0, SOON);
    let mut server = server;
    let hex: String = welcome.token.into_iter().flatten().map(|byte| format!("{byte:02x}")).collect();
    assert!(server.logged(&hex[..8], Duration::ZERO).is_empty());
}

#[test]
fn a_seat_is_free_at_once_after_a_leave_and_after_its_time_otherwise() {
    let server = Server::start(&["--hold", "1", "--hold-hidden", "2"]);
    let (mut witness, _) = Client::join(server.address);
    for leaves in [true, false] {
        let (mut client, welcome) = Client::join(server.address);
        assert_eq!((welcome.hold, welcome.hold_hidden), (1, 2));
        client.play(2);
        roster(&mut witness, |roster| roster.players.len() == 2);
        if leaves {
            client.leave();
            assert_eq!(refused(server.address, &welcome), Some(4013));
        } else {
            client.cut();
        }
        roster(&mut witness, |roster| roster.players.len() == 1);
        let expired = if leaves { 0.0 } else { 1.0 };
        server.await_metric("fray_seats_expired_total", expired, SOON);
    }
}

#[test]
fn a_client_that_breaks_the_protocol_loses_the_seat() {
    let server = serve(&[]);
    let (mut client, welcome) = Client::join(server.address);
    client.play(2);
    client.raw(&crate::support::client::frame(0x82, &[0xC1]));
    assert_eq!(client.farewell().close.map(|(code, _)| code), Some(4008));
    assert_eq!(refused(server.address, &welcome), Some(4013));
}

#[test]
fn one_who_was_silent_for_too_long_comes_back() {
    let server = serve(&[]);
    let (mut client, welcome) = Client::join(server.address);
    client.play(2);
    let farewell = client.farewell();
    assert_eq!(farewell.close.map(|(code, _)| code), Some(4006));
    let mut again = Client::resume(server.address, &welcome);
    assert_eq!(again.welcome().seat, welcome.seat);
    again.play(3);
}

#[test]
fn a_server_may_hold_no_seats() {
    let server = serve(&[("rooms.hold", "0"), ("rooms.hold_hidden", "0")]);
    let (mut witness, _) = Client::join(server.address);
    let (mut client, welcome) = Client::join(server.address);
    assert_eq!((welcome.token, welcome.hold), (None, 0));
    client.play(2);
    roster(&mut witness, |roster| roster.players.len() == 2);
    client.cut();
    roster(&mut witness, |roster| roster.players.len() == 1);
}
