//! A room for designers: its pace, and what may be ordered in it.

use std::cell::RefCell;
use std::sync::Arc;

use actix::prelude::*;
use fray::protocol::{Baseline, ServerMessage, Snapshot};
use fray::room::fanout::{Fanout, SessionId};
use fray::room::inbox::{Inbox, Packet};
use fray::room::messages::{Join, Leave, Obey, Parting, Pass, Reservation, RoomEnded};
use fray::room::metronome::{Beat, Tempo};
use fray::room::outbox::Outbox;
use fray::room::sandbox::{Heed, Order, Pace};
use fray::room::{Faults, GameRoom};
use fray::sim::input::{DASH, FIRE};
use fray::sim::world::Phase;
use fray::sim::{Angle, Input, SeatId, Tick, Time, Walk};

use super::actors::Hand;
use super::support::{Guest, TICK_US, Table};
use crate::support::keyframe;

const HEALTH: i32 = 100;
const CLIP: u8 = 12;

fn sandbox() -> (Table, Guest) {
    let mut table = Table::sandbox(4);
    let guest = table.join(false).expect("a seat is free");
    table.run(1);
    (table, guest)
}

fn names(table: &Table) -> Vec<&str> {
    table.game.seats().filled().map(|(_, seat)| seat.name.as_str()).collect()
}

#[test]
fn a_room_that_is_none_takes_no_orders_and_neither_does_a_sandbox_from_one_who_watches() {
    let all = [Order::Pause, Order::Step, Order::Slow, Order::Dummy, Order::Refill, Order::Bot("rusher".into())];
    for order in all.into_iter().chain([Order::Kill]) {
        let mut plain = Table::new(4, 2, Faults::default());
        let guest = plain.join(false).expect("a seat is free");
        plain.run(1);
        assert_eq!(plain.order(&guest, order.clone()), Heed::Ignored);
        assert_eq!((plain.game.pace(), plain.game.seats().filled().count()), (Pace::Full, 3));
        let (mut table, _) = sandbox();
        let witness = table.join(true).expect("anybody may watch");
        assert_eq!(table.order(&witness, order), Heed::Ignored);
    }
}

#[test]
fn its_match_goes_on_and_nobody_who_reads_is_replaced() {
    let (mut table, guest) = sandbox();
    for _ in 0..60 * 300 {
        table.tick();
        guest.keep_up(table.now_us);
    }
    assert!(matches!(table.game.world().phase, Phase::Running { .. }));
    assert!(table.game.seats().filled().all(|(_, seat)| !seat.is_lent()));
}

#[test]
fn a_dummy_comes_stands_still_and_comes_back() {
    let (mut table, guest) = sandbox();
    assert_eq!(table.order(&guest, Order::Dummy), Heed::Done);
    table.run(1);
    assert_eq!(names(&table), ["guest", "Dummy"]);
    let place = |table: &Table| table.game.world().player(SeatId(1)).map(|player| player.body.place);
    let stood = place(&table);
    table.run(60);
    assert_eq!(place(&table), stood);
    let alive = |table: &Table| table.game.world().player(SeatId(1)).is_some_and(|player| player.is_alive());
    let mut ticks = 0;
    while alive(&table) {
        let players = &table.game.world().players;
        let way = players[1].body.place.units() - players[0].body.place.units();
        let input = Input {
            walk: Walk::toward(Angle::of(way)),
            buttons: FIRE,
            aim: Angle::of(way),
            weapon: 0,
            seen: fray::sim::Seen::PRESENT,
        };
        guest.hold(table.game.world().tick.0, 1, input, table.now_us);
        table.tick();
        guest.keep_up(table.now_us);
        ticks += 1;
        assert!(ticks < 60 * 60, "nobody killed the dummy within a minute");
    }
    table.run(60 * 2 + 1);
    assert_eq!((names(&table), alive(&table)), (vec!["guest", "Dummy"], true));
    let full: Vec<Heed> = (0..3).map(|_| table.order(&guest, Order::Dummy)).collect();
    assert_eq!(full, [Heed::Done, Heed::Done, Heed::Ignored], "there are four seats");
}

#[test]
fn a_bot_of_a_persona_comes_by_the_name_of_it() {
    let (mut table, guest) = sandbox();
    assert_eq!(table.order(&guest, Order::Bot("rusher".into())), Heed::Done);
    assert_eq!(table.order(&guest, Order::Bot("nobody".into())), Heed::Ignored);
    table.run(60);
    assert_eq!(names(&table), ["guest", "bot 0 (rusher)"]);
}

