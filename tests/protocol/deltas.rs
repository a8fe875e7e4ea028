//! P-DELTA: what is cut down to what is new is rebuilt to what it was, for every viewer, whatever happens between.

use fray::protocol::table::*;
use fray::protocol::{Baseline, Frame, Head, Look, Told, Unusable, Visible, decode_server, wire_event};
use fray::room::history::History;
use fray::sim::rewind::Lag;
use fray::sim::shield::Shield;
use fray::sim::world::{EntityId, Life, Player, Shot};
use fray::sim::{Angle, Arms, Event, Input, Point, SeatId, ShotEnd, Tick, Time, World};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;
use serde_json::{Value, json};

use crate::golden;
use crate::support::{chance, tuning, yard};

const SIDE: i32 = 2000 * 256;

/// A world that goes on by chance alone, more wildly than any match, with the events that tell of it.
struct Wild {
    chance: Pcg32,
    world: World,
    ids: u16,
}

impl Wild {
    fn new(seed: u64) -> Wild {
        let mut world = World::new(seed, Tick(9_000), Time(90_000), &yard(), &tuning());
        world.players.clear();
        Wild { chance: Pcg32::new(seed, 5), world, ids: 0 }
    }

    fn below(&mut self, limit: u32) -> u32 {
        self.chance.next_u32() % limit
    }

    fn place(&mut self) -> Point {
        Point { x: self.below(SIDE as u32) as i32, y: self.below(SIDE as u32) as i32 }
    }

    fn step(&mut self) -> Vec<Event> {
        let (tick, now) = (self.world.tick.plus(1), self.world.now.after(Time(10)));
        (self.world.tick, self.world.now) = (tick, now);
        let mut events = Vec::new();
        self.come_and_go();
        for at in 0..self.world.players.len() {
            self.turn(at);
        }
        self.shoot(&mut events);
        self.fly(&mut events);
        events
    }

    fn come_and_go(&mut self) {
        let seat = SeatId(self.below(20) as u8);
        let at = self.world.players.binary_search_by_key(&seat, |player| player.seat);
        match (at, self.below(8)) {
            (Ok(at), 0) => drop(self.world.players.remove(at)),
            (Err(at), 0..3) => {
                let place = self.place();
                self.world.players.insert(at, player(seat, place));
            }
            _ => (),
        }
    }

    fn turn(&mut self, at: usize) {
        let (far, near) = (self.place(), 1 << self.below(13));
        let mut step = || (self.chance.next_u32() % (2 * near + 1)) as i32 - near as i32;
        let (dx, dy, dv, turn) = (step(), step(), step(), step());
        let (what, now) = (self.below(12), self.world.now);
        let player = &mut self.world.players[at];
        match what {
            0 => player.body.place = far,
            1 => player.health = far.x % 1001,
            2 => player.thread = far.y % 60_000,
            3 => player.arms.charged_since = if player.arms.charged_since == Time(0) { now } else { Time(0) },
            4 => player.arms.weapon = (player.arms.weapon + 1) % 4,
            5 => player.input.aim = Angle(far.x as u16),
            6 | 7 => return,
            _ => (),
        }
        let place = player.body.place;
        player.body.place = Point { x: (place.x + dx).clamp(0, SIDE), y: (place.y + dy).clamp(0, SIDE) };
        player.body.velocity.x = (player.body.velocity.x + dv).clamp(-700_000, 700_000);
        player.input.aim = Angle(player.input.aim.0.wrapping_add(turn as u16));
        player.arms.clips[0] = player.arms.clips[0].wrapping_sub(1) % 13;
    }

