//! A bot's end of the protocol against a room, by encoded messages but without a socket.

use std::sync::Arc;

use bytes::Bytes;
use fray::bots::remote::{MapSource, Remote, RemoteError, Role};
use fray::protocol::{ClientMessage, Goodbye, ServerMessage, decode_client, decode_server};
use fray::room::inbox::{Inbox, Packet};
use fray::room::outbox::Outbox;
use fray::room::seats::Arrival;
use fray::room::{Faults, Game};
use fray::sim::Tick;

use super::{assets, recruiter, room};

const TICK_US: u64 = 16_667;

/// The shipped maps by hash.
pub fn maps() -> MapSource {
    let maps = super::maps();
    Arc::new(move |hash| maps.iter().find(|map| map.hash_hex() == hash).cloned())
}

/// What a remote player sent: inputs, acknowledgements, bytes of the largest message.
#[derive(Debug, Default)]
struct Sent {
    inputs: u32,
    acks: u32,
    largest: usize,
}

/// Plays so many ticks with this player in a room with one bot.
fn play(role: Role, watch: bool, ticks: u64) -> (Game, Remote, Sent) {
    let mut game = room(assets().map("box").unwrap(), 2, 2, recruiter(), Faults::default());
    let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
    game.join(
        Arrival { name: "wire".into(), aspect: 1778, watch, ..Arrival::default() },
        inbox.clone(),
        outbox.clone(),
    )
    .unwrap();
    let mut remote = Remote::new("wire", None, role);
    let mut sent = Sent::default();
    for tick in 0..ticks {
        game.tick(tick * TICK_US);
        let mut messages: Vec<Bytes> = Vec::new();
        outbox.take(&mut messages);
        for bytes in messages {
            let answer = remote.hear(decode_server(&bytes).unwrap()).unwrap();
            let Some(answer) = answer.map(|answer| answer.encode()) else { continue };
            sent.largest = sent.largest.max(answer.len());
            match decode_client(&answer).unwrap() {
                ClientMessage::Input(input) => {
                    sent.inputs += 1;
                    inbox.push(Packet::Input(input), tick * TICK_US);
                }
                ClientMessage::Ack(ack) => {
                    sent.acks += 1;
                    inbox.push(Packet::Ack { tick: Tick(ack.tick), hidden: false }, tick * TICK_US);
                }
                other => panic!("{other:?} comes from no player"),
            }
        }
    }
    (game, remote, sent)
}

#[test]
fn a_remote_bot_plays_as_one_of_the_room() {
    let brain = recruiter()(8, 0).brain;
    let (game, remote, sent) = play(Role::Plays(brain, maps()), false, 7200);
    let seen = remote.seen;
    assert!(seen.kills > 0 && seen.shots > 20, "{seen:?}");
    assert_eq!((seen.snapshots, seen.gaps), (3600, 0));
    let viewer = &game.viewers()[0];
    let player = game.world().player(viewer.seat.unwrap()).unwrap();
    assert_eq!((u64::from(player.kills), u64::from(player.deaths)), (seen.kills, seen.deaths));
    assert_eq!((viewer.plan.starved, viewer.skipped, seen.late), (0, 0, 0), "its inputs come in time");
    assert!(sent.inputs > 1800 && sent.largest < 120, "{sent:?}");
}

#[test]
fn one_that_does_nothing_acknowledges_ten_times_a_second() {
    for (role, watch) in [(Role::Acknowledges, false), (Role::Watches, true)] {
        let (game, remote, sent) = play(role, watch, 600);
        assert_eq!((sent.inputs, remote.seen.snapshots, remote.seen.gaps), (0, 300, 0));
        assert!((99..=101).contains(&sent.acks), "{sent:?}");
        assert_eq!(game.viewers()[0].skipped, 0);
    }
}

#[test]
fn in_silence_the_newest_snapshot_is_acknowledged_once() {
    let (_, mut remote, _) = play(Role::Acknowledges, false, 5);
    let nudge = remote.nudge();
    assert!(matches!(&nudge, Some(ClientMessage::Ack(ack)) if ack.tick == 4), "{nudge:?}");
    assert_eq!(remote.nudge(), None);
}

#[test]
fn a_goodbye_and_an_unknown_map_end_it() {
    let mut remote = Remote::new("wire", None, Role::Acknowledges);
    let goodbye = Goodbye { code: 4002, params: vec![] };
    let heard = remote.hear(ServerMessage::Goodbye(goodbye.clone()));
    assert_eq!(heard, Err(RemoteError::Goodbye(goodbye)));

    let brain = recruiter()(5, 0).brain;
    let mut remote = Remote::new("wire", None, Role::Plays(brain, Arc::new(|_| None)));
    let mut game = room(assets().map("box").unwrap(), 2, 0, recruiter(), Faults::default());
    let outbox = Arc::new(Outbox::default());
    game.join(Arrival { name: "wire".into(), aspect: 1778, ..Arrival::default() }, Arc::default(), outbox.clone())
        .unwrap();
    let mut messages: Vec<Bytes> = Vec::new();
    outbox.take(&mut messages);
    let heard = remote.hear(decode_server(&messages[0]).unwrap());
    assert_eq!(heard, Err(RemoteError::UnknownMap(game.map().hash_hex())));
}
