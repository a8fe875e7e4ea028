//! How many bytes a keyframe takes, in matches that were played.

use fray::protocol::{Frame, Head, Own};
use fray::room::interest::Window;
use fray::room::sight::BOT_ASPECT;

use crate::busy::{Activity, IDLE_HANDS};
use crate::claim::{Claim, Figure, Stage, Verdict, ensure, percentile};
use crate::rooms::game_of;

/// The budget: for each visible other player, each live projectile, and the head with the own block.
const PLAYER: usize = 20;
const SHOT: usize = 16;
const HEAD: usize = 48;
/// The defect that tells the own player among the others as well.
const TOLD_TWICE: &str = "own_told_twice";

pub fn claims() -> Vec<Claim> {
    let says = "a keyframe of busy players takes ≤ 20 B for each other one in view, 16 B a projectile, 48 B for head and own block";
    vec![Claim::new("keyframe", says, keyframe).turned_red_by(&[TOLD_TWICE, IDLE_HANDS])]
}

fn keyframe(stage: &Stage) -> Verdict {
    let activity = Activity::default();
    let mut game = game_of(stage, 16, 16, |recruiter| activity.recruiter(recruiter, stage))?;
    let (mut sizes, mut players, mut shots, mut spare) = (Vec::new(), 0, 0, usize::MAX);
    for tick in 0..stage.pick(1_200, 14_400) {
        game.tick(tick * 16_667);
        if tick % 2 == 1 {
            continue;
        }
        let frame = Frame::of(game.world(), game.tuning());
        for player in &game.world().players {
            let mut visible = Window::around(player.body.place, BOT_ASPECT, game.tuning()).visible(&frame);
            let is_other = |at: &u16| frame.players[usize::from(*at)].data.seat != player.seat.0;
            let others = visible.players.iter().filter(|at| is_other(at)).count();
            if stage.fault != Some(TOLD_TWICE) {
                visible.players.retain(is_other);
            }
            let own = Own::of(player, game.world().now);
            let head = Head { flags: Head::KEYFRAME, lead: -3 };
            let bytes = frame.snapshot(&head, Some(&own), &visible, &[]).len();
            let limit = HEAD + PLAYER * others + SHOT * visible.shots.len();
            ensure(bytes <= limit, || format!("tick {tick}: {bytes} bytes, {limit} are allowed: {visible:?}"))?;
            spare = spare.min(limit - bytes);
            players += others;
            shots += visible.shots.len();
            sizes.push(bytes as f64);
        }
    }
    ensure(players > 1_000 && shots > 1_000, || format!("{players} others and {shots} shots: too few"))?;
    let did = activity.reached(stage)?;
    let (median, most) = (percentile(&mut sizes, 0.5), percentile(&mut sizes, 1.0));
    Ok(Figure::new(
        format!(
            "median {median} B, most {most} B, always at least {spare} B below, {players} others, {shots} shots; {did}"
        ),
        "20 B a player + 16 B a shot + 48 B",
    ))
}