    /// Ids come again with the next generation.
    fn shoot(&mut self, events: &mut Vec<Event>) {
        if self.world.players.is_empty() {
            return;
        }
        for _ in 0..self.below(4) {
            let at = self.below(self.world.players.len() as u32) as usize;
            let (seat, place) = (self.world.players[at].seat, self.world.players[at].body.place);
            self.ids = self.ids.wrapping_add(1);
            let id = EntityId { id: self.ids % 60, generation: (self.ids / 60 % 128) as u8 };
            let angle = Angle(self.below(65_536) as u16);
            if self.world.shots.iter().all(|shot| shot.id.id != id.id) {
                let (weapon, reach, forward) = (self.below(4) as u8, 9, self.below(9) as u8);
                let lag = Lag { forward, ..Lag::default() };
                self.world.shots.push(Shot {
                    id,
                    seat,
                    weapon,
                    place,
                    angle,
                    reach,
                    bounces: 0,
                    refused_by: None,
                    lag,
                });
                events.push(Event::Shot { seat, id, weapon, place, angle, forward });
            }
        }
    }

    fn fly(&mut self, events: &mut Vec<Event>) {
        let mut shots = std::mem::take(&mut self.world.shots);
        shots.retain_mut(|shot| {
            let (id, place) = (shot.id, shot.place);
            match self.below(20) {
                0 | 1 => events.push(Event::ShotEnded { id, place, end: ShotEnd::Wall, forward: 0 }),
                2 => {
                    shot.angle = Angle(self.below(65_536) as u16);
                    events.push(Event::Bounced { id, place, angle: shot.angle, forward: self.below(9) as u8 });
                }
                _ => shot.place.x = (place.x + 3_000) % SIDE,
            }
            !matches!(events.last(), Some(Event::ShotEnded { id: ended, .. }) if *ended == id)
        });
        self.world.shots = shots;
    }
}

fn player(seat: SeatId, place: Point) -> Player {
    Player {
        seat,
        input: Input::default(),
        body: fray::sim::movement::Body { place, ..Default::default() },
        impulse: Point::default(),
        life: Life::Alive { protected: Time(0) },
        health: 100,
        arms: Arms::default(),
        shield: Shield::default(),
        side: fray::sim::Side(1),
        thimble: Time(0),
        thread: 0,
        longest: 0,
        kills: 0,
        deaths: 0,
        hurt_by: None,
        dashed: Time::default(),
    }
}

/// A viewer whose line may be slow and whose window goes wherever it likes.
#[derive(Default)]
struct Viewer {
    seat: Option<SeatId>,
    told: Told,
    baseline: Baseline,
    events: Vec<(Tick, Event)>,
    sent: u32,
}

impl Viewer {
    /// It is told of some of what happens, as if the rest befell out of its sight.
    fn gather(&mut self, wild: &mut Wild, events: &[Event]) {
        let tick = Tick(wild.world.tick.0 - 1);
        self.events.extend(events.iter().filter(|_| wild.below(4) > 0).map(|event| (tick, *event)));
    }

    fn look(&mut self, frame: &Frame, wild: &mut Wild) -> Look {
        let mut some = |count: usize| -> Vec<u16> { (0..count as u16).filter(|_| wild.below(6) > 0).collect() };
        let visible = Visible { players: some(frame.players.len()), shots: some(frame.shots.len()) };
        let own = self.seat.and_then(|seat| wild.world.player(seat)).map(|player| Own::of(player, wild.world.now));
        let ago = |at: Tick| frame.tick.since(at).clamp(0, 255) as u8;
        let events = self.events.drain(..).filter_map(|(at, event)| wire_event(&event, ago(at))).collect();
        Look { own, visible, events }
    }

    /// Is sent a snapshot, rebuilds it, and compares it with what it was.
    fn show(&mut self, frame: &Frame, wild: &mut Wild, history: &History, seed: u64) -> (SnapshotMessage, Snapshot) {
        let look = self.look(frame, wild);
        let head = Head { flags: if wild.below(3) == 0 { Head::SUM } else { 0 }, lead: wild.below(20) as i16 - 5 };
        let past = self.told.tick.and_then(|tick| history.at(tick));
        let bytes = frame.snapshot(&head, &look, &mut self.told, past);
        let Ok(ServerMessage::Snapshot(message)) = decode_server(&bytes) else { panic!("not a snapshot") };
        let rebuilt = self.baseline.take(&message).unwrap_or_else(|error| panic!("FRAY_SEED={seed}: {error}"));
        let keyframe = message.flags & Head::KEYFRAME;
        assert_eq!(keyframe == 0, past.is_some());
        let whole = frame.view(&Head { flags: head.flags | keyframe, ..head }, &look);
        assert_eq!(known(&rebuilt.snapshot), known(&whole), "FRAY_SEED={seed}, tick {}", message.tick);
        assert!(!rebuilt.differs, "FRAY_SEED={seed}, tick {}: another sum", message.tick);
        self.sent += 1;
        (message, rebuilt.snapshot)
    }
}