#[test]
fn all_bots_die_at_once_by_nobodys_hand_and_leave() {
    let (mut table, guest) = sandbox();
    table.order(&guest, Order::Dummy);
    table.order(&guest, Order::Bot("rusher".into()));
    table.run(1);
    assert_eq!(table.order(&guest, Order::Kill), Heed::Done);
    let killed = table.tick().events.iter().filter(|event| format!("{event:?}").contains("by: None")).count();
    assert_eq!(killed, 2);
    let alive: Vec<bool> = table.game.world().players.iter().map(|player| player.is_alive()).collect();
    assert_eq!(alive, [true, false, false]);
    table.run(1);
    assert_eq!(names(&table), ["guest"]);
    assert_eq!(table.game.world().player(SeatId(0)).map(|player| player.kills), Some(0));
}

#[test]
fn a_refill_gives_health_clips_and_the_dash() {
    let (mut table, guest) = sandbox();
    let spends = Input { buttons: FIRE | DASH, ..Input::default() };
    let next = table.game.world().tick.0;
    guest.hold(next + 60, 61, spends, table.now_us);
    table.run(60);
    let told = |table: &Table| {
        let world = table.game.world();
        let player = world.player(SeatId(0)).expect("the guest plays");
        (player.arms.clip() == CLIP, player.body.dash_ready.left(world.now) == Time(0), player.health)
    };
    assert_eq!(told(&table), (false, false, HEALTH));
    guest.hold(table.game.world().tick.0, 1, Input::default(), table.now_us);
    assert_eq!(table.order(&guest, Order::Refill), Heed::Done);
    table.run(1);
    assert_eq!(told(&table), (true, true, HEALTH));
}

#[test]
fn the_pace_is_told_after_the_welcome_and_when_it_changes() {
    let (mut table, guest) = sandbox();
    for order in [Order::Slow, Order::Pause, Order::Slow, Order::Step, Order::Pause] {
        assert_eq!(table.order(&guest, order), Heed::Done);
    }
    let paces = guest.read().into_iter().filter_map(|message| match message {
        ServerMessage::Sandbox(sandbox) => Some(sandbox.pace),
        _ => None,
    });
    assert_eq!(paces.collect::<Vec<_>>(), [4, 1, 0, 4, 0, 4]);
}

/// Takes no note of the end of a room.
struct Lobby;

impl Actor for Lobby {
    type Context = Context<Self>;
}

impl Handler<RoomEnded> for Lobby {
    type Result = ();
    fn handle(&mut self, _: RoomEnded, _: &mut Self::Context) {}
}

/// A sandbox in its actor, with one designer in it, and a clock that is turned by hand.
struct Desk {
    room: Addr<GameRoom>,
    hand: Arc<Hand>,
    session: SessionId,
    inbox: Arc<Inbox>,
    outbox: Arc<Outbox>,
    baseline: RefCell<Baseline>,
}

impl Desk {
    async fn new() -> Desk {
        let hand = Arc::new(Hand::default());
        let game = Table::sandbox(4).game;
        let room = GameRoom::new(1, game, 0, hand.clone(), Lobby.start().recipient()).start();
        let (inbox, outbox) = (Arc::new(Inbox::default()), Arc::new(Outbox::default()));
        let session = SessionId::next();
        let desk = Desk { room, hand, session, inbox, outbox, baseline: RefCell::default() };
        desk.join(session, desk.inbox.clone(), desk.outbox.clone()).await;
        desk
    }

