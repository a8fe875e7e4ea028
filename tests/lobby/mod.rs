//! Which room next, with real rooms whose clock stands still.

use std::sync::Arc;

use actix::prelude::*;
use fray::journal::{self, Writer};
use fray::lobby::messages::{CountRooms, Drain, Find, Found, Wanted};
use fray::lobby::{Lobby, LobbySettings};
use fray::protocol::{CloseReason, ServerMessage, decode_server};
use fray::room::fanout::{Fanout, SessionId};
use fray::room::hold::HoldTimes;
use fray::room::inbox::Inbox;
use fray::room::messages::{Join, Leave, Parting};
use fray::room::metronome::{Beat, Tempo};
use fray::room::outbox::Outbox;
use fray::room::{Faults, Recruit, Showing};
use fray::sim::{Entry, SeatId, Tick};
use parking_lot::Mutex;

use crate::journal::header;
use crate::support::{Idler, tuning, yard};

/// A clock that never beats by itself; a test beats for it.
#[derive(Default)]
struct Still(Mutex<Vec<Recipient<Beat>>>, Mutex<u64>);

impl Tempo for Still {
    fn now_us(&self) -> u64 {
        *self.1.lock()
    }

    fn beat_at(&self, _: u64, room: Recipient<Beat>) {
        self.0.lock().push(room);
    }
}

fn lobby(rooms_max: usize, seats: u8, tempo: Arc<Still>) -> Addr<Lobby> {
    closed(rooms_max, seats, false, tempo).start()
}

fn open(rooms_max: usize, seats: u8, sandbox: bool, tempo: Arc<Still>) -> Addr<Lobby> {
    closed(rooms_max, seats, sandbox, tempo).start()
}

/// A lobby that is not open yet.
fn closed(rooms_max: usize, seats: u8, sandbox: bool, tempo: Arc<Still>) -> Lobby {
    let recruiter = Arc::new(|_: u64, n: u32| Recruit { name: format!("bot {n}"), brain: Box::new(Idler) });
    let settings = LobbySettings {
        rooms_max,
        seats,
        fill: 0,
        presets: Arc::default(),
        map: Arc::new(yard()),
        tuning: Arc::new(tuning()),
        recruiter,
        seed: 7,
        hold: HoldTimes { shown_s: 25, hidden_s: 120 },
        sandbox,
        faults: Faults::default(),
    };
    Lobby::new(settings, vec![Arbiter::current()], tempo)
}

struct Guest {
    room: Addr<fray::room::GameRoom>,
    code: String,
    session: SessionId,
    seat: Option<SeatId>,
    outbox: Arc<Outbox>,
}

async fn play(lobby: &Addr<Lobby>, wanted: Wanted) -> Result<Guest, CloseReason> {
    let find = Find { wanted, name: "guest".into() };
    let Found { room, pass, ticket, newcomer } = lobby.send(find).await.unwrap()?;
    let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
    let session = SessionId::next();
    let join = Join {
        person: fray::room::tongue::Person::default(),
        name: "guest".into(),
        newcomer,
        aspect: 1778,
        link: None,
        pass,
        ticket,
        session,
        fanout: Fanout::default().start(),
        inbox,
        outbox: outbox.clone(),
    };
    let joined = room.send(join).await.unwrap()?;
    let mut messages = Vec::new();
    outbox.take(&mut messages);
    let Ok(ServerMessage::Welcome(welcome)) = decode_server(&messages[0]) else { panic!("no welcome") };
    Ok(Guest { room, code: welcome.code, session, seat: joined.seat, outbox })
}

#[actix::test]
async fn a_server_for_designers_has_one_room_which_is_there_for_whoever_names_it() {
    let lobby = open(10, 2, true, Arc::default());
    let named = play(&lobby, Wanted::Code("sandb".into())).await.unwrap();
    let quick = play(&lobby, Wanted::Quick).await.unwrap();
    assert_eq!((named.code.as_str(), quick.code.as_str()), ("SANDB", "SANDB"));
    assert!(matches!(play(&lobby, Wanted::Quick).await, Err(CloseReason::Full)));
    assert!(matches!(play(&lobby, Wanted::Private).await, Err(CloseReason::Full)));
    assert!(matches!(play(&lobby, Wanted::Code("BCDFG".into())).await, Err(CloseReason::WrongCode { .. })));
}

#[actix::test]
async fn quick_play_fills_one_room_before_it_opens_another() {
    let lobby = lobby(10, 2, Arc::default());
    let first = play(&lobby, Wanted::Quick).await.unwrap();
    let second = play(&lobby, Wanted::Quick).await.unwrap();
    let third = play(&lobby, Wanted::Quick).await.unwrap();
    assert_eq!(first.code, second.code);
    assert_ne!(first.code, third.code);
    first.room.send(Leave { session: first.session, parting: Parting::Left }).await.unwrap();
    let fourth = play(&lobby, Wanted::Quick).await.unwrap();
    let fifth = play(&lobby, Wanted::Quick).await.unwrap();
    assert!([&fourth.code, &fifth.code].contains(&&first.code), "the seat that was left is taken again");
    assert_eq!(lobby.send(CountRooms).await.unwrap(), 2);
}