/// All but where projectiles were told from, which is each viewer's own.
fn known(snapshot: &Snapshot) -> Snapshot {
    let nowhere = |shot: &ShotPiece| ShotPiece { x8: 0, y8: 0, ago: 0, ..shot.clone() };
    Snapshot { shots: snapshot.shots.iter().map(nowhere).collect(), ..snapshot.clone() }
}

/// Plays so many ticks for these viewers, of whom each is shown a frame in so many.
fn play(seed: u64, ticks: u32, viewers: &mut [(Viewer, u32)], mut heed: impl FnMut(usize, SnapshotMessage, Snapshot)) {
    let (mut wild, mut history) = (Wild::new(seed), History::default());
    for _ in 0..ticks {
        let events = wild.step();
        let frame = Frame::of(&wild.world, &tuning());
        for (at, (viewer, rarely)) in viewers.iter_mut().enumerate() {
            viewer.gather(&mut wild, &events);
            if wild.below(*rarely) == 0 {
                let (message, snapshot) = viewer.show(&frame, &mut wild, &history, seed);
                heed(at, message, snapshot);
            }
        }
        history.keep(frame);
    }
}

fn viewers() -> Vec<(Viewer, u32)> {
    let seats = [None, Some(SeatId(0)), Some(SeatId(1)), Some(SeatId(2)), None];
    let viewer = |seat| Viewer { seat, ..Viewer::default() };
    // The last one is skipped for more frames than are kept, now and then.
    seats.into_iter().map(viewer).zip([1, 1, 2, 9, 60]).collect()
}

#[test]
fn every_viewer_rebuilds_every_snapshot_that_it_is_sent() {
    let seed = chance("walk of worlds").next_u64();
    let mut viewers = viewers();
    let (mut keyframes, mut shots, mut players) = (0, 0, 0);
    play(seed, 3_000, &mut viewers, |at, message, snapshot| {
        keyframes += u32::from(at == 4 && message.flags & Head::KEYFRAME != 0);
        (shots, players) = (shots + snapshot.shots.len(), players + snapshot.players.len());
    });
    let sent: Vec<u32> = viewers.iter().map(|(viewer, _)| viewer.sent).collect();
    assert!(
        sent[0] == 3_000 && sent[4] > 20 && sent[4] > keyframes && keyframes > 1,
        "{sent:?}, {keyframes} keyframes"
    );
    assert!(shots > 10_000 && players > 10_000, "too little was to be seen: {shots} shots, {players} players");
}

#[test]
fn a_snapshot_that_leans_on_another_one_is_refused_and_a_keyframe_heals() {
    let mut viewers = [(Viewer::default(), 1)];
    let mut messages = Vec::new();
    play(7, 40, &mut viewers, |_, message, _| messages.push(message));
    let (tenth, held) = (messages[10].tick, messages[8].tick);
    let mut baseline = Baseline::default();
    messages[..9].iter().for_each(|message| drop(baseline.take(message).unwrap()));
    let refused = Unusable::Base { leans_on: messages[9].tick, held: Some(held) };
    assert_eq!(baseline.take(&messages[10]), Err(refused), "tick {tenth}");
    assert!(baseline.take(&messages[9]).is_ok(), "what is held is not lost by it");
    assert!(baseline.take(&messages[0]).is_ok(), "a keyframe leans on nothing");
}

