//! The part of the table that says what happened: the events of a snapshot.

use crate::protocol::bits::{self, BitField, BitReader, Bitwise, Sink};
use crate::protocol::info::{FieldInfo, Kind, Layout, RecordInfo, UnionInfo};
use crate::protocol::macros::{bits, bits_union, fields, members};
use crate::protocol::malformed::Malformed;
use crate::protocol::wire::{Listed, NO_FIELD, Typed};

bits_union! {
    /// Something that happened.
    WireEvent {
        0 Spawned(Spawned),
        1 Dashed(Dashed),
        2 Pushed(Pushed),
        3 Fired(Fired),
        4 ShotEnded(ShotEnded),
        5 Reloading(Reloading),
        6 Hurt(Hurt),
        7 Killed(Killed),
        8 Bounced(Bounced),
        9 Lashed(Lashed),
        10 Slipped(Slipped),
        11 Refused(Refused),
        12 Charging(Charging),
        13 Switched(Switched),
        14 Dropped(Dropped),
        15 Wound(Wound),
        16 Blocked(Blocked),
        17 Snapback(Snapback),
        18 Broke(Broke),
        19 Picked(Picked),
    }
}

bits! {
    /// A body appeared.
    Spawned {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who.
        seat: u8 [0 63] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}

bits! {
    /// A dash began.
    Dashed {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who.
        seat: u8 [0 63] "";
        /// Where it began.
        x8: u16 [0 64000] "1/8 u";
        /// Where it began.
        y8: u16 [0 64000] "1/8 u";
        /// Where it goes.
        angle: u16 [0 65535] "1/65536 turn";
    }
}

bits! {
    /// An impulse carried the viewer's own body in that tick. Only the pushed one is told.
    Pushed {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Velocity added for that tick.
        ix: i32 [-770000 770000] "1/256 u/s";
        /// Velocity added for that tick.
        iy: i32 [-770000 770000] "1/256 u/s";
    }
}

bits! {
    /// A projectile left its shooter.
    Fired {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who shot.
        seat: u8 [0 63] "";
        /// The projectile's id.
        id: u16 [0 65535] "";
        /// The projectile's generation.
        generation: u8 [0 127] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// Where from.
        x8: u16 [0 64000] "1/8 u";
        /// Where from.
        y8: u16 [0 64000] "1/8 u";
        /// Where to, exactly.
        angle: u16 [0 65535] "1/65536 turn";
        /// How far it flew at once in that tick, beside the tick's own step: through what its shooter saw.
        forward: u8 [0 255] "ticks";
    }
}

bits! {
    /// A projectile is no more.
    ShotEnded {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// The projectile's id.
        id: u16 [0 65535] "";
        /// The projectile's generation.
        generation: u8 [0 127] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
        /// 0: at a wall. 1: as far as it reaches. 2: at a player. 3: at a shield.
        end: u8 [0 3] "";
        /// The player that it met, or whose shield; else nil.
        seat: Option<u8> [0 63] "";
        /// How far it would still have flown at once in that tick.
        forward: u8 [0 255] "ticks";
    }
}

bits! {
    /// A reload began.
    Reloading {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who.
        seat: u8 [0 63] "";
    }
}

bits! {
    /// A body was hurt.
    Hurt {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who was hit.
        seat: u8 [0 63] "";
        /// Who hit; nil where no player did.
        by: Option<u8> [0 63] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// Health taken.
        damage: u16 [0 1000] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
        /// How long ago the body was where the shooter's screen showed it; 0 where that was the present.
        seen: u16 [0 1000] "ms";
        /// For how long it has been behind cover since.
        covered: u16 [0 1000] "ms";
    }
}

bits! {
    /// A body died.
    Killed {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who died.
        seat: u8 [0 63] "";
        /// Who gets the kill, or nil.
        by: Option<u8> [0 63] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}

bits! {
    /// A projectile came back from a wall.
    Bounced {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// The projectile's id.
        id: u16 [0 65535] "";
        /// The projectile's generation.
        generation: u8 [0 127] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
        /// Where it flies now.
        angle: u16 [0 65535] "1/65536 turn";
        /// How far it still flew at once in that tick.
        forward: u8 [0 255] "ticks";
    }
}

bits! {
    /// A ray was shot.
    Lashed {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who shot.
        seat: u8 [0 63] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// Its line: the muzzle, where walls threw it back, and its end.
        corners: Vec<Corner> [2 4] "";
        /// Who slipped it, so that it went slack at its end; else nil.
        slack: Option<u8> [0 63] "";
    }
}

bits! {
    /// A corner of a line.
    Corner {
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}

bits! {
    /// SLIP: a dash through the line of a ray.
    Slipped {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who dashed.
        seat: u8 [0 63] "";
        /// Who shot.
        by: u8 [0 63] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}

bits! {
    /// A dash through a projectile.
    Refused {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who dashed.
        seat: u8 [0 63] "";
        /// Who shot.
        by: u8 [0 63] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}

bits! {
    /// A charge began.
    Charging {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who.
        seat: u8 [0 63] "";
    }
}

bits! {
    /// Another weapon was taken in hand. Only the own one is told.
    Switched {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Who.
        seat: u8 [0 63] "";
        /// Its slot.
        weapon: u8 [0 3] "";
    }
}

bits! {
    /// Thread fell. All are told.
    Dropped {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// The drop's name.
        id: u16 [0 65535] "";
        /// Whose thread it was.
        seat: u8 [0 63] "";
        /// Where it fell.
        x8: u16 [0 64000] "1/8 u";
        /// Where it fell.
        y8: u16 [0 64000] "1/8 u";
        /// Decides where its bits lie.
        seed: u32 [0 4294967295] "";
        /// All of it.
        amount: u16 [0 65535] "cm";
        /// How long it lies, from then on.
        lies: u16 [0 36000] "1/600 s";
        /// 1: THE GREAT UNRAVEL, the fall of the sole leader.
        great: u8 [0 1] "";
    }
}

bits! {
    /// A bit of loose thread was wound. All are told.
    Wound {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// The drop's name.
        id: u16 [0 65535] "";
        /// Which of its bits.
        bit: u8 [0 7] "";
        /// Who wound it.
        seat: u8 [0 63] "";
    }
}

bits! {
    /// Something was picked up. All are told.
    Picked {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Where: its index among the pickups of the map.
        pickup: u8 [0 63] "";
        /// Who has it.
        seat: u8 [0 63] "";
        /// How long from then on until it lies there again.
        wait: u16 [0 60000] "1/600 s";
    }
}

bits! {
    /// A shield stopped a hit.
    Blocked {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Whose shield.
        seat: u8 [0 63] "";
        /// Who shot.
        by: u8 [0 63] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// The damage that it stopped.
        damage: u16 [0 1000] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}

bits! {
    /// SNAPBACK: a shield sent a projectile back. It is another one from here on, of whoever holds the shield; the one that
    /// came has ended.
    Snapback {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Whose shield.
        seat: u8 [0 63] "";
        /// Who shot.
        by: u8 [0 63] "";
        /// The id of the projectile that flies back.
        id: u16 [0 65535] "";
        /// Its generation.
        generation: u8 [0 127] "";
        /// Slot of the weapon.
        weapon: u8 [0 3] "";
        /// Where it was after that tick.
        x8: u16 [0 64000] "1/8 u";
        /// Where it was after that tick.
        y8: u16 [0 64000] "1/8 u";
        /// Where to, exactly.
        angle: u16 [0 65535] "1/65536 turn";
    }
}

bits! {
    /// A shield broke.
    Broke {
        /// Before the snapshot's tick.
        ago: u8 [0 255] "ticks";
        /// Whose.
        seat: u8 [0 63] "";
        /// Where.
        x8: u16 [0 64000] "1/8 u";
        /// Where.
        y8: u16 [0 64000] "1/8 u";
    }
}
