//! The name of every metric, in one place, with what it counts. The exporter stands in `server`.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// Rooms that are open.
pub const ROOMS: &str = "fray_rooms";
/// Rooms that ended, by `why`.
pub const ROOMS_ENDED: &str = "fray_rooms_ended_total";
/// Connections that are open.
pub const SESSIONS: &str = "fray_sessions";
/// Seats that people fill.
pub const PEOPLE: &str = "fray_people";
/// Ticks that were run.
pub const TICKS: &str = "fray_ticks_total";
/// Ticks that never happened because a room was held up.
pub const TICKS_SKIPPED: &str = "fray_ticks_skipped_total";
/// How late ticks start.
pub const TICK_LATENESS: &str = "fray_tick_lateness_seconds";
/// How long ticks take.
pub const TICK_TIME: &str = "fray_tick_seconds";
/// Snapshots that were queued.
pub const SNAPSHOTS: &str = "fray_snapshots_total";
/// Snapshots that were due for a viewer that was behind.
pub const SNAPSHOTS_SKIPPED: &str = "fray_snapshots_skipped_total";
/// Bytes written to clients.
pub const BYTES_SENT: &str = "fray_bytes_sent_total";
/// Messages read from clients, pings and the like included.
pub const MESSAGES: &str = "fray_messages_received_total";
/// Packets dropped because a room's inbox was full.
pub const INBOX_FULL: &str = "fray_inbox_full_total";
/// Sockets that the watchdog shut because their session could not.
pub const SOCKETS_SHUT: &str = "fray_sockets_shut_total";
/// Connections closed, by `reason`, and by `what` was malformed.
pub const CLOSES: &str = "fray_closes_total";
/// Requests refused before the upgrade, by `reason`.
pub const REFUSALS: &str = "fray_refusals_total";
/// Commands of clients, by whether they were `heeded`: rooms other than sandboxes heed none.
pub const COMMANDS: &str = "fray_commands_total";
/// Reloads of the tuning file, by `result`.
pub const TUNING_RELOADS: &str = "fray_tuning_reloads_total";

/// Tells the recorder what each of them is.
pub fn describe() {
    describe_gauge!(ROOMS, "rooms that are open");
    describe_counter!(ROOMS_ENDED, "rooms that ended, by why");
    describe_gauge!(SESSIONS, "connections that are open");
    describe_gauge!(PEOPLE, "seats that people fill");
    describe_counter!(TICKS, "ticks that were run");
    describe_counter!(TICKS_SKIPPED, "ticks that never happened because a room was held up");
    describe_histogram!(TICK_LATENESS, Unit::Seconds, "how late ticks start");
    describe_histogram!(TICK_TIME, Unit::Seconds, "how long ticks take");
    describe_counter!(SNAPSHOTS, "snapshots that were queued");
    describe_counter!(SNAPSHOTS_SKIPPED, "snapshots that were due for a viewer that was behind");
    describe_counter!(BYTES_SENT, Unit::Bytes, "bytes written to clients");
    describe_counter!(MESSAGES, "messages read from clients, pings and the like included");
    describe_counter!(INBOX_FULL, "packets dropped because a room's inbox was full");
    describe_counter!(SOCKETS_SHUT, "sockets that the watchdog shut because their session could not");
    describe_counter!(CLOSES, "connections closed, by reason, and by what was malformed");
    describe_counter!(REFUSALS, "requests refused before the upgrade, by reason");
    describe_counter!(COMMANDS, "commands of clients, by whether they were heeded");
    describe_counter!(TUNING_RELOADS, "reloads of the tuning file, by result");
}
