//! A hit is judged by what the shooter's screen showed, and the defender comes first.

use fray::sim::input::{DASH, FIRE};
use fray::sim::rewind::{FORWARD_MAX, GLIDE, Lag, pose};
use fray::sim::{Angle, Entry, Event, Input, SeatId, Seen, Time, Vec2, Walk};

use super::duel::{A, B, Duel, EAST};

const STEP: Time = Time(10);
const SOUTH: Angle = Angle(16384);
const NEEDLE: u8 = 1;
/// To draw the needle, and to charge it.
const DRAW_TICKS: u32 = 15;
const CHARGE_TICKS: u32 = 24;

/// So many ticks ago, exactly.
fn ago(ticks: u32) -> Seen {
    Seen { older: Time(STEP.0 * ticks), newer: Time(STEP.0 * ticks), share: 0 }
}

fn holds(duel: &mut Duel, seat: SeatId, input: Input) {
    duel.step(&[Entry::Input(seat, Input { aim: EAST, ..input })]);
}

fn hits(duel: &Duel) -> usize {
    duel.count(|event| matches!(event, Event::Hurt { seat: B, .. }))
}

/// A shoots the needle east; B, which stood in its way, walks out of it so many ticks before. A saw `seen`.
fn lashed(seen: Seen, walks_for: u32, buttons: u8) -> Duel {
    let mut duel = Duel::new(700, &[]);
    holds(&mut duel, A, Input { weapon: NEEDLE, ..Input::default() });
    duel.run(DRAW_TICKS);
    holds(&mut duel, A, Input { weapon: NEEDLE, buttons: FIRE, seen, ..Input::default() });
    duel.run(CHARGE_TICKS - walks_for);
    holds(&mut duel, B, Input { walk: Walk::toward(SOUTH), buttons, ..Input::default() });
    duel.run(walks_for - 1);
    assert_eq!(duel.count(|event| matches!(event, Event::Lashed { .. })), 1);
    duel
}

#[test]
fn a_ray_hits_whom_the_screen_showed_in_its_way() {
    assert_eq!(hits(&lashed(Seen::PRESENT, 12, 0)), 0, "now B is out of the way");
    assert_eq!(hits(&lashed(ago(12), 12, 0)), 1, "on the screen B stood in it");
    assert_eq!(hits(&lashed(ago(2), 12, 0)), 0, "it was out of the way two ticks ago as well");
}

#[test]
fn a_dash_that_began_after_what_was_seen_refuses_the_hit() {
    // By the time of the shot that dash is over: nothing but the rewinding can meet it.
    let duel = lashed(ago(16), 16, DASH);
    assert_eq!(hits(&duel), 0);
    assert_eq!(duel.count(|event| matches!(event, Event::Slipped { seat: B, by: A, .. })), 1, "and that is a SLIP");
    assert_eq!(hits(&lashed(ago(16), 16, 0)), 1);
}

#[test]
fn what_refused_on_the_screen_refuses_though_it_is_over_by_now() {
    // B dashes on the spot, and can be touched again after six ticks.
    let hits_of = |seen: u32, dashed_for: u32| {
        let mut duel = Duel::new(700, &[]);
        duel.tuning.dash.speed = 100 * 256;
        holds(&mut duel, A, Input { weapon: NEEDLE, ..Input::default() });
        duel.run(DRAW_TICKS);
        holds(&mut duel, A, Input { weapon: NEEDLE, buttons: FIRE, seen: ago(seen), ..Input::default() });
        duel.run(CHARGE_TICKS - dashed_for);
        holds(&mut duel, B, Input { walk: Walk(1), buttons: DASH, ..Input::default() });
        holds(&mut duel, B, Input::default());
        duel.run(dashed_for - 2);
        hits(&duel)
    };
    assert_eq!(hits_of(0, 14), 1, "now nothing refuses");
    assert_eq!(hits_of(10, 14), 0, "on the screen the dash still did");
    assert_eq!(hits_of(5, 14), 1, "there it was over as well");
    assert_eq!(hits_of(16, 14), 0, "and there it had not begun");
}

#[test]
fn between_two_poses_bodies_are_where_they_are_drawn() {
    let mut duel = Duel::new(700, &[]);
    duel.run(3);
    holds(&mut duel, B, Input { walk: Walk::toward(SOUTH), ..Input::default() });
    duel.run(9);
    let world = &duel.world;
    let player = world.player(B).expect("B is there");
    let ys: Vec<f64> = world.history.iter().map(|poses| poses.bodies[1].1.units().y).collect();
    let eighth = |y: f64| (y * 8.0 + 0.5).floor() / 8.0;
    let (older, newer) = (eighth(ys[ys.len() - 7]), eighth(ys[ys.len() - 5]));
    // Seen from the end of the last step, which is now.
    let seen = Seen { older: Time(60), newer: Time(40), share: 64 };
    let wanted = Vec2::new(700.0, older + (newer - older) / 4.0);
    assert_eq!(pose(world, player, seen, world.now), Some(wanted));
    assert!(older < newer, "it walks");
}