#[test]
fn what_is_held_wrongly_is_seen_by_the_sum_and_healed_by_a_keyframe() {
    let mut world = World::new(1, Tick(10), Time(100), &yard(), &tuning());
    world.players = vec![player(SeatId(4), Point { x: 9_000, y: 9_000 })];
    let (mut told, mut baseline, mut past) = (Told::default(), Baseline::default(), None);
    let mut next = |health, keyframe: bool| {
        (world.tick, world.players[0].health) = (world.tick.plus(2), health);
        let frame = Frame::of(&world, &tuning());
        let look = Look { visible: frame.everything(), ..Look::default() };
        let past = past.replace(frame).map(Frame::into_past).filter(|_| !keyframe);
        let frame = Frame::of(&world, &tuning());
        let bytes = frame.snapshot(&Head { flags: Head::SUM, lead: 0 }, &look, &mut told, past.as_ref());
        let Ok(ServerMessage::Snapshot(message)) = decode_server(&bytes) else { panic!("not a snapshot") };
        message
    };
    assert!(!baseline.take(&next(100, true)).unwrap().differs);
    // One is lost, and the next one pretends to lean on the one before it.
    let lost = next(60, false);
    let mut wrong = next(60, false);
    wrong.since += lost.since;
    let rebuilt = baseline.take(&wrong).unwrap();
    assert_eq!((rebuilt.snapshot.players[0].health, rebuilt.differs), (100, true));
    let rebuilt = baseline.take(&next(60, true)).unwrap();
    assert_eq!((rebuilt.snapshot.players[0].health, rebuilt.differs), (60, false));
}

#[test]
fn spoilt_bodies_never_panic() {
    let mut chance = chance("spoilt bodies");
    let seed = chance.next_u64();
    let mut viewers = [(Viewer::default(), 1)];
    let mut messages = Vec::new();
    play(seed, 120, &mut viewers, |_, message, _| messages.push(message));
    let mut refused = 0;
    for _ in 0..20_000 {
        let at = chance.next_u32() as usize % messages.len();
        let mut baseline = Baseline::default();
        messages[..at.min(3)].iter().for_each(|message| drop(baseline.take(message).unwrap()));
        let mut spoilt = messages[at.min(3)].clone();
        for _ in 0..1 + chance.next_u32() % 3 {
            let byte = chance.next_u32() as usize % spoilt.body.len();
            spoilt.body[byte] ^= 1 << (chance.next_u32() % 8);
        }
        spoilt.body.truncate(1 + chance.next_u32() as usize % (2 * spoilt.body.len()));
        refused += u32::from(baseline.take(&spoilt).is_err());
    }
    assert!(refused > 1_000, "{refused} spoilt bodies were refused");
}

/// The debug form of a record as the client writes it: names in camel case, members of unions by their `kind`.
fn readable(debug: &str) -> Value {
    let (mut out, mut word, mut kind) = (String::new(), String::new(), String::new());
    for c in debug.chars() {
        if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
            word.push(c);
            continue;
        }
        let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        match c {
            '(' if word != "Some" => kind = word[..1].to_lowercase() + &word[1..],
            '{' if kind.is_empty() => out.push('{'),
            '{' => out.push_str(&format!("{{\"kind\":\"{}\",", std::mem::take(&mut kind))),
            ':' => out.push_str(&format!("\"{}\":", camel(&word))),
            '(' | ')' | ' ' | ',' | '}' | ']' | '[' => {
                out.push_str(if word == "None" {
                    "null"
                } else if is_number {
                    &word
                } else {
                    ""
                });
                if "[],}".contains(c) {
                    out.push(c);
                }
            }
            _ => panic!("{c} in {debug}"),
        }
        word.clear();
    }
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| camel + &word[..1].to_uppercase() + &word[1..])
}

fn case(message: &SnapshotMessage, snapshot: &Snapshot) -> Value {
    let bytes = ServerMessage::Snapshot(message.clone()).encode();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({ "hex": hex, "json": readable(&format!("{snapshot:?}")) })
}

