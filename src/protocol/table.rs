//! The table of the protocol: every message and record, with number, fields in order, type, limits, unit and meaning.
//!
//! `[min max]` bounds an integer, the bytes of a text, or the count of a list. The structs, both directions of the
//! codec, the client's types and codec, and the tables of `PROTOCOL.md` are written from here. A change of anything that
//! reaches the wire is a new [`super::VERSION`], but for the goodbye, whose bytes never change.

mod ballot;
mod events;
mod talk;

pub use ballot::*;
pub use events::*;
pub use talk::*;

use serde::de::SeqAccess;
use serde::ser::{Serialize, SerializeTuple, Serializer};

use super::bits::{self, BitField, BitReader, Bitwise, Sink};
use super::info::{FieldInfo, Kind, Layout, RecordInfo, UnionInfo};
use super::macros::{bits, entity, fields, members, record, union};
use super::malformed::Malformed;
use super::scalar::Param;
use super::wire::{self, Listed, NO_FIELD, Place, Record, Slip, Typed, Wire};

union! {
    /// What a client sends.
    ClientMessage {
        1 Hello(Hello),
        2 Input(InputMessage),
        3 Ack(Ack),
        4 Command(Command),
        5 KeyframeRequest(KeyframeRequest),
        6 Vote(Vote),
        7 Say(Say),
        8 Moderate(Moderate),
        9 Follow(Follow),
        10 Host(Host),
        11 Screen(Screen),
    }
}

union! {
    /// What a server sends.
    ServerMessage {
        0 Goodbye(Goodbye),
        10 Welcome(Welcome),
        11 Match(Match),
        12 Roster(Roster),
        13 Scores(Scores),
        14 Tuning(TuningMessage),
        15 Snapshot(SnapshotMessage),
        16 Loose(Loose),
        17 Sandbox(Sandbox),
        18 Pings(Pings),
        19 Said(Said),
        20 Ballot(Ballot),
        21 Hosting(Hosting),
        22 Hushed(Hushed),
    }
}

record! {
    /// The first message of a client, once.
    Hello {
        /// The version of the protocol that the client speaks.
        version: u16 [0 65535] "";
        /// The build of the client, for the operator's eyes.
        build: String [0 40] "";
        /// The name that others see. The server trims it, and replaces an empty one.
        name: String [0 48] "";
        /// To take a held seat again: the newest token that was got for it, and its room's code in `room`. Else nil.
        token: Option<[u8; 32]> [32 32] "";
        /// Width of the picture divided by its height.
        aspect: u16 [450 2334] "1/1000";
        /// The code of the room to join, or nil for quick play.
        room: Option<String> [5 5] "";
        /// 0: play. 1: watch without a seat.
        watch: u8 [0 1] "";
        /// 1: open a room for oneself and those who come by its code; `room` and `token` are nil then. Else 0.
        private: u8 [0 1] "";
        /// 16 random bytes that the client keeps, by which its player is known again; nil: nobody is.
        person: Option<[u8; 16]> [16 16] "";
    }
}

record! {
    /// What the player did in the ticks that end at the head, which is `ack + ahead`.
    InputMessage {
        /// The tick of the newest snapshot received.
        ack: u32 [0 4294967295] "tick";
        /// From there to the head.
        ahead: u16 [0 600] "ticks";
        /// The older of the two snapshots that the screen was drawn between is `ack - seen_back`; the newer is the next one sent after it.
        seen_back: u16 [0 65535] "ticks";
        /// How far between the two the screen was drawn.
        seen_fraction: u8 [0 16] "1/16";
        /// What was held, oldest first. The last run ends at the head; if it is neutral it holds until the next message.
        runs: Vec<Run> [1 16] "";
    }
}

bits! {
    /// The same input in consecutive ticks.
    Run {
        /// How many.
        ticks: u8 [1 255] "ticks";
        /// What is held: 1 fire, 2 dash, 4 reload, 8 shield; and 16 times the slot of the weapon that is wanted in hand.
        held: u8 [0 63] "sum of flags";
        /// Where to walk: 0 stands still; `1 + d + 64·s` walks in direction d of 64 with strength 1, 2/3 or 1/3 (s = 0, 1, 2).
        walk: u8 [0 192] "";
        /// Where to aim; 0 is right, a quarter turn is down.
        aim: u16 [0 65535] "1/65536 turn";
    }
}

record! {
    /// Nothing but an acknowledgement.
    Ack {
        /// The tick of the newest snapshot received.
        tick: u32 [0 4294967295] "tick";
        /// 1: the page is hidden, one snapshot a second is enough for it. 0: it is shown, as an input says as well.
        hidden: u8 [0 1] "";
    }
}