#[test]
fn who_returned_since_is_not_seen_where_it_never_was() {
    let mut duel = Duel::new(700, &[]);
    duel.run(20);
    duel.put(B, 1200);
    duel.run(2);
    let (world, player) = (&duel.world, duel.world.player(B).expect("B is there"));
    let seen = Seen { older: Time(40), newer: Time(10), share: 128 };
    assert_eq!(pose(world, player, seen, world.now), Some(Vec2::new(1200.0, 300.0)));
}

/// A shoots at B, so many units away, which walks out of the way so many ticks before.
fn shot(away: i32, seen: Seen, walks_for: u32, buttons: u8) -> Duel {
    let mut duel = Duel::new(200 + away, &[]);
    duel.run(20);
    holds(&mut duel, B, Input { walk: Walk::toward(SOUTH), buttons, ..Input::default() });
    duel.run(walks_for - 1);
    holds(&mut duel, A, Input { buttons: FIRE, seen, ..Input::default() });
    holds(&mut duel, A, Input::default());
    duel.run(60);
    assert_eq!(duel.count(|event| matches!(event, Event::Shot { .. })), 1);
    duel
}

#[test]
fn a_projectile_flies_at_once_through_what_its_shooter_saw() {
    assert_eq!(hits(&shot(80, Seen::PRESENT, 9, 0)), 0);
    assert_eq!(hits(&shot(80, ago(9), 9, 0)), 1);
    assert_eq!(hits(&shot(80, ago(9), 9, DASH)), 0, "the defender's dash began after that");
    assert_eq!(hits(&shot(400, ago(9), 9, 0)), 0, "further away it meets the present");
    assert_eq!(hits(&shot(80, ago(18), 10, 0)), 1, "what it does not fly at once it still sees");
}

#[test]
fn what_a_projectile_does_not_fly_at_once_glides_away() {
    let mut lag = Lag::of(ago(15), STEP);
    assert_eq!((lag.forward, lag.behind), (9, Time(60)));
    let depth = |lag: &mut Lag, flown| {
        lag.flown = Time(flown);
        lag.depth()
    };
    // Its shooter draws it for GLIDE, and as it begins behind it flies that much less meanwhile.
    let whole = GLIDE.0 - 60;
    assert_eq!([0, whole / 2, whole, 600].map(|flown| depth(&mut lag, flown)), [60, 30, 0, 0].map(Time));
    assert_eq!(depth(&mut Lag::of(ago(9), STEP), 0), Time(0));
}

#[test]
fn a_projectile_flies_no_further_at_once_than_its_limit_and_through_no_wall() {
    let forward = |ticks| Lag::of(ago(ticks), STEP).forward;
    assert_eq!([0, 1, 9, 20].map(forward), [0, 1, 9, (FORWARD_MAX.0 / STEP.0) as u8]);
    let first_end = |duel: &Duel| {
        let end = |event: &Event| match event {
            Event::ShotEnded { place, .. } => Some(place.units().x),
            _ => None,
        };
        duel.events.iter().find_map(end)
    };
    let mut duel = Duel::new(700, &[fray::sim::map::Wall(240, 0, 240, 600)]);
    holds(&mut duel, A, Input { buttons: FIRE, seen: ago(9), ..Input::default() });
    assert_eq!(first_end(&duel), Some(240.0));
}

#[test]
fn a_hit_says_how_old_the_view_was_and_how_long_cover_has_been_in_between() {
    let view = |wall: &[fray::sim::map::Wall]| {
        let mut duel = Duel::new(280, wall);
        duel.run(20);
        holds(&mut duel, B, Input { walk: Walk::toward(SOUTH), ..Input::default() });
        duel.run(17);
        holds(&mut duel, A, Input { buttons: FIRE, seen: ago(21), ..Input::default() });
        let hurt = |event: &Event| match event {
            Event::Hurt { seat: B, view, .. } => Some(*view),
            _ => None,
        };
        duel.events.iter().find_map(hurt).expect("on the screen B stood in the way")
    };
    let open = view(&[]);
    assert!(open.ago > Time(100) && open.covered == Time(0), "{open:?}");
    // A wall between the two, to the south of the line, behind which B has walked.
    let hidden = view(&[fray::sim::map::Wall(240, 325, 240, 600)]);
    assert_eq!(hidden.ago, open.ago);
    assert!(hidden.covered > Time(0) && hidden.covered < hidden.ago, "{hidden:?}");
}
