//! What bots got from a server, for people, and whether it was enough.

use std::net::SocketAddr;
use std::time::Duration;

use super::super::Outcome;
use super::{Counted, Tally};

/// Of the snapshots that were due, at least so many percent come.
const CAME_MIN: f64 = 95.0;
/// Of the times between two snapshots, 99 of 100 are no longer than this, in milliseconds: three at 30 a second.
const GAP_MAX_MS: f64 = 100.0;
/// A load that takes more of a core than this speaks of itself and not of the server, in percent.
const BUSY_MAX: f64 = 80.0;

/// What came of a load.
pub(super) struct Report {
    at: SocketAddr,
    asked: u32,
    /// How many got in, how long that took, and why the others did not.
    pub joined: usize,
    pub joining: Duration,
    pub refused: Tally,
    /// Why those who were in were lost.
    pub lost: Tally,
    /// Players by room.
    pub rooms: Tally,
    /// How long they played, and how long this thread was busy with it.
    pub played: Duration,
    pub busy: Duration,
    pub gaps_ms: Vec<f64>,
    sum: Counted,
}

/// A figure that must keep to a limit.
struct Check {
    name: &'static str,
    value: String,
    limit: String,
    holds: bool,
}

impl Report {
    pub fn new(at: SocketAddr, asked: u32) -> Report {
        Report {
            at,
            asked,
            joined: 0,
            joining: Duration::ZERO,
            refused: Tally::new(),
            lost: Tally::new(),
            rooms: Tally::new(),
            played: Duration::ZERO,
            busy: Duration::ZERO,
            gaps_ms: Vec::new(),
            sum: Counted::default(),
        }
    }

    pub fn add(&mut self, counted: Counted) {
        self.sum = self.sum.with(counted, |all, one| all + one);
    }

    /// Prints it; failed where a limit does not hold.
    pub fn print(mut self) -> Outcome {
        self.gaps_ms.sort_unstable_by(f64::total_cmp);
        let seconds = self.played.as_secs_f64();
        println!("{} players for {seconds:.0} s at {}, build {}", self.asked, self.at, crate::BUILD);
        println!();
        let checks = self.checks();
        for Check { name, value, limit, holds } in &checks {
            println!("  {} {name:<38} {value:>12}  {limit}", if *holds { '✓' } else { '✗' });
        }
        for (why, count) in self.refused.iter().chain(&self.lost) {
            println!("      {count} × {why}");
        }
        if self.joined > 0 {
            println!();
            self.figures(seconds);
        }
        let holds = checks.iter().all(|check| check.holds);
        if holds { Outcome::Done } else { Outcome::Failed }
    }

    fn checks(&self) -> Vec<Check> {
        let check = |name, value, limit, holds| Check { name, value, limit, holds };
        let mut checks = vec![check(
            "joined",
            format!("{} of {}", self.joined, self.asked),
            "all".into(),
            self.joined == self.asked as usize,
        )];
        if self.joined > 0 {
            let lost: usize = self.lost.values().sum();
            let due = self.sum.rate as f64 * self.played.as_secs_f64();
            let came = 100.0 * self.sum.snapshots as f64 / due.max(1.0);
            let gap = percentile(&self.gaps_ms, 99.0);
            let limit = format!("at least {CAME_MIN} % of those due");
            checks.push(check("lost", lost.to_string(), "none".into(), lost == 0));
            checks.push(check("snapshots that came", format!("{came:.2} %"), limit, came >= CAME_MIN));
            let limit = format!("at most {GAP_MAX_MS} ms");
            let holds = !self.gaps_ms.is_empty() && gap <= GAP_MAX_MS;
            checks.push(check("between two snapshots, p99", format!("{gap:.1} ms"), limit, holds));
        }
        checks
    }

    fn figures(&self, seconds: f64) {
        let line = |name: &str, value: String| println!("    {name:<38} {value:>12}");
        let each = seconds * self.joined as f64;
        let per_second = |count: u64| count as f64 / each.max(0.001);
        line("joining took", format!("{:.1} s", self.joining.as_secs_f64()));
        line("rooms, fullest", format!("{}, {}", self.rooms.len(), self.rooms.values().max().unwrap_or(&0)));
        line("between two snapshots, p50", format!("{:.1} ms", percentile(&self.gaps_ms, 50.0)));
        line("snapshots a player and second", format!("{:.1}", per_second(self.sum.snapshots)));
        line("bytes down a player and second", format!("{:.0}", per_second(self.sum.bytes)));
        line("messages up a player and second", format!("{:.1}", per_second(self.sum.sent)));
        let late = 100.0 * self.sum.late as f64 / self.sum.snapshots.max(1) as f64;
        line("snapshots that tell of a late input", format!("{late:.2} %"));
        line("shots a player and second", format!("{:.2}", per_second(self.sum.shots)));
        line("kills a player and minute", format!("{:.2}", per_second(self.sum.kills) * 60.0));
        let busy = 100.0 * self.busy.as_secs_f64() / seconds.max(0.001);
        line("this program took of a core", format!("{busy:.0} %"));
        if busy > BUSY_MAX {
            println!("    above {BUSY_MAX} % the figures speak of this program: send fewer players from each");
        }
    }
}

/// The value that so many percent of sorted ones do not exceed; 0 of none.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let at = (sorted.len() as f64 * percent / 100.0).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::new(SocketAddr::from(([127, 0, 0, 1], 7777)), 2);
        (report.joined, report.gaps_ms, report.played) = (2, vec![33.0; 100], Duration::from_secs(1));
        report.add(Counted { snapshots: 60, rate: 60, ..Counted::default() });
        report
    }

    /// The checks that do not hold.
    fn failing(report: &Report) -> Vec<&'static str> {
        report.checks().iter().filter(|check| !check.holds).map(|check| check.name).collect()
    }

    #[test]
    fn each_limit_fails_alone() {
        assert_eq!(failing(&report()), Vec::<&str>::new());
        let mut one_out = report();
        one_out.joined = 1;
        assert_eq!(failing(&one_out), ["joined"]);
        let mut none_in = report();
        none_in.joined = 0;
        assert_eq!(failing(&none_in), ["joined"]);
        let mut lossy = report();
        lossy.lost.insert("closed with code 4008".into(), 1);
        assert_eq!(failing(&lossy), ["lost"]);
        let mut rare = report();
        rare.sum.snapshots = 56;
        assert_eq!(failing(&rare), ["snapshots that came"]);
        let mut late = report();
        late.gaps_ms[98..].fill(101.0);
        assert_eq!(failing(&late), ["between two snapshots, p99"]);
    }
}
