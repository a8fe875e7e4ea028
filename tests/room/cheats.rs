//! Clients that want more ticks than there are: at double rate, ahead of time, by replay, out of order, and all of it
//! mixed. Each plays ten minutes of world time in the same kind of room as an honest one who holds the same keys.

use fray::room::Faults;
use fray::room::inbox::Packet;
use fray::sim::input::{DASH, FIRE};
use fray::sim::{Angle, Event, Input, Point, Tuning, Walk};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

use super::support::{Guest, TICK_US, Table, message};
use crate::support::{chance, field, tuning};

/// Ten minutes at 60 Hz.
const TICKS: u32 = 36_000;
/// How many messages are kept to be sent again, or in another order.
const KEPT: usize = 16;

/// A way to send what is held in each tick. The tick is the one that is computed next.
type Way = fn(&mut Sender, u32);

const CHEATS: &[(&str, Way)] = &[
    ("double rate", double),
    ("all of the future", future),
    ("a little ahead, again and again", ahead),
    ("replays", replays),
    ("out of order", reordered),
    ("late", late),
    ("mixed", mixed),
];

/// What holds a key in a tick.
type Keys = fn(u32) -> Input;

/// One end of a connection.
struct Sender {
    guest: Guest,
    keys: Keys,
    chance: Pcg32,
    now_us: u64,
    /// The newest tick that was claimed by one who counts faster than the room.
    claimed: u32,
    kept: Vec<(u32, u8)>,
}

impl Sender {
    /// What was held in so many ticks up to `head`, as a client would say it.
    fn say(&mut self, head: u32, ticks: u8) {
        let first = (head + 1).saturating_sub(ticks.into());
        let runs: Vec<(u8, Input)> = (first..=head).map(|tick| (1, (self.keys)(tick))).collect();
        // A message has at most 16 runs: of a longer one the newest tick is repeated.
        let runs = if runs.len() > 16 { vec![(ticks, (self.keys)(head))] } else { runs };
        self.guest.inbox.push(Packet::Input(message(head, &runs)), self.now_us);
    }

    fn below(&mut self, limit: usize) -> usize {
        self.chance.next_u32() as usize % limit
    }

    fn keep(&mut self, head: u32, ticks: u8) {
        if self.kept.len() == KEPT {
            self.kept.remove(0);
        }
        self.kept.push((head, ticks));
    }
}

fn honest(sender: &mut Sender, tick: u32) {
    sender.say(tick, 1);
}

/// Two ticks pass here while one passes there.
fn double(sender: &mut Sender, _: u32) {
    for _ in 0..2 {
        sender.claimed += 1;
        sender.say(sender.claimed, 1);
    }
}

/// Ten seconds are done already.
fn future(sender: &mut Sender, tick: u32) {
    sender.say(tick + 600, 255);
}

/// The next half a second, told in every tick.
fn ahead(sender: &mut Sender, tick: u32) {
    (0..30).step_by(10).for_each(|step| sender.say(tick + 30 - step, 10));
    sender.say(tick, 1);
}

/// Whatever was said is said again.
fn replays(sender: &mut Sender, tick: u32) {
    sender.say(tick, 1);
    sender.keep(tick, 1);
    for (head, ticks) in sender.kept.clone() {
        sender.say(head, ticks);
    }
}

/// What was held is told later, in any order.
fn reordered(sender: &mut Sender, tick: u32) {
    sender.keep(tick + 4, 2);
    let at = sender.below(sender.kept.len());
    let (head, ticks) = sender.kept.remove(at);
    sender.say(head, ticks);
}

/// Every tick comes when it is past, so that presses of the past may count.
fn late(sender: &mut Sender, tick: u32) {
    let ago = 1 + sender.below(6) as u32;
    sender.say(tick.saturating_sub(ago), 3);
    sender.say(tick, 1);
}

fn mixed(sender: &mut Sender, tick: u32) {
    for _ in 0..1 + sender.below(3) {
        let (_, way) = CHEATS[sender.below(CHEATS.len() - 1)];
        sender.claimed = sender.claimed.max(tick);
        way(sender, tick);
    }
}

/// What one got out of ten minutes.
#[derive(Debug, Default)]
struct Gain {
    /// The length of the way, in 1/256 u.
    path: f64,
    /// Ticks with a step of more than half of a walk's.
    moved: u32,
    shots: u32,
    dashes: u32,
}

