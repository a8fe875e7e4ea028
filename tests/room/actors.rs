//! A room in its actor, with a clock that is turned by hand: how often threads are woken, what a panic costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix::prelude::*;
use fray::protocol::CloseReason;
use fray::room::fanout::{CountFlushes, Enrol, Fanout, SessionId, Wake};
use fray::room::inbox::{Inbox, Packet};
use fray::room::messages::{Join, Pass, Reservation, RoomEnded};
use fray::room::metronome::{Beat, Tempo};
use fray::room::outbox::Outbox;
use fray::room::{Faults, GameRoom};
use fray::sim::Tick;
use parking_lot::Mutex;

use super::support::{TICK_US, Table};

/// A clock that stands still between beats.
#[derive(Default)]
pub struct Hand {
    now_us: AtomicU64,
    asked: Mutex<Vec<(u64, Recipient<Beat>)>>,
}

impl Hand {
    /// How many beats are asked for and have not come.
    pub fn asked(&self) -> usize {
        self.asked.lock().len()
    }

    /// The first beat that is due until then.
    pub fn take_due(&self, end_us: u64) -> Option<(u64, Recipient<Beat>)> {
        let mut asked = self.asked.lock();
        let first = (0..asked.len()).min_by_key(|at| asked[*at].0).filter(|at| asked[*at].0 <= end_us)?;
        Some(asked.remove(first))
    }

    pub fn turn_to(&self, now_us: u64) {
        self.now_us.fetch_max(now_us, Ordering::SeqCst);
    }
}

impl Tempo for Hand {
    fn now_us(&self) -> u64 {
        self.now_us.load(Ordering::SeqCst)
    }

    fn beat_at(&self, at_us: u64, room: Recipient<Beat>) {
        self.asked.lock().push((at_us, room));
    }
}

/// A session that reads and acknowledges at once, unless it stalls.
struct Reader {
    inbox: Arc<Inbox>,
    outbox: Arc<Outbox>,
    hand: Arc<Hand>,
    stalls: bool,
    wakes: Arc<AtomicU64>,
    closed: Arc<Mutex<Option<CloseReason>>>,
}

impl Actor for Reader {
    type Context = Context<Self>;
}

impl Handler<Wake> for Reader {
    type Result = ();
    fn handle(&mut self, _: Wake, _: &mut Self::Context) {
        self.wakes.fetch_add(1, Ordering::SeqCst);
        if self.stalls {
            return;
        }
        let mut messages = Vec::new();
        *self.closed.lock() = self.outbox.take(&mut messages);
        for message in messages {
            if let Ok(fray::protocol::ServerMessage::Snapshot(told)) = fray::protocol::decode_server(&message) {
                self.inbox.push(Packet::Ack { tick: Tick(told.tick), hidden: false }, self.hand.now_us());
            }
        }
    }
}

/// Takes note of the end of a room.
struct Lobby(Arc<AtomicU64>);

impl Actor for Lobby {
    type Context = Context<Self>;
}

impl Handler<RoomEnded> for Lobby {
    type Result = ();
    fn handle(&mut self, _: RoomEnded, _: &mut Self::Context) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

struct Run {
    /// Most flushes that a worker thread got for one tick.
    flushes_most: u64,
    /// Flushes that a worker thread got.
    flushes: u64,
    /// Most beats that were pending at once.
    pending_most: usize,
    /// Wakes that the stalled session got.
    stalled_wakes: u64,
    /// Why the others were closed.
    closed: Vec<Option<CloseReason>>,
    /// Ends that the lobby was told of.
    ended: u64,
}

/// Lets whatever has been sent be handled. Everything runs on this thread, so a message that is answered has been.
async fn settle(fanouts: &[Addr<Fanout>]) -> Vec<u64> {
    let mut counts = Vec::new();
    for _ in 0..3 {
        tokio::task::yield_now().await;
        counts.clear();
        for fanout in fanouts {
            counts.push(fanout.send(CountFlushes).await.unwrap());
        }
    }
    counts
}

/// Runs a room with 8 sessions on 2 threads' fanouts, one of whom stalls, for so many ticks.
async fn run(ticks: u64, faults: Faults) -> Run {
    let hand = Arc::new(Hand::default());
    let ended = Arc::new(AtomicU64::new(0));
    let lobby = Lobby(ended.clone()).start();
    let game = Table::new(8, 8, faults).game;
    let room = GameRoom::new(1, game, 0, hand.clone(), lobby.recipient()).start();
    let fanouts = [Fanout::default().start(), Fanout::default().start()];
    let taken = Arc::new(Default::default());
    let mut readers = Vec::new();
    for i in 0..8 {
        let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
        let (wakes, closed) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(None)));
        let reader = Reader {
            inbox: inbox.clone(),
            outbox: outbox.clone(),
            hand: hand.clone(),
            stalls: i == 7,
            wakes: wakes.clone(),
            closed: closed.clone(),
        };
        let (session, fanout) = (SessionId::next(), fanouts[i % 2].clone());
        fanout.send(Enrol { session, wake: reader.start().recipient() }).await.unwrap();
        let reservation = Reservation::take(&taken, 8).expect("a seat is free");
        let join = Join {
            person: fray::room::tongue::Person::default(),
            name: "reader".into(),
            newcomer: false,
            aspect: 1778,
            link: None,
            pass: Pass::Sit(reservation),
            ticket: None,
            session,
            fanout,
            inbox,
            outbox,
        };
        room.send(join).await.unwrap().unwrap();
        readers.push((wakes, closed));
    }
    let (mut flushes_most, mut pending_most) = (0, 0);
    let mut before = settle(&fanouts).await;
    for _ in 0..ticks {
        let asked = std::mem::take(&mut *hand.asked.lock());
        pending_most = pending_most.max(asked.len());
        for (at_us, room) in asked {
            hand.now_us.fetch_max(at_us.max(hand.now_us() + TICK_US), Ordering::SeqCst);
            room.do_send(Beat { due_us: at_us });
        }
        let after = settle(&fanouts).await;
        flushes_most = flushes_most.max(after.iter().zip(&before).map(|(after, before)| after - before).max().unwrap());
        before = after;
    }
    Run {
        flushes_most,
        flushes: before[0],
        pending_most,
        stalled_wakes: readers[7].0.load(Ordering::SeqCst),
        closed: readers[..7].iter().map(|(_, closed)| closed.lock().clone()).collect(),
        ended: ended.load(Ordering::SeqCst),
    }
}

#[actix::test]
async fn a_worker_thread_is_woken_at_most_once_a_tick_and_a_stalled_session_no_more() {
    let run = run(1_000, Faults::default()).await;
    assert_eq!(run.flushes_most, 1);
    assert!(run.flushes >= 500, "only {} flushes, a snapshot is due every second tick", run.flushes);
    assert_eq!(run.pending_most, 1);
    assert_eq!(run.stalled_wakes, 2, "one when it enrolled and one for what waits: unanswered, it gets no other");
    assert_eq!(run.ended, 0);
    assert!(run.closed.iter().all(Option::is_none));
}

#[actix::test]
async fn a_panic_ends_its_room_and_tells_everybody() {
    let run = run(60, Faults { panic_at: Some(Tick(30)), ..Faults::default() }).await;
    assert_eq!(run.ended, 1);
    assert!(run.closed.iter().all(|closed| *closed == Some(CloseReason::RoomEnded)), "{:?}", run.closed);
}