    async fn join(&self, session: SessionId, inbox: Arc<Inbox>, outbox: Arc<Outbox>) {
        let reservation = Reservation::take(&Arc::default(), 8).expect("a seat is free");
        let fanout = Fanout::default().start();
        let join = Join {
            person: fray::room::tongue::Person::default(),
            name: "Dee".into(),
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
        self.room.send(join).await.unwrap().unwrap();
    }

    async fn order(&self, order: Order) {
        self.room.send(Obey { session: self.session, order }).await.unwrap();
    }

    /// Lets this much time pass, beat by beat as they are asked for, and answers with the snapshots that came.
    async fn pass(&self, us: u64) -> Vec<Snapshot> {
        let (end_us, mut seen) = (self.hand.now_us() + us, self.read());
        loop {
            let due = self.hand.take_due(end_us);
            let Some((at_us, room)) = due else { break };
            self.hand.turn_to(at_us);
            room.send(Beat { due_us: at_us }).await.unwrap();
            seen.extend(self.read());
        }
        self.hand.turn_to(end_us);
        seen
    }

    fn read(&self) -> Vec<Snapshot> {
        let mut messages = Vec::new();
        assert_eq!(self.outbox.take(&mut messages), None, "nobody is closed");
        let snapshots = messages.iter().filter_map(|bytes| match fray::protocol::decode_server(bytes) {
            Ok(ServerMessage::Snapshot(told)) => Some(self.baseline.borrow_mut().take(&told).unwrap().snapshot),
            _ => None,
        });
        let snapshots: Vec<Snapshot> = snapshots.collect();
        for told in &snapshots {
            self.inbox.push(Packet::Ack { tick: Tick(told.tick), hidden: false }, self.hand.now_us());
        }
        snapshots
    }
}

#[actix::test]
async fn a_paused_room_makes_a_tick_when_it_is_told_to_and_not_before() {
    for ticks_before in [10, 11] {
        pause_and_step(ticks_before).await;
    }
}

async fn pause_and_step(ticks_before: u64) {
    let desk = Desk::new().await;
    let shown = desk.pass(ticks_before * TICK_US).await.last().expect("snapshots came").tick;
    desk.order(Order::Pause).await;
    let stopped = desk.read().last().map_or(shown, |told| told.tick);
    assert_eq!(desk.pass(60_000_000).await.len(), 0, "a minute of silence closes nobody");
    let mut ticks = Vec::new();
    for _ in 0..3 {
        desk.order(Order::Step).await;
        ticks.extend(desk.pass(1_000_000).await.iter().map(|told| told.tick));
    }
    assert_eq!(ticks, [stopped + 1, stopped + 2, stopped + 3], "each is shown");
    desk.order(Order::Pause).await;
    let after = desk.pass(60 * TICK_US).await;
    assert!(after[0].tick <= stopped + 5 && after[0].flags & 2 != 0, "no tick is owed, and clocks are anchored anew");
    assert!(after.iter().skip(1).all(|told| told.flags & 2 == 0));
    let run = after[after.len() - 1].tick - stopped - 3;
    assert!((58..=61).contains(&run), "{run} ticks in a second");
}

#[actix::test]
async fn at_a_quarter_of_the_pace_a_second_takes_four_and_each_tick_is_shown() {
    let desk = Desk::new().await;
    desk.pass(10 * TICK_US).await;
    desk.order(Order::Slow).await;
    let slow = desk.pass(4_000_000).await;
    assert!((58..=62).contains(&slow.len()), "{} snapshots", slow.len());
    assert!(slow.windows(2).skip(1).all(|pair| pair[1].tick == pair[0].tick + 1));
    desk.order(Order::Slow).await;
    let fast = desk.pass(1_000_000).await;
    assert!((28..=32).contains(&fast.len()), "{} snapshots", fast.len());
}

#[actix::test]
async fn who_goes_back_and_forth_between_the_paces_is_asked_for_one_beat_only() {
    let desk = Desk::new().await;
    desk.pass(10 * TICK_US).await;
    for _ in 0..20 {
        desk.order(Order::Pause).await;
    }
    assert_eq!(desk.hand.asked(), 1);
    let seen = desk.pass(1_000_000).await;
    assert!((28..=32).contains(&seen.len()), "{} snapshots", seen.len());
}

#[actix::test]
async fn who_joins_a_paused_room_has_a_body_at_once_and_a_paused_room_that_is_left_goes_on() {
    let desk = Desk::new().await;
    desk.pass(10 * TICK_US).await;
    desk.order(Order::Pause).await;
    desk.pass(1_000_000).await;
    let second = SessionId::next();
    let outbox = Arc::new(Outbox::default());
    desk.join(second, Arc::default(), outbox.clone()).await;
    let mut messages = Vec::new();
    outbox.take(&mut messages);
    let told = messages.iter().find_map(|bytes| match fray::protocol::decode_server(bytes) {
        Ok(ServerMessage::Snapshot(told)) => keyframe(&told).own,
        _ => None,
    });
    assert!(told.is_some_and(|own| own.is_alive()));
    desk.room.send(Leave { session: second, parting: Parting::Left }).await.unwrap();
    assert_eq!(desk.hand.asked(), 0, "one is still there");
    desk.room.send(Leave { session: desk.session, parting: Parting::Left }).await.unwrap();
    assert_eq!(desk.hand.asked(), 1, "it goes on, and so it can end");
}
