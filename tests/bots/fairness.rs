//! Bots know what a client of their seat is sent, and shoot where a line is free.

use std::collections::VecDeque;
use std::sync::Arc;

use fray::room::interest::Window;
use fray::room::sight::BOT_ASPECT;
use fray::room::{Brain, Faults, Recruit, Recruiter, View};
use fray::sim::input::FIRE;
use fray::sim::{Angle, Event, Input, Map, Vec2, World};

use super::{assets, recruiter, room};
use crate::support::tuning;

/// A shot is meant for an enemy at most so far off its angle: three standard errors and the lead on a fast walker.
const MEANT: i32 = 45 * 182;
/// A bot shoots on what its last view said, which is as old as a snapshot, and a little more while its finger moves.
const OLD_TICKS: usize = 6;

/// Plays half a minute and counts the shots, and those that were meant for nobody in the open.
fn shots(recruiter: Recruiter) -> (u32, u32) {
    let map = assets().map("hoop").unwrap();
    let mut game = room(map.clone(), 8, 8, recruiter, Faults::default());
    let mut open: VecDeque<Vec<(u8, Angle)>> = VecDeque::new();
    let (mut shots, mut blind) = (0, 0);
    for _ in 0..1800 {
        open.push_back(lines(game.world(), &map));
        open.drain(..open.len().saturating_sub(OLD_TICKS));
        for event in game.tick(0).events {
            let Event::Shot { seat, angle, .. } = event else { continue };
            let meant = |(by, at): &(u8, Angle)| *by == seat.0 && i32::from(at.since(angle)).abs() <= MEANT;
            shots += 1;
            blind += u32::from(!open.iter().flatten().any(meant));
        }
    }
    (shots, blind)
}

/// All lines without walls between enemies: from whom, and where to.
fn lines(world: &World, map: &Map) -> Vec<(u8, Angle)> {
    let alive: Vec<(u8, Vec2)> =
        world.players.iter().filter(|p| p.is_alive()).map(|p| (p.seat.0, p.body.place.units())).collect();
    let pairs = alive.iter().flat_map(|a| alive.iter().map(move |b| (a, b)));
    let open = pairs.filter(|(a, b)| a.0 != b.0 && map.sees(a.1, b.1));
    open.map(|(a, b)| (a.0, Angle::of(b.1 - a.1))).collect()
}

/// Shoots whatever stands before it.
struct Trigger;

impl Brain for Trigger {
    fn act(&mut self, _: &View) -> Input {
        Input { buttons: FIRE, ..Input::default() }
    }
}

#[test]
fn no_shot_is_fired_at_a_target_behind_a_wall() {
    let (fired, blind) = shots(recruiter());
    assert!(fired > 200 && blind == 0, "{blind} of {fired} shots were blind");
    let careless: Recruiter = Arc::new(|_, _| Recruit { name: "x".into(), brain: Box::new(Trigger) });
    let (fired, blind) = shots(careless);
    assert!(blind * 10 > fired, "a careless shooter is found out: {blind} of {fired}");
}

/// Plays ten seconds; what views hold beyond their window, and what they rightly leave out.
fn peeks(faults: Faults) -> (u32, u32) {
    let tuning = tuning();
    let mut game = room(assets().map("hoop").unwrap(), 8, 8, recruiter(), faults);
    let (mut beyond, mut left_out) = (0, 0);
    for _ in 0..600 {
        game.tick(0);
        let Some(view) = game.view(fray::sim::SeatId(3)).filter(|view| view.snapshot.tick + 1 == game.world().tick.0)
        else {
            continue;
        };
        let own = game.world().player(view.seat).unwrap();
        let window = Window::around(own.body.place, BOT_ASPECT, &tuning);
        for player in game.world().players.iter().filter(|player| player.seat != view.seat) {
            let told = view.snapshot.players.iter().any(|piece| piece.seat == player.seat.0);
            let shown = window.shows(player.body.place.units());
            beyond += u32::from(told && !shown);
            left_out += u32::from(!told && !shown);
        }
    }
    (beyond, left_out)
}

#[test]
fn a_view_holds_nobody_beyond_its_window() {
    let (beyond, left_out) = peeks(Faults::default());
    assert!(beyond == 0 && left_out > 100, "{beyond} beyond, {left_out} left out");
    let (beyond, _) = peeks(Faults { see_all: true, ..Faults::default() });
    assert!(beyond > 100, "a brain that is shown everything is found out");
}

#[test]
fn a_brain_knows_nothing_but_its_views() {
    // Two brains of one seed, one of them in a match and one that is only handed copies of the views, act as one.
    let mut shadow = recruiter()(21, 0).brain;
    let mut game = room(assets().map("box").unwrap(), 2, 2, recruiter(), Faults::default());
    let mut acted = 0;
    for _ in 0..1200 {
        let view = game.view(fray::sim::SeatId(0)).cloned();
        game.tick(0);
        if let Some(view) = view {
            let input = game.world().player(view.seat).unwrap().input;
            assert_eq!(shadow.act(&view), input, "tick {}", game.world().tick.0);
            acted += u32::from(!input.is_neutral());
        }
    }
    assert!(acted > 300);
}
