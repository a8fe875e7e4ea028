//! Bots know what a client of their seat is sent.

use fray::room::Faults;
use fray::room::interest::Window;
use fray::room::sight::BOT_ASPECT;

use super::{assets, recruiter, room};
use crate::support::tuning;

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
            let shown = window.shows(player.body.place);
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