/// An endless match on a field on which a circle of [`walks`] has room.
fn play(keys: Keys, way: Way, chance: Pcg32) -> Gain {
    let mut tuning: Tuning = tuning();
    (tuning.round.warmup, tuning.round.length, tuning.round.idle) = (0, 3600 * 600, 0);
    let top = f64::from(tuning.body.top_speed) / 60.0;
    let mut table = Table::with(2, 0, Faults::default(), tuning);
    table.game.set_map(field(2400, 2400, &[(1200, 1200), (1240, 1200)]));
    let guest = table.join(false).unwrap();
    table.tick();
    let seat = guest.seat.unwrap();
    let first = table.game.world().tick.0;
    let mut sender = Sender { guest, keys, chance, now_us: table.now_us, claimed: first, kept: Vec::new() };
    let mut gain = Gain::default();
    let place = |table: &Table| table.game.world().player(seat).unwrap().body.place;
    for tick in first..first + TICKS {
        sender.now_us = table.now_us + TICK_US / 2;
        way(&mut sender, tick);
        let before = place(&table);
        let events = table.tick().events;
        let step = length(before, place(&table));
        gain.path += step;
        gain.moved += u32::from(step > top / 2.0);
        gain.shots += events.iter().filter(|e| matches!(e, Event::Shot { .. })).count() as u32;
        gain.dashes += events.iter().filter(|e| matches!(e, Event::Dashed { .. })).count() as u32;
        sender.guest.keep_up(table.now_us);
    }
    gain
}

fn length(from: Point, to: Point) -> f64 {
    f64::from(to.x - from.x).hypot(f64::from(to.y - from.y))
}

/// Round and round, so slowly that no step is shorter for a turn: the way is as long as the ticks that were walked.
fn walks(tick: u32) -> Input {
    Input { walk: Walk(1 + (tick / 8 % 64) as u8), ..Input::default() }
}

/// The trigger is held all the time.
fn shoots(tick: u32) -> Input {
    Input { buttons: FIRE, aim: Angle((tick * 300) as u16), ..Input::default() }
}

/// Dash is pressed for two ticks and let go for two: who counts twice as fast presses it as well.
fn dashes(tick: u32) -> Input {
    Input { buttons: if tick % 4 < 2 { DASH } else { 0 }, ..walks(tick) }
}

/// The step of a walk at the tests' top speed, in 1/256 u.
fn one_tick() -> f64 {
    f64::from(tuning().body.top_speed) / 60.0
}

#[test]
fn nobody_walks_more_than_one_tick_further_in_ten_minutes() {
    let fair = play(walks, honest, chance("walks"));
    assert!(fair.path > 0.99 * one_tick() * f64::from(TICKS), "the honest one walks all the time: {fair:?}");
    for (name, way) in CHEATS {
        let cheat = play(walks, *way, chance(name));
        println!(
            "{name}: {} u, {} ticks",
            (cheat.path - fair.path) / 256.0,
            i64::from(cheat.moved) - i64::from(fair.moved)
        );
        assert!(cheat.path <= fair.path + one_tick(), "{name}: {cheat:?}, an honest one {fair:?}");
        assert!(cheat.moved <= fair.moved + 1, "{name}: {cheat:?}, an honest one {fair:?}");
    }
}

#[test]
fn nobody_shoots_more_often() {
    let fair = play(shoots, honest, chance("shoots"));
    assert!(fair.shots > 2_000, "{fair:?}");
    for (name, way) in CHEATS {
        let cheat = play(shoots, *way, chance(name));
        println!("{name}: {} shots of {}", cheat.shots, fair.shots);
        assert!(cheat.shots <= fair.shots, "{name}: {cheat:?}, an honest one {fair:?}");
    }
}

#[test]
fn nobody_dashes_more_often() {
    let fair = play(dashes, honest, chance("dashes"));
    assert_eq!(fair.dashes, TICKS / 144, "one each 2.4 s");
    for (name, way) in CHEATS {
        let cheat = play(dashes, *way, chance(name));
        println!("{name}: {} dashes of {}", cheat.dashes, fair.dashes);
        assert!(cheat.dashes <= fair.dashes, "{name}: {cheat:?}, an honest one {fair:?}");
    }
}
