//! Personas are played as their tables say, ratings tell, and nobody shoots at a wall: the short forms of
//! `tests/prove/tempers.rs`.

use std::sync::Arc;

use fray::bots::headless::Series;
use fray::bots::ladder::duel;
use fray::bots::statistics::Report;
use fray::config::assets::embedded_default;
use fray::room::{Brain, Faults, Recruit, Recruiter, View};
use fray::sim::{Event, Input, Tuning};

use super::{assets, recruiter, room};
use crate::support::duels::{DIFFER, EVEN, STEP, STEPS, blinded, duel_tuning, most_alike, part, shots};

fn alike(tuning: Tuning) -> (String, f64) {
    let map = assets().map("hoop").unwrap();
    let tuning = Arc::new(tuning);
    let series = Series { matches: 6, players: 8, seed: 3, map, tuning, parts: Vec::new(), faults: Faults::default() };
    most_alike(&Report::of(&series.play(|| 0, || ()).tallies, 8).personas).unwrap()
}

#[test]
fn each_persona_is_unlike_the_others() {
    let (pair, differ) = alike(embedded_default());
    assert!(differ >= DIFFER, "{pair} differ by {differ:.2}");
    let mut tuning = embedded_default();
    let temper = tuning.personas[1].temper.clone();
    tuning.personas.iter_mut().for_each(|persona| persona.temper = temper.clone());
    let (pair, differ) = alike(tuning);
    assert!(differ < DIFFER, "tables of one temper are found out: {pair} differ by {differ:.2}");
}

#[test]
fn no_shot_is_fired_at_a_target_behind_a_wall() {
    let map = assets().map("hoop").unwrap();
    let seen = shots(&map, recruiter(), 21, 3600);
    assert!(seen.fired > 200 && seen.rays > 3 && seen.blind == 0, "{seen:?}");
    let found = shots(&map, blinded(&map, recruiter()), 21, 3600);
    assert!(found.blind * 20 > found.fired, "who knows of no walls is found out: {found:?}");
}

#[test]
fn who_is_rated_higher_wins_and_nobody_wins_by_temper_alone() {
    let map = assets().map("box").unwrap();
    let tuning = duel_tuning();
    let higher = duel(&map, &tuning, [part(1, 1000 + STEP), part(1, 1000)], 80, 3);
    assert!(higher > *STEPS.start() - 0.1 && higher < *STEPS.end() + 0.1, "{higher:.2} of 80 duels");
    let even = duel(&map, &tuning, [part(0, 1000), part(1, 1000)], 80, 3);
    assert!((1.0 - EVEN - 0.12..=EVEN + 0.12).contains(&even), "{even:.2} of 80 duels");
}

/// One that goes easy all the time, whatever its room says.
struct Gentle(Box<dyn Brain + Send>);

impl Brain for Gentle {
    fn act(&mut self, view: &View) -> Input {
        self.0.ease(1 << 63);
        self.0.act(view)
    }
}

#[test]
fn who_goes_easy_loses_to_who_does_not() {
    let all = recruiter();
    let recruiter: Recruiter = Arc::new(move |seed, number| {
        let Recruit { name, brain } = all(seed, number);
        let brain = if number == 0 { Box::new(Gentle(brain)) } else { brain };
        Recruit { name, brain }
    });
    let mut game = room(assets().map("box").unwrap(), 2, 2, recruiter, Faults::default());
    let mut kills = [0, 0];
    for tick in 0..4 * 3600 {
        for event in game.tick(tick * 16_667).events {
            if let Event::Killed { by: Some(by), .. } = event {
                kills[usize::from(by.0)] += 1;
            }
        }
    }
    assert!(kills[0] > 0 && kills[1] > 2 * kills[0], "{kills:?} kills");
}

#[test]
fn a_newcomer_makes_bots_weaker_and_never_stronger() {
    let mut tuning = embedded_default();
    let skill = |eased, tuning: &Tuning| part(0, 1000).skill(tuning, eased);
    tuning.bots.newcomer = 600;
    assert_eq!(skill(true, &tuning), part(0, 600).skill(&tuning, false));
    tuning.bots.newcomer = 1400;
    assert_eq!(skill(true, &tuning), skill(false, &tuning));
}
