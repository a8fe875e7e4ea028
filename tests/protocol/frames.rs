//! P-SNAP: snapshots are joined from pieces that are encoded once, and stay within their budget of bytes.

use fray::protocol::table::{Own, ServerMessage, Snapshot, WireEvent};
use fray::protocol::{Baseline, Frame, Head, Look, Told, Visible, decode_server, wire_event};
use fray::sim::combat::View;
use fray::sim::movement::Body;
use fray::sim::rewind::Lag;
use fray::sim::shield::Shield;
use fray::sim::world::{EntityId, Life, Player, Shot};
use fray::sim::{Angle, Arms, Event, Input, Point, SeatId, ShotEnd, Tick, Time, World};

use crate::support::{tuning, yard};

/// The far corner of the largest map.
const FAR: Point = Point { x: 8000 * 256, y: 8000 * 256 };

/// A player whose every number takes as many bytes as it can.
fn player(seat: u8, now: Time) -> Player {
    let later = |units: u32| Time(now.0 + units);
    Player {
        seat: SeatId(seat),
        input: Input { aim: Angle(65279), ..Input::default() },
        body: Body {
            place: FAR,
            velocity: Point { x: -543_058, y: 543_058 },
            held: 7,
            dash_ends: later(600),
            dash_angle: Angle(65535),
            dash_ready: later(36_000),
        },
        dashed: Time(0),
        impulse: Point::default(),
        life: Life::Alive { protected: later(6000) },
        health: 1000,
        shield: Shield { up: false, raised: now, energy: 60_000, mends: later(6000), ready: later(18_000) },
        arms: Arms {
            weapon: 3,
            clips: [200; 4],
            ready: later(6000),
            reload_ends: later(12_000),
            charged_since: Time(now.0 - 3000),
            shots: 0,
        },
        side: fray::sim::Side(1),
        thimble: Time(0),
        thread: 65_000,
        longest: 65_000,
        kills: 0,
        deaths: 0,
        hurt_by: None,
    }
}

fn shot(number: u16) -> Shot {
    let id = EntityId { id: 65535 - number, generation: 127 };
    Shot {
        id,
        seat: SeatId(63),
        weapon: 3,
        place: FAR,
        angle: Angle(65535),
        reach: 9,
        bounces: 0,
        lag: Lag::default(),
        refused_by: None,
    }
}

fn world(players: u8, shots: u16) -> World {
    let tuning = tuning();
    let mut world = World::new(7, Tick(u32::MAX), Time(3_000_000), &yard(), &tuning);
    world.players = (0..players).map(|seat| player(seat, world.now)).collect();
    world.shots = (0..shots).map(shot).collect();
    world
}

fn own(world: &World) -> Option<Own> {
    world.players.first().map(|player| Own::of(player, world.now))
}

fn events() -> Vec<WireEvent> {
    let (seat, id, place) = (SeatId(5), EntityId { id: 700, generation: 3 }, Point { x: 51_200, y: -9 });
    let all = [
        Event::Spawned { seat, place },
        Event::Dashed { seat, place, angle: Angle(40_000) },
        Event::Pushed { seat, impulse: Point { x: -10_240, y: 4 } },
        Event::Shot { seat, id, weapon: 0, place, angle: Angle(9), forward: 0 },
        Event::ShotEnded { id, place, end: ShotEnd::Wall, forward: 3 },
        Event::ShotEnded { id, place, end: ShotEnd::Player(seat), forward: 0 },
        Event::Reloading { seat },
        Event::Hurt { seat, by: None, weapon: 0, damage: 14, place, view: View { ago: Time(85), covered: Time(50) } },
        Event::Killed { seat, by: Some(SeatId(6)), weapon: 0, place },
    ];
    all.iter().zip(0..).filter_map(|(event, ago)| wire_event(event, ago)).collect()
}

/// The bytes of a keyframe, and what they are rebuilt to.
fn keyframe(frame: &Frame, head: &Head, look: &Look) -> (usize, Snapshot) {
    let bytes = frame.snapshot(head, look, &mut Told::default(), None);
    let Ok(ServerMessage::Snapshot(message)) = decode_server(&bytes) else { panic!("not a snapshot") };
    assert_eq!(ServerMessage::Snapshot(message.clone()).encode(), bytes, "written as the table says");
    let rebuilt = Baseline::default().take(&message).unwrap();
    assert!(!rebuilt.differs);
    (bytes.len(), rebuilt.snapshot)
}