record! {
    /// An order to a sandbox. Other rooms ignore it.
    Command {
        /// 0: pause, or go on. 1: pause, or one tick. 2: quarter pace, or full. 3: a dummy comes. 4: refill me. 5: a bot comes. 6: all bots die and leave.
        what: u8 [0 6] "";
        /// The name of the persona of a bot that is to come, else empty.
        arg: String [0 24] "";
    }
}

record! {
    /// The client cannot go on from what it holds.
    KeyframeRequest {
        /// 0: a snapshot leans on one that it does not hold. 1: the sum of all hashes is another one than its own.
        why: u8 [0 1] "";
    }
}

record! {
    /// Whom one looks on with while one is dead: snapshots show what is around that player until the own body is back. Of the
    /// living it is ignored; who watches without a seat sees everything anyway.
    Follow {
        /// The seat; nil: where the own body died.
        seat: Option<u8> [0 63] "";
    }
}

record! {
    /// The picture has another shape than it had: a phone was turned, a window grew.
    Screen {
        /// Width of the picture divided by its height.
        aspect: u16 [450 2334] "1/1000";
    }
}

record! {
    /// Why the server closes the connection right after it. These bytes are the same in every version.
    Goodbye {
        /// The close code: see the table of close codes.
        code: u16 [1000 4999] "";
        /// Its parameters, each a number or a text of at most 40 bytes.
        params: Vec<Param> [0 4] "";
    }
}

record! {
    /// Where the client is. The first message of a server that accepts.
    Welcome {
        /// The build of the server.
        build: String [0 40] "";
        /// The server's node.
        node: u16 [0 65535] "";
        /// The room's number on that node.
        room: u32 [0 4294967295] "";
        /// Grows with each owner of the room. Ticks and entity ids mean something within one room, epoch and match only.
        epoch: u32 [0 4294967295] "";
        /// The seat, nil for a viewer without one.
        seat: Option<u8> [0 63] "";
        /// The room's code, as in the address.
        code: String [5 5] "";
        /// Seats of the room.
        seats: u8 [1 64] "";
        /// The map's hash: the map is at `/maps/<hash>.json`.
        map: String [16 16] "";
        /// A token to take the seat again after a lost connection; nil without a seat, and from a server that holds none.
        token: Option<[u8; 32]> [32 32] "";
        /// How long the seat is held then.
        hold: u16 [0 3600] "s";
        /// How long it is where the page had said that it is hidden.
        hold_hidden: u16 [0 3600] "s";
        /// The name of the modelled link that lies between, as a test has it; nil where there is none.
        link: Option<String> [1 24] "";
    }
}

record! {
    /// The match that is on, at its start, at its end, and after the welcome.
    Match {
        /// Counts the matches of the room.
        number: u32 [0 4294967295] "";
        /// The tick at which this was true.
        tick: u32 [0 4294967295] "tick";
        /// The public seed: it decides the spread of shots.
        seed: u32 [0 4294967295] "";
        /// The hash of the map that it is played on, as in the welcome; another one than before when it was drawn anew.
        map: String [16 16] "";
        /// 0: running. 1: its result is shown. 2: warm-up, nobody is hurt. 3: sudden death, until somebody leads.
        phase: u8 [0 3] "";
        /// What was left of the phase.
        left: u32 [0 4294967295] "1/600 s";
        /// What it is played for. 0: everybody for themselves. 1: Tug, two teams and one rope.
        mode: u8 [0 1] "";
        /// The winner's seat, or the winning team; nil while it runs, and on a draw.
        winner: Option<u8> [0 63] "";
        /// What ended it. 0: nothing yet. 1: the goal. 2: time. 3: sudden death.
        ended: u8 [0 3] "";
    }
}

record! {
    /// Who fills the seats, whenever that changes.
    Roster {
        /// All players, by seat.
        players: Vec<RosterPlayer> [0 64] "";
    }
}

record! {
    /// Who fills a seat.
    RosterPlayer {
        /// The seat.
        seat: u8 [0 63] "";
        /// The player's name.
        name: String [0 48] "";
        /// The team, 0 or 1; nil where everybody plays for themselves.
        team: Option<u8> [0 1] "";
        /// 0: a person, or whoever is at the other end of a connection. 1: a bot. 2: a bot, for a person who does nothing. 3: a person whose connection is lost; the seat is held.
        bot: u8 [0 3] "";
        /// By which a person is known again in any room, so that who was muted stays so; 0: by nothing.
        mark: u32 [0 4294967295] "";
    }
}

