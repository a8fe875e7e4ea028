//! Who does nothing for long: a bot takes the seat, and gives it back at the first thing that is done.

use fray::protocol::ServerMessage;
use fray::room::Faults;
use fray::room::inbox::Packet;
use fray::sim::input::RELOAD;
use fray::sim::{Angle, Input, Point, SeatId, Tick, Walk};

use super::support::{Guest, Table};
use crate::support::tuning;

/// The limit that the tests' tuning has, in ticks.
const LIMIT: u32 = 40 * 60;
/// A bot looks before it acts: at the next snapshot.
const LOOK: u32 = 3;

/// A room of two with one guest, who acknowledges and does nothing else.
struct Bench {
    table: Table,
    guest: Guest,
    seat: SeatId,
    /// What the roster says of the seat.
    told: u8,
}

impl Bench {
    fn new(idle_s: i32) -> Bench {
        let mut tuning = tuning();
        tuning.round.idle = idle_s * 600;
        let mut table = Table::with(2, 0, Faults::default(), tuning);
        let guest = table.join(false).expect("a seat is free");
        let seat = guest.seat.expect("a player");
        Bench { table, guest, seat, told: 9 }
    }

    fn run(&mut self, ticks: u32) {
        for _ in 0..ticks {
            self.table.tick();
            for message in self.guest.read() {
                match message {
                    ServerMessage::Roster(roster) => self.told = roster.players[0].bot,
                    ServerMessage::Snapshot(told) => {
                        self.guest.inbox.push(Packet::Ack { tick: Tick(told.tick), hidden: false }, self.table.now_us);
                    }
                    _ => (),
                }
            }
        }
    }

    /// Sends what is held in the next tick.
    fn hold(&mut self, input: Input) {
        let next = self.table.game.world().tick.0;
        self.guest.hold(next, 1, input, self.table.now_us);
    }

    fn place(&self) -> Point {
        self.table.game.world().player(self.seat).expect("the seat is filled").body.place
    }
}

#[test]
fn after_forty_seconds_of_nothing_a_bot_plays_and_not_before() {
    let mut bench = Bench::new(40);
    bench.run(1);
    let start = bench.place();
    bench.run(LIMIT - 1);
    assert_eq!((bench.told, bench.place()), (0, start));
    bench.run(1 + LOOK);
    assert_eq!(bench.told, 2);
    assert_ne!(bench.place(), start, "the bot walks");
}

#[test]
fn the_seat_with_its_thread_and_score_stays_theirs() {
    let mut bench = Bench::new(1);
    bench.run(600);
    let seats = bench.table.game.seats();
    assert_eq!((seats.people(), seats.staying_bots()), (1, 0), "a stand-in counts as nobody");
    let name = seats.filled().next().map(|(_, seat)| seat.name.clone());
    assert_eq!(name.as_deref(), Some("guest"));
    assert_eq!(bench.table.game.world().players.len(), 1);
    let own = bench.guest.viewer;
    bench.table.game.leave(own);
    bench.run(1);
    assert_eq!(bench.table.game.world().players.len(), 0, "the stand-in goes with its viewer");
}

#[test]
fn whatever_is_done_takes_the_seat_back_in_its_very_tick() {
    let aims = Input { aim: Angle(1), ..Input::default() };
    let cases = [
        Input { walk: Walk(1), ..Input::default() },
        Input { buttons: RELOAD, ..Input::default() },
        Input { weapon: 1, ..Input::default() },
        aims,
    ];
    for input in cases {
        let mut bench = Bench::new(1);
        bench.run(60 + LOOK);
        assert_eq!(bench.told, 2);
        bench.hold(input);
        bench.run(1);
        let held = bench.table.game.world().player(bench.seat).map(|player| player.input);
        assert_eq!((bench.told, held), (0, Some(input)));
    }
}

#[test]
fn a_person_who_came_back_is_given_the_whole_time_again() {
    let mut bench = Bench::new(1);
    bench.run(60 + LOOK);
    bench.hold(Input { aim: Angle(1), ..Input::default() });
    bench.run(60);
    assert_eq!(bench.told, 0);
    bench.run(1 + LOOK);
    assert_eq!(bench.told, 2);
}

#[test]
fn who_keeps_a_key_down_is_not_idle() {
    let mut bench = Bench::new(1);
    for _ in 0..300 {
        bench.hold(Input { walk: Walk(1), ..Input::default() });
        bench.run(1);
    }
    assert_eq!(bench.told, 0);
}

#[test]
fn where_the_limit_is_zero_no_bot_comes() {
    let mut bench = Bench::new(0);
    bench.run(2 * LIMIT);
    assert_eq!(bench.told, 0);
}
