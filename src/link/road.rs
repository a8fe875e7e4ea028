//! One direction of a link: when do bytes that leave now arrive? Pure: it is handed time, and its chance is seeded.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

use super::preset::{Outage, Way};

/// One direction of one connection.
#[derive(Clone, Debug)]
pub struct Road {
    way: Way,
    outages: Vec<Outage>,
    chance: Pcg32,
    /// When the narrow place has let through all that came so far.
    through_us: u64,
    /// When the last of that arrives: nothing overtakes.
    arrived_us: u64,
    /// The stall that is next, or on: from when to when.
    stall: Option<(u64, u64)>,
}

impl Road {
    /// A road that is empty at `now_us`.
    pub fn new(way: Way, outages: &[Outage], seed: u64, now_us: u64) -> Road {
        let chance = Pcg32::new(seed, u64::from(u32::MAX));
        let mut road = Road { way, outages: outages.to_vec(), chance, through_us: 0, arrived_us: 0, stall: None };
        road.stall = road.next_stall(now_us);
        road
    }

    /// How many bytes may leave now; none while the queue is full.
    pub fn room(&self, now_us: u64) -> usize {
        let waiting =
            self.through_us.saturating_sub(now_us) as u128 * u128::from(self.way.bytes_per_second) / 1_000_000;
        (self.way.queue_bytes as usize).saturating_sub(waiting as usize)
    }

    /// When there will be room again, if there is none now.
    pub fn wait_us(&self, now_us: u64) -> u64 {
        let queue_us = micros(self.way.queue_bytes, self.way.bytes_per_second);
        self.through_us.saturating_sub(queue_us).max(now_us + 1)
    }

    /// So many bytes leave now: answers when they arrive. `now_us` never goes back.
    pub fn send(&mut self, bytes: usize, now_us: u64) -> u64 {
        self.through_us = self.through_us.max(now_us) + micros(bytes as u64, self.way.bytes_per_second);
        let due = self.through_us + self.delay();
        let arrival = self.hold(due);
        self.arrived_us = arrival.max(self.arrived_us);
        self.arrived_us
    }

    /// A time on the way: the least, and an exponential share on top, which makes `jitter` its mean and its deviation.
    fn delay(&mut self) -> u64 {
        let jitter = self.way.jitter_us.min(self.way.delay_us);
        self.way.delay_us - jitter + (self.exponential() * jitter as f64) as u64
    }

    /// The end of the stall or outage that holds at this time, or the time itself.
    fn hold(&mut self, at_us: u64) -> u64 {
        let mut at = at_us;
        while let Some((begins, ends)) = self.stall.filter(|(begins, _)| *begins <= at) {
            if at < ends {
                at = ends;
            }
            self.stall = self.next_stall(begins.max(ends));
        }
        while let Some(end) = self.outages.iter().find_map(|outage| outage.end(at)) {
            at = end;
        }
        at
    }

    fn next_stall(&mut self, after_us: u64) -> Option<(u64, u64)> {
        if self.way.stall_every_us == 0 {
            return None;
        }
        let begins = after_us + (self.exponential() * self.way.stall_every_us as f64) as u64;
        Some((begins, begins + self.way.stall_us))
    }

    /// A draw whose mean and deviation are 1.
    fn exponential(&mut self) -> f64 {
        let share = (f64::from(self.chance.next_u32()) + 0.5) / 4_294_967_296.0;
        -share.ln()
    }
}