record! {
    /// The scores, when one has changed, at most four times a second.
    Scores {
        /// All players, by seat.
        scores: Vec<Score> [0 64] "";
    }
}

record! {
    /// A player's score.
    Score {
        /// The seat.
        seat: u8 [0 63] "";
        /// Thread: the length of the tail. Who has most wins.
        thread: u16 [0 65535] "cm";
        /// The longest that it was in this match.
        longest: u16 [0 65535] "cm";
        /// Others killed in this match.
        kills: u16 [0 65535] "";
        /// Times died in this match.
        deaths: u16 [0 65535] "";
    }
}

record! {
    /// How long the way to each person and back takes, every two seconds of world time, to all viewers, with a seat or
    /// without; not sent where no person's is known yet. It replaces what was known.
    Pings {
        /// The persons whose way is known, by seat.
        pings: Vec<Ping> [0 64] "";
    }
}

record! {
    /// A person's way from the server and back.
    Ping {
        /// The seat.
        seat: u8 [0 63] "";
        /// The fastest of its last 32, from a snapshot to its acknowledgement, which may have waited at the client.
        ms: u16 [0 65535] "ms";
    }
}

record! {
    /// The values that a designer turns.
    TuningMessage {
        /// They hold from the step of this tick on.
        tick: u32 [0 4294967295] "tick";
        /// All but those of weapons and personas, in the order of the table of tuning.
        values: Vec<i32> [1 256] "";
        /// The weapons, by slot.
        weapons: Vec<WeaponValues> [1 4] "";
        /// The personas of bots.
        personas: Vec<PersonaValues> [1 8] "";
    }
}

record! {
    /// The values of a weapon.
    WeaponValues {
        /// Its name.
        name: String [1 24] "";
        /// 0: projectile. 1: ray.
        kind: u8 [0 1] "";
        /// In the order of the table of its kind.
        values: Vec<i32> [1 32] "";
    }
}

record! {
    /// The values of a persona.
    PersonaValues {
        /// Its name.
        name: String [1 24] "";
        /// In the order of the table of personas.
        values: Vec<i32> [1 16] "";
    }
}

record! {
    /// All loose thread, and what there is to pick up: after the welcome, at the start of a match, and where events were lost.
    /// It replaces what was known.
    Loose {
        /// In the order in which it fell.
        drops: Vec<LooseDrop> [0 256] "";
        /// For each of the pickups of the map until it lies there; 0: it does.
        waits: Vec<i32> [0 64] "1/600 s";
    }
}

record! {
    /// Thread that lies about. Where its bits lie follows from its place, its seed and the map.
    LooseDrop {
        /// Its name.
        id: u16 [0 65535] "";
        /// Whose thread it was.
        seat: u8 [0 63] "";
        /// Where it fell.
        x8: u16 [0 64000] "1/8 u";
        /// Where it fell.
        y8: u16 [0 64000] "1/8 u";
        /// Decides where its bits lie.
        seed: u32 [0 4294967295] "";
        /// All of it when it fell.
        amount: u16 [0 65535] "cm";
        /// One bit for each of its eight bits that still lies.
        left: u8 [0 255] "sum of flags";
        /// Since it fell.
        age: u16 [0 36000] "1/600 s";
        /// Until what is left of it is gone.
        lies: u16 [0 36000] "1/600 s";
        /// 1: the thread of a great unravel.
        great: u8 [0 1] "";
    }
}

record! {
    /// The room is a sandbox: after the welcome, and when its pace changes. Other rooms never send it.
    Sandbox {
        /// How fast its time runs; 0: it is paused, and each tick is ordered.
        pace: u8 [0 4] "1/4";
    }
}

record! {
    /// The world after the step of a tick, as far as this viewer may see it: what is new of it since another snapshot.
    SnapshotMessage {
        /// The tick.
        tick: u32 [0 4294967295] "tick";
        /// 1: keyframe, needs nothing before it. 2: the schedule moved, anchor the clock anew. 4: since the snapshot before a tick was computed for which no input had come. 8: since then an input came after its tick, or too long before. 16: the body ends with the sum of all hashes. And 32 times the step of the viewer's rate: 0 all snapshots of the room, 1 half, 2 a third of them, 3 one at a time.
        flags: u8 [0 127] "sum of flags";
        /// How long before its use the latest of the input heads that came since the snapshot before came; negative: too late.
        lead: i16 [-32 127] "ticks";
        /// Since the snapshot that it leans on; 0 in a keyframe.
        since: u16 [0 65535] "ticks";
        /// Own block, players, events and projectiles, in bits.
        body: Vec<u8> [1 32768] "";
    }
}