/// Every event at its limits, and an own block at its own.
fn limits() -> Look {
    let (x8, y8) = (19_200, 64_000);
    let corner = Corner { x8, y8 };
    let events = vec![
        Spawned { ago: 0, seat: 1, x8, y8 }.into(),
        Dashed { ago: 1, seat: 2, x8, y8, angle: 65535 }.into(),
        Pushed { ago: 0, ix: -770_000, iy: 770_000 }.into(),
        Fired { ago: 255, seat: 63, id: 65535, generation: 127, weapon: 3, x8, y8, angle: 12, forward: 255 }.into(),
        ShotEnded { ago: 0, id: 300, generation: 127, x8, y8, end: 0, seat: None, forward: 0 }.into(),
        ShotEnded { ago: 0, id: 301, generation: 0, x8, y8, end: 2, seat: Some(1), forward: 255 }.into(),
        Reloading { ago: 255, seat: 4 }.into(),
        Hurt { ago: 0, seat: 1, by: Some(3), weapon: 0, damage: 1000, x8, y8, seen: 1000, covered: 1000 }.into(),
        Killed { ago: 0, seat: 1, by: None, weapon: 3, x8, y8 }.into(),
        Bounced { ago: 0, id: 300, generation: 127, x8, y8, angle: 65535, forward: 255 }.into(),
        Lashed { ago: 1, seat: 3, weapon: 1, corners: vec![corner.clone(), Corner { x8: 0, y8 }], slack: None }.into(),
        Lashed { ago: 1, seat: 3, weapon: 1, corners: vec![corner; 4], slack: Some(1) }.into(),
        Slipped { ago: 1, seat: 1, by: 3, x8, y8 }.into(),
        Refused { ago: 0, seat: 1, by: 3, x8, y8 }.into(),
        Charging { ago: 0, seat: 3 }.into(),
        Switched { ago: 0, seat: 3, weapon: 1 }.into(),
        Dropped { ago: 0, id: 65535, seat: 1, x8, y8, seed: u32::MAX, amount: 500, lies: 7200, great: 1 }.into(),
        Wound { ago: 0, id: 65535, bit: 7, seat: 3 }.into(),
        Blocked { ago: 0, seat: 3, by: 63, weapon: 3, damage: 1000, x8, y8 }.into(),
        Snapback { ago: 1, seat: 3, by: 63, id: 301, generation: 127, weapon: 3, x8, y8, angle: 65535 }.into(),
        Broke { ago: 255, seat: 63, x8, y8 }.into(),
        Picked { ago: 1, pickup: 63, seat: 63, wait: 60_000 }.into(),
    ];
    let own = Own {
        x: 307_200,
        y: 2_048_000,
        vx: -770_000,
        vy: 770_000,
        held: 63,
        dash: 601,
        dash_angle: 65535,
        dash_wait: 36_000,
        health: 1000,
        clips: u32::MAX,
        fire_wait: -60,
        busy: 12_001,
        energy: 60_000,
        shield: -18_001,
        mends: 6000,
        shots: 255,
        life: -18_001,
    };
    Look { own: Some(own), visible: Visible::default(), events }
}

#[test]
fn golden_snapshots_are_fresh() {
    let mut viewers = [(Viewer { seat: Some(SeatId(3)), ..Viewer::default() }, 2)];
    let mut walk: Vec<Value> = Vec::new();
    play(20, 200, &mut viewers, |_, message, snapshot| walk.push(case(&message, &snapshot)));
    let look = limits();
    for (number, name, _) in WireEvent::INFO.members {
        let starts = |event: &WireEvent| format!("{event:?}").starts_with(&format!("{name}("));
        assert!(look.events.iter().any(starts), "no case of event {number} {name}");
    }
    let frame = Frame::of(&World::new(1, Tick(9), Time(90), &yard(), &tuning()), &tuning());
    let bytes = frame.snapshot(&Head { flags: Head::SUM, lead: -32 }, &look, &mut Told::default(), None);
    let Ok(ServerMessage::Snapshot(message)) = decode_server(&bytes) else { panic!("not a snapshot") };
    let rebuilt = Baseline::default().take(&message).unwrap();
    assert!(!rebuilt.differs && walk.len() > 60);
    golden::check("snapshots.json", &[("walk", walk), ("limits", vec![case(&message, &rebuilt.snapshot)])]);
}
