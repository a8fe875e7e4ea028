//! From input messages to one input per tick.

use fray::room::plan::{Plan, Timing};
use fray::sim::input::{DASH, FIRE};
use fray::sim::{Angle, Input, Seen, Tick, Time, Walk};

use super::support::message;

const STEP: Time = Time(10);
const EAST: Input = Input { buttons: 0, walk: Walk(1), aim: Angle(0), weapon: 0, seen: Seen::PRESENT };
const STILL: Input = Input { buttons: 0, walk: Walk(0), aim: Angle(0), weapon: 0, seen: Seen::PRESENT };
const SHOOT: Input = Input { buttons: FIRE, walk: Walk(0), aim: Angle(0), weapon: 0, seen: Seen::PRESENT };
const LEAP: Input = Input { buttons: DASH, walk: Walk(0), aim: Angle(0), weapon: 0, seen: Seen::PRESENT };

/// When it comes, its head, its runs.
type Coming<'a> = (u32, u32, &'a [(u8, Input)]);

/// Feeds messages at the ticks at which they come; answers what is done in the ticks from 100 on.
fn check(messages: &[Coming<'_>], wanted: &[Input]) -> Plan {
    let mut plan = Plan::default();
    for (i, wanted) in wanted.iter().enumerate() {
        let tick = 100 + i as u32;
        for (_, head, runs) in messages.iter().filter(|(at, ..)| *at == tick) {
            plan.accept(&message(*head, runs), None, Tick(tick), STEP);
        }
        assert_eq!(plan.take(Tick(tick), STEP).input, *wanted, "tick {tick}");
    }
    plan
}

#[test]
fn each_tick_gets_the_input_that_was_meant_for_it() {
    check(&[(100, 102, &[(2, EAST), (1, SHOOT)])], &[EAST, EAST, SHOOT]);
}

#[test]
fn a_neutral_input_holds_in_silence_and_starves_nobody() {
    let plan = check(&[(100, 101, &[(1, EAST), (1, STILL)])], &[EAST, STILL, STILL, STILL, STILL]);
    assert_eq!(plan.starved, 0);
}

#[test]
fn a_starved_tick_repeats_the_last_input_six_times_and_then_rests() {
    let mut wanted = vec![EAST; 7];
    wanted.extend([STILL; 3]);
    let plan = check(&[(100, 100, &[(1, EAST)])], &wanted);
    assert_eq!(plan.starved, 7);
}

#[test]
fn a_late_input_counts_from_the_next_tick_on() {
    let mut plan = check(&[(104, 101, &[(2, EAST)])], &[STILL, STILL, STILL, STILL, EAST, EAST]);
    assert_eq!(plan.take_timing().lead, -3);
}

#[test]
fn a_late_press_counts_though_the_key_is_up_again() {
    check(&[(104, 101, &[(1, LEAP), (1, STILL)])], &[STILL, STILL, STILL, STILL, LEAP, STILL]);
}

#[test]
fn a_press_that_is_too_late_is_gone() {
    check(&[(110, 101, &[(1, LEAP), (1, STILL)])], &[STILL; 12]);
}

#[test]
fn a_tick_that_was_covered_is_not_covered_again() {
    check(&[(100, 102, &[(3, EAST)]), (101, 103, &[(3, SHOOT)])], &[EAST, EAST, EAST, SHOOT]);
}

#[test]
fn a_client_far_ahead_is_planned_for_thirty_ticks_and_no_more() {
    let mut wanted = vec![EAST; 30];
    wanted[29] = SHOOT;
    let mut plan = check(&[(100, 149, &[(49, EAST), (1, SHOOT)])], &wanted);
    assert!(plan.is_dry());
    let Timing { lead, late, .. } = plan.take_timing();
    assert_eq!((lead, late), (49, true), "what was used before its tick is told like what came too late");
}

#[test]
fn how_inputs_came_is_told_once_and_the_latest_head_counts() {
    let mut plan = Plan::default();
    let told = |plan: &mut Plan| {
        let Timing { lead, unheard, late, .. } = plan.take_timing();
        (lead, unheard, late)
    };
    assert_eq!(told(&mut plan), (0, false, false));
    plan.accept(&message(104, &[(2, EAST)]), None, Tick(102), STEP);
    plan.accept(&message(106, &[(2, EAST)]), None, Tick(105), STEP);
    assert_eq!(told(&mut plan), (1, false, false), "of two heads the later one counts");
    (103..=106).for_each(|tick| assert_eq!(plan.take(Tick(tick), STEP).input, EAST));
    assert_eq!(told(&mut plan), (1, false, false), "without a new one it stays");
    plan.take(Tick(107), STEP);
    assert_eq!(told(&mut plan), (1, true, false), "no input was there");
    plan.accept(&message(108, &[(2, EAST)]), None, Tick(108), STEP);
    assert_eq!(told(&mut plan), (0, false, true), "the older tick came too late");
}
