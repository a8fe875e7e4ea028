//! The name of every metric, in one place, with its unit, its labels and what it counts. The exporter stands in
//! `server`; `OPERATING.md` repeats the table, and a test holds it.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// One tick in so many is measured part by part, so that it costs nothing. A prime, because every tick rate divides 600:
/// ticks with snapshots and without have their turn alike.
pub const SAMPLED_EVERY: u32 = 31;

/// How a metric behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How often values of which size came.
    Histogram,
}

/// What is known of a metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// How it behaves.
    pub kind: Kind,
    /// Of one count or value.
    pub unit: Unit,
    /// By what it is split up; empty when it is not.
    pub labels: &'static str,
    /// What it counts.
    pub about: &'static str,
}

/// Declares the constants and, in the same order, [`METRICS`].
macro_rules! metrics {
    ($($(#[doc = $about:literal])+ $constant:ident: $kind:ident $unit:ident $name:literal [$labels:literal];)*) => {
        $($(#[doc = $about])+ pub const $constant: &str = $name;)*

        /// Every metric.
        pub const METRICS: &[Metric] = &[$(Metric {
            name: $name,
            kind: Kind::$kind,
            unit: Unit::$unit,
            labels: $labels,
            about: concat!($($about),+),
        }),*];
    };
}

metrics! {
    /// Rooms that are open.
    ROOMS: Gauge Count "fray_rooms" [""];
    /// Rooms that ended.
    ROOMS_ENDED: Counter Count "fray_rooms_ended_total" ["why"];
    /// Connections that are open, whether they play, watch or have just come.
    SESSIONS: Gauge Count "fray_sessions" [""];
    /// Players that are people.
    PEOPLE: Gauge Count "fray_people" [""];
    /// Players that are bots of this server.
    BOTS: Gauge Count "fray_bots" [""];
    /// Ticks that were run.
    TICKS: Counter Count "fray_ticks_total" [""];
    /// Ticks that never happened because a room was held up.
    TICKS_SKIPPED: Counter Count "fray_ticks_skipped_total" [""];
    /// How late ticks start.
    TICK_LATENESS: Histogram Seconds "fray_tick_lateness_seconds" [""];
    /// How long ticks take.
    TICK_TIME: Histogram Seconds "fray_tick_seconds" [""];
    /// How long the parts of a tick take, sampled.
    TICK_PART_TIME: Histogram Seconds "fray_tick_part_seconds" ["part"];
    /// Snapshots that were queued.
    SNAPSHOTS: Counter Count "fray_snapshots_total" ["kind"];
    /// Keyframes that were queued; `mismatch` says that a client's sum of hashes was another one than the server's.
    KEYFRAMES: Counter Count "fray_keyframes_total" ["reason"];
    /// How large snapshots are, sampled.
    SNAPSHOT_BYTES: Histogram Bytes "fray_snapshot_bytes" ["kind"];
    /// Snapshots that were due for a viewer that was behind.
    SNAPSHOTS_SKIPPED: Counter Count "fray_snapshots_skipped_total" ["reason"];
    /// Steps of viewers that fell behind to fewer snapshots, and of calm ones back to more.
    RATE_STEPS: Counter Count "fray_rate_steps_total" ["to"];
    /// From a snapshot to its acknowledgement, sampled; a client whose player does nothing may wait 100 ms
    /// before it acknowledges.
    ROUND_TRIP: Histogram Seconds "fray_round_trip_seconds" [""];
    /// Bytes written to clients.
    BYTES_SENT: Counter Bytes "fray_bytes_sent_total" [""];
    /// Bytes of messages read from clients, without their frames.
    BYTES_RECEIVED: Counter Bytes "fray_bytes_received_total" [""];
    /// Messages read from clients, pings and the like included.
    MESSAGES: Counter Count "fray_messages_received_total" [""];
    /// Packets dropped because a room's inbox was full.
    INBOX_FULL: Counter Count "fray_inbox_full_total" [""];
    /// Sockets that the watchdog shut because their session could not.
    SOCKETS_SHUT: Counter Count "fray_sockets_shut_total" [""];
    /// Connections that were closed; `what` says what was malformed.
    CLOSES: Counter Count "fray_closes_total" ["reason, what"];
    /// Requests that were refused before the upgrade.
    REFUSALS: Counter Count "fray_refusals_total" ["reason"];
    /// Seats that were to be taken again: `taken`, or why not, by the name of the close.
    RESUMES: Counter Count "fray_resumes_total" ["result"];
    /// Seats that were held for somebody who did not come back.
    SEATS_EXPIRED: Counter Count "fray_seats_expired_total" [""];
    /// Commands of clients; `heeded` says whether: rooms other than sandboxes heed none.
    COMMANDS: Counter Count "fray_commands_total" ["heeded"];
    /// Lines and quick words that people said in rooms.
    SAID: Counter Count "fray_lines_total" [""];
    /// Players who were reported by others, by why: `insults`, `cheats`, `name` or `other`. What they said stands in the log.
    REPORTS: Counter Count "fray_reports_total" ["why"];
    /// People whom the host of a private room sent away.
    KICKS: Counter Count "fray_kicks_total" [""];
    /// Signature moments: a `slip` is a ray that went slack at a dash, a `snapback` a projectile
    /// that a shield sent back, a `great_unravel` the fall of a leader with a
    /// long tail.
    MOMENTS: Counter Count "fray_moments_total" ["moment"];
    /// Kills that a player or a bot got, by the weapon's name in the tuning.
    KILLS: Counter Count "fray_kills_total" ["weapon"];
    /// Reloads of the tuning file.
    TUNING_RELOADS: Counter Count "fray_tuning_reloads_total" ["result"];
    /// Reloads of the map that is played.
    MAP_RELOADS: Counter Count "fray_map_reloads_total" ["result"];
}

/// Tells the recorder what each of them is.
pub fn describe() {
    for Metric { name, kind, unit, about, .. } in METRICS {
        let about = about.trim();
        match kind {
            Kind::Counter => describe_counter!(*name, *unit, about),
            Kind::Gauge => describe_gauge!(*name, *unit, about),
            Kind::Histogram => describe_histogram!(*name, *unit, about),
        }
    }
}