fn micros(bytes: u64, per_second: u64) -> u64 {
    bytes * 1_000_000 / per_second.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1000;
    const PLAIN: Way = Way {
        delay_us: 50 * MS,
        jitter_us: 0,
        bytes_per_second: 1_000_000,
        queue_bytes: 64_000,
        stall_every_us: 0,
        stall_us: 0,
    };

    /// Times on the way of so many small messages, one each 10 ms, in ms.
    fn times(way: Way, outages: &[Outage], count: u64) -> Vec<f64> {
        let mut road = Road::new(way, outages, 7, 0);
        let time = |i: u64| (road.send(100, i * 10 * MS) - i * 10 * MS) as f64 / 1e3;
        (0..count).map(time).collect()
    }

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn a_plain_way_takes_its_delay_and_what_the_bytes_take() {
        let all = times(PLAIN, &[], 100);
        assert!(all.iter().all(|time| *time == 50.1), "{all:?}");
    }

    #[test]
    fn jitter_has_the_mean_and_the_deviation_that_were_asked_for_and_comes_late_rather_than_early() {
        let mut road = Road::new(Way { jitter_us: 20 * MS, ..PLAIN }, &[], 7, 0);
        let all: Vec<f64> = (0..20_000).map(|_| road.delay() as f64 / 1e3).collect();
        let deviation = mean(&all.iter().map(|time| (time - 50.0) * (time - 50.0)).collect::<Vec<_>>()).sqrt();
        assert!((mean(&all) - 50.0).abs() < 0.5 && (deviation - 20.0).abs() < 0.5, "{} {deviation}", mean(&all));
        assert!(all.iter().all(|time| *time >= 30.0), "nothing is earlier than its least");
        let late = all.iter().filter(|time| **time > 90.0).count();
        assert!((800..1_200).contains(&late), "one in twenty is later than by two deviations: {late}");
    }

    #[test]
    fn nothing_overtakes() {
        let way = Way { jitter_us: 40 * MS, stall_every_us: 500 * MS, stall_us: 200 * MS, ..PLAIN };
        let mut road = Road::new(way, &[], 3, 0);
        let arrivals: Vec<u64> = (0..5_000).map(|i| road.send(100, i * 10 * MS)).collect();
        assert!(arrivals.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn a_stall_holds_all_behind_it_and_lets_them_go_in_one_burst() {
        let way = Way { stall_every_us: 2_000 * MS, stall_us: 300 * MS, ..PLAIN };
        let mut road = Road::new(way, &[], 5, 0);
        let arrivals: Vec<u64> = (0..60_000).map(|i| road.send(100, i * 10 * MS)).collect();
        let bursts = arrivals.chunk_by(|a, b| a == b).filter(|together| together.len() > 15).count();
        // Ten minutes, a stall every 2.3 s at the mean.
        assert!((200..330).contains(&bursts), "{bursts} bursts");
        let longest = arrivals.windows(2).map(|pair| pair[1] - pair[0]).max();
        assert!(longest >= Some(300 * MS), "{longest:?}");
    }

    #[test]
    fn the_narrow_place_lets_through_so_many_bytes_a_second_and_no_more_wait_than_fit() {
        let mut road = Road::new(PLAIN, &[], 1, 0);
        assert_eq!(road.room(0), 64_000);
        assert_eq!(road.send(64_000, 0), 114 * MS);
        assert_eq!((road.room(0), road.room(10 * MS)), (0, 10_000));
        let later = road.wait_us(0);
        assert!(road.room(later) > 0 && later <= MS, "{later}");
        assert_eq!(road.send(10_000, 10 * MS), 124 * MS, "it waits its turn");
    }

    #[test]
    fn in_an_outage_nothing_arrives_and_then_everything_does() {
        let outage = Outage { at_us: 500 * MS, time_us: 3_000 * MS, every_us: 0 };
        let all = times(PLAIN, &[outage], 500);
        assert_eq!((all[44], all[45]), (50.1, 3_050.0));
        assert_eq!(all.iter().filter(|time| **time > 60.0).count(), 299);
    }

    #[test]
    fn one_seed_gives_one_course_of_things() {
        let way = Way { jitter_us: 40 * MS, stall_every_us: 500 * MS, stall_us: 200 * MS, ..PLAIN };
        assert_eq!(times(way, &[], 1_000), times(way, &[], 1_000));
    }
}