fields! { Bits
    /// A snapshot as its receiver has rebuilt it.
    Snapshot {
        /// The tick.
        tick: u32 [0 4294967295] "tick";
        /// As in the message.
        flags: u8 [0 127] "sum of flags";
        /// As in the message.
        lead: i16 [-32 127] "ticks";
        /// The viewer's own player; nil without a seat.
        own: Option<Own> [0 1] "";
        /// The other players in view, by seat.
        players: Vec<PlayerPiece> [0 64] "";
        /// The projectiles in view, by id and generation.
        shots: Vec<ShotPiece> [0 1024] "";
        /// What happened since the snapshot before.
        events: Vec<WireEvent> [0 255] "";
    }
}

entity! {
    /// The viewer's own player, exact on the grid of the state, all times from the snapshot's world time.
    Own {
        /// Place of the centre.
        x: i32 [0 2048000] "1/256 u";
        /// Place of the centre.
        y: i32 [0 2048000] "1/256 u";
        /// Velocity. A little above the greatest dash: the sine is good to 4e-6.
        vx: i32 [-770000 770000] "1/256 u/s";
        /// Velocity.
        vy: i32 [-770000 770000] "1/256 u/s";
        /// Buttons held in the last tick: 1 fire, 2 dash, 4 reload, 8 shield; and 16 times the slot of the weapon in hand.
        held: u8 [0 63] "sum of flags";
        /// 0: no dash. Else 1 + what is left of it: at 1 it is over, and the next step brakes it to walking speed.
        dash: u16 [0 601] "1/600 s";
        /// Where the dash goes, or the last one went.
        dash_angle: u16 [0 65535] "1/65536 turn";
        /// Until the next dash may begin.
        dash_wait: u16 [0 36000] "1/600 s";
        /// Health left.
        health: u16 [0 1000] "";
        /// Shots left before a reload, a byte for each slot, slot 0 in the lowest.
        clips: u32 [0 4294967295] "";
        /// Until the next shot may leave or a charge begin; negative: so long it could have, -60: or longer.
        fire_wait: i16 [-60 6000] "1/600 s";
        /// 0: neither reload nor charge. Above: 1 + what is left of a reload; at 1 it is over, and the next step fills the clip. Below: -1 - how long a charge has been under way.
        busy: i16 [-3001 12001] "1/600 s";
        /// Energy left in the shield.
        energy: u16 [0 60000] "1/600";
        /// 0: the shield is down. Above: it is up, 1 + for how long, 1201: or longer. Below: it broke, and is out for -1 - so long.
        shield: i16 [-18001 1201] "1/600 s";
        /// Until it begins to fill again.
        mends: u16 [0 6000] "1/600 s";
        /// Projectiles and rays of the match so far, modulo 256.
        shots: u8 [0 255] "";
        /// 0 or more: alive, hits are refused so long. Below: dead, returns in -1 - life.
        life: i16 [-18001 6000] "1/600 s";
    }
}

entity! {
    /// A player as everybody may see it.
    PlayerPiece {
        /// The seat.
        seat: u8 [0 63] "";
        /// Place of the centre.
        x8: u16 [0 64000] "1/8 u";
        /// Place of the centre.
        y8: u16 [0 64000] "1/8 u";
        /// Where it aims.
        aim: u8 [0 255] "1/256 turn";
        /// While it charges, how far beyond that it aims; else 0.
        fine: u8 [0 255] "1/65536 turn";
        /// Health left.
        health: u16 [0 1000] "";
        /// 1 alive, 2 refuses hits, 4 dashing, 8 reloading, 16 charging, 32 behind a shield that is held where it aims; and 64 times the slot of the weapon in hand.
        flags: u8 [0 255] "sum of flags";
        /// Thread: the length of the tail.
        thread: u16 [0 6554] "dm";
    }
}

entity! {
    /// A projectile in flight.
    ShotPiece {
        /// Its id; used again after 2 s, with the next generation.
        id: u16 [0 65535] "";
        /// Its generation.
        generation: u8 [0 127] "";
        /// Who shot it.
        seat: u8 [0 63] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// Where it is.
        x8: u16 [0 64000] "1/8 u";
        /// Where it is.
        y8: u16 [0 64000] "1/8 u";
        /// Where it flies.
        angle: u16 [0 65535] "1/65536 turn";
        /// It was there so long before the snapshot.
        ago: u16 [0 65535] "ticks";
    }
}
