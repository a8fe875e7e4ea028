//! What a link is like, as its file says it. Times are in microseconds since the link began.

/// The header that a link adds to the first request of a connection: with it a server tells players what lies between.
pub const HEADER: &str = "x-fray-link";
/// Longest name of a preset, in bytes.
pub const NAME_MAX: usize = 24;

/// True for what may be the name of a preset.
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=NAME_MAX).contains(&name.len()) && name.chars().all(plain)
}

/// A link in both directions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preset {
    /// Its name: lower case letters, digits and `-`, at most [`NAME_MAX`] bytes.
    pub name: String,
    /// What a person should imagine.
    pub about: String,
    /// From the client to the server.
    pub up: Way,
    /// From the server to the client.
    pub down: Way,
    /// When nothing gets through, either way.
    pub outages: Vec<Outage>,
}

/// One direction of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Way {
    /// Mean time on the way, without what waiting adds.
    pub delay_us: u64,
    /// Standard deviation of that time. Nothing is earlier than `delay - jitter`, and few are much later: links are late
    /// rather than early. At most `delay`.
    pub jitter_us: u64,
    /// Bytes a second that the narrow place lets through.
    pub bytes_per_second: u64,
    /// Bytes that wait before it at most; a sender of more waits as well, as TCP makes it.
    pub queue_bytes: u64,
    /// Mean time between two stalls, which come by chance; zero for none.
    pub stall_every_us: u64,
    /// How long nothing arrives in a stall.
    pub stall_us: u64,
}

/// A time without a link.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outage {
    /// When it begins.
    pub at_us: u64,
    /// How long it lasts.
    pub time_us: u64,
    /// After so long it comes again; zero for once.
    pub every_us: u64,
}

impl Outage {
    /// The end of the outage that holds at this time, if one does.
    pub fn end(&self, now_us: u64) -> Option<u64> {
        let since = now_us.checked_sub(self.at_us)?;
        let begun = since.checked_div(self.every_us).map_or(self.at_us, |times| self.at_us + times * self.every_us);
        (now_us - begun < self.time_us).then_some(begun + self.time_us)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_has_an_end_and_comes_again() {
        let once = Outage { at_us: 100, time_us: 30, every_us: 0 };
        let ends = [99, 100, 129, 130, 1100].map(|now| once.end(now));
        assert_eq!(ends, [None, Some(130), Some(130), None, None]);
        let again = Outage { every_us: 1000, ..once };
        assert_eq!(
            [129, 1099, 1100, 1130, 2100].map(|now| again.end(now)),
            [Some(130), None, Some(1130), None, Some(2130)]
        );
    }
}
