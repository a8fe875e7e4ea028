//! Which claims about a screen are believed.

use fray::protocol::InputMessage;
use fray::room::shown::{Moment, Shown};
use fray::sim::{Seen, Tick, Time};

/// View delay of 0.2 s.
const DELAY: Time = Time(120);

/// A snapshot every second tick at 60 Hz up to tick 200, each showing the instant at its end.
fn shown() -> Shown {
    let mut shown = Shown::default();
    (50..=100).for_each(|at| shown.push(Tick(2 * at), Time(20 * at)));
    shown
}

fn claim(ack: u32, seen_back: u16, seen_fraction: u8) -> Option<Moment> {
    let message = InputMessage { ack, ahead: 8, seen_back, seen_fraction, runs: vec![] };
    shown().claimed(&message, DELAY)
}

#[test]
fn a_claim_names_the_instant_between_two_snapshots() {
    assert_eq!(claim(200, 6, 0), Some(Moment::of(Time(1940))));
    assert_eq!(claim(200, 6, 8), Some(Moment::of(Time(1950))));
    assert_eq!(claim(200, 6, 16), Some(Moment::of(Time(1960))));
}

#[test]
fn a_claim_far_from_the_middle_of_the_delay_is_replaced_by_it() {
    let middle = Some(Moment::of(Time(2000 - 60)));
    assert_eq!(claim(200, 12, 0), Some(Moment::of(Time(1880))), "100 ms off is still believed");
    assert_eq!(claim(200, 14, 0), middle);
    assert_eq!(claim(200, 5, 0), middle, "tick 195 was no snapshot");
    assert_eq!(claim(200, 65535, 0), middle);
}

#[test]
fn who_acknowledges_what_was_never_sent_claims_nothing() {
    assert_eq!(claim(201, 6, 0), None);
    assert_eq!(claim(202, 6, 0), None);
    assert_eq!(claim(98, 0, 0), None);
}

#[test]
fn a_moment_becomes_the_poses_around_it_and_no_deeper_than_the_limit() {
    let shown = shown();
    let end = Time(2050);
    let seen = |time| shown.seen(Moment::of(Time(time)), end);
    assert_eq!(seen(1940), Seen { older: Time(110), newer: Time(90), share: 0 });
    assert_eq!(seen(1945), Seen { older: Time(110), newer: Time(90), share: 64 });
    assert_eq!(seen(1945).depth(), Time(105));
    assert_eq!(seen(1200).depth(), Time(330), "550 ms");
    assert_eq!(seen(2040).depth(), Time(50), "beyond the newest snapshot nothing was seen");
    assert_eq!(Shown::default().seen(Moment::of(Time(1940)), end), Seen::PRESENT);
}