#[actix::test]
async fn a_private_room_is_found_by_its_code_alone() {
    let lobby = lobby(3, 4, Arc::default());
    let host = play(&lobby, Wanted::Private).await.unwrap();
    let stranger = play(&lobby, Wanted::Quick).await.unwrap();
    assert_ne!(stranger.code, host.code);
    let friend = play(&lobby, Wanted::Code(host.code.to_lowercase())).await.unwrap();
    assert_eq!(friend.code, host.code);
    // Two people are there, and one in the open room.
    assert_eq!(play(&lobby, Wanted::Watch(None)).await.unwrap().code, stranger.code);
    assert_ne!(play(&lobby, Wanted::Private).await.unwrap().code, host.code);
    assert_eq!(play(&lobby, Wanted::Private).await.err(), Some(CloseReason::Full), "there are as many rooms as may be");
}

#[actix::test]
async fn a_code_leads_to_its_room_until_that_is_full() {
    let lobby = lobby(10, 2, Arc::default());
    let first = play(&lobby, Wanted::Quick).await.unwrap();
    let friend = play(&lobby, Wanted::Code(first.code.to_lowercase())).await.unwrap();
    assert_eq!(friend.code, first.code);
    assert_eq!(play(&lobby, Wanted::Code(first.code.clone())).await.err(), Some(CloseReason::Full));
    let watcher = play(&lobby, Wanted::Watch(Some(first.code))).await.unwrap();
    assert_eq!(watcher.seat, None);
    let wrong = CloseReason::WrongCode { code: "AEIOU".into() };
    assert_eq!(play(&lobby, Wanted::Code("AEIOU".into())).await.err(), Some(wrong));
}

#[actix::test]
async fn a_full_node_refuses() {
    let lobby = lobby(1, 1, Arc::default());
    play(&lobby, Wanted::Quick).await.unwrap();
    assert_eq!(play(&lobby, Wanted::Quick).await.err(), Some(CloseReason::Full));
}

#[actix::test]
async fn whoever_watches_any_room_is_led_to_the_busiest_even_if_it_is_full() {
    let lobby = lobby(2, 2, Arc::default());
    let first = play(&lobby, Wanted::Quick).await.unwrap();
    play(&lobby, Wanted::Quick).await.unwrap();
    let watcher = play(&lobby, Wanted::Watch(None)).await.unwrap();
    assert_eq!((watcher.code, watcher.seat), (first.code, None));
    assert_eq!(lobby.send(CountRooms).await.unwrap(), 1, "nobody needs a room of their own to watch");
}

#[actix::test]
async fn a_lobby_that_shows_a_match_leads_everybody_to_it_and_gives_nobody_a_seat() {
    let mut journal = Writer::begin(Vec::new(), &header()).unwrap();
    journal.tick(&[Entry::Join(SeatId(0))], None).unwrap();
    let journal = journal::read(&journal.finish(0).unwrap()).unwrap().journal;
    let showing = Showing { journal: Arc::new(journal), map: Arc::new(yard()), from: Tick(0) };
    let lobby = closed(10, 1, false, Arc::default()).showing(showing).start();
    let first = play(&lobby, Wanted::Watch(None)).await.unwrap();
    for wanted in [Wanted::Quick, Wanted::Code("ZZZZZ".into()), Wanted::Watch(Some("ZZZZZ".into()))] {
        let guest = play(&lobby, wanted).await.unwrap();
        assert_eq!((&guest.code, guest.seat), (&first.code, None));
    }
    assert_eq!(lobby.send(CountRooms).await.unwrap(), 1);
}

#[actix::test]
async fn a_room_that_everybody_left_ends_and_is_forgotten() {
    let tempo = Arc::new(Still::default());
    let lobby = lobby(10, 2, tempo.clone());
    let guest = play(&lobby, Wanted::Quick).await.unwrap();
    guest.room.send(Leave { session: guest.session, parting: Parting::Left }).await.unwrap();
    for _ in 0..700 {
        *tempo.1.lock() += 16_667;
        let due = std::mem::take(&mut *tempo.0.lock());
        for room in due {
            let _ = room.send(Beat { due_us: tempo.now_us() }).await;
        }
        // The answer to a question after the beat: what the beat caused has happened.
        if lobby.send(CountRooms).await.unwrap() == 0 {
            return;
        }
    }
    panic!("the room is still there after 11 s without anybody");
}

#[actix::test]
async fn a_lobby_that_drains_tells_everybody_and_opens_nothing() {
    let lobby = lobby(10, 2, Arc::default());
    let guest = play(&lobby, Wanted::Quick).await.unwrap();
    lobby.send(Drain).await.unwrap();
    while guest.room.connected() {
        tokio::task::yield_now().await;
    }
    assert_eq!(guest.outbox.take(&mut Vec::new()), Some(CloseReason::Stopping));
    assert_eq!(play(&lobby, Wanted::Quick).await.err(), Some(CloseReason::Stopping));
}