#[test]
fn a_keyframe_is_rebuilt_from_nothing() {
    let (world, head) = (world(9, 20), Head { flags: Head::MOVED | Head::SUM, lead: -7 });
    let frame = Frame::of(&world, &tuning());
    let some = Visible { players: vec![1, 3, 8], shots: vec![0, 7, 19] };
    // Of what is shot nothing is told here, so that the lists alone say what flies.
    let (own, events) = (own(&world), events().split_off(5));
    let looks = [
        Look { own: own.clone(), visible: some, events },
        Look { visible: frame.everything(), ..Look::default() },
        Look::default(),
    ];
    for look in looks {
        let flags = head.flags | Head::KEYFRAME;
        assert_eq!(keyframe(&frame, &head, &look).1, frame.view(&Head { flags, ..head }, &look));
    }
}

#[test]
fn a_piece_is_encoded_once_however_many_see_it_and_not_at_all_if_nobody_does() {
    let world = world(8, 30);
    let frame = Frame::of(&world, &tuning());
    assert_eq!(frame.encodings(), 0);
    let look = |visible| Look { visible, ..Look::default() };
    let half = look(Visible { players: vec![0, 1, 2, 3], shots: (0..10).collect() });
    let mut told: Vec<Told> = (0..50).map(|_| Told::default()).collect();
    told.iter_mut().for_each(|told| drop(frame.snapshot(&Head::default(), &half, told, None)));
    assert_eq!((frame.encodings(), frame.snapshots()), (14, 50));
    frame.snapshot(&Head::default(), &look(frame.everything()), &mut Told::default(), None);
    assert_eq!(frame.encodings(), 38);
    let (past, next) = (frame.into_past(), Frame::of(&world, &tuning()));
    told.iter_mut().for_each(|told| drop(next.snapshot(&Head::default(), &half, told, Some(&past))));
    assert_eq!(next.encodings(), 4, "a difference for each player, and nothing for shots that are known");
}

#[test]
fn what_has_not_changed_costs_next_to_nothing() {
    let (world, visible) =
        (world(64, 900), |frame: &Frame| Visible { players: (1..64).collect(), ..frame.everything() });
    let frame = Frame::of(&world, &tuning());
    let look = Look { own: own(&world), visible: visible(&frame), events: Vec::new() };
    let mut told = Told::default();
    frame.snapshot(&Head::default(), &look, &mut told, None);
    let bytes =
        Frame::of(&world, &tuning()).snapshot(&Head::default(), &look, &mut told, Some(&frame.into_past())).len();
    assert!(bytes <= 40, "63 players and 900 shots that stand still take {bytes} bytes");
}

#[test]
fn a_keyframe_stays_within_its_budget_at_the_largest_values() {
    let head = Head { flags: Head::MOVED, lead: -32 };
    for (others, shots) in [(0, 0), (1, 0), (0, 16), (0, 500), (7, 40), (15, 200), (63, 1024)] {
        let world = world(others + 1, shots);
        let frame = Frame::of(&world, &tuning());
        let visible = Visible { players: (1..=others.into()).collect(), shots: (0..shots).collect() };
        let (bytes, _) = keyframe(&frame, &head, &Look { own: own(&world), visible, events: Vec::new() });
        let budget = 20 * usize::from(others) + 16 * usize::from(shots) + 48;
        assert!(bytes <= budget, "{others} others, {shots} shots: {bytes} bytes, the budget is {budget}");
    }
}

#[test]
fn a_snapshot_never_breaks_the_limits_of_its_lists() {
    let world = world(2, 1100);
    let frame = Frame::of(&world, &tuning());
    let look = Look { visible: frame.everything(), events: vec![events()[0].clone(); 300], ..Look::default() };
    let (_, snapshot) = keyframe(&frame, &Head::default(), &look);
    assert_eq!((snapshot.shots.len(), snapshot.events.len()), (1024, 255));
    assert_eq!(frame.view(&Head { flags: Head::KEYFRAME, lead: 0 }, &look), snapshot);
}

#[test]
fn places_and_angles_of_others_are_rounded_to_the_nearest() {
    let mut world = world(1, 1);
    world.players[0].body.place = Point { x: 15, y: 16 };
    world.shots[0].place = Point { x: -40, y: 2_048_017 };
    let charging = Frame::of(&world, &tuning()).players[0].data.clone();
    assert_eq!((charging.aim, charging.fine), (254, 255), "while it charges, an aim is exact");
    world.players[0].arms.charged_since = Time(0);
    let frame = Frame::of(&world, &tuning());
    let (player, shot) = (&frame.players[0].data, &frame.shots[0].data);
    assert_eq!((player.x8, player.y8), (0, 1));
    assert_eq!((shot.x8, shot.y8), (0, 64_000));
    assert_eq!(player.aim, 255, "65279 is nearer to 255/256 than to 254/256 of a turn");
}
