//! Which byte was changed, when a CRC-32 no longer fits.
//!
//! The checksum is linear: one changed byte shifts it by a pattern that depends on the change and on how many bytes follow,
//! and on nothing else. So the pattern is unwound from the end, byte by byte, until it is one that a single byte makes.

/// The polynomial of CRC-32 (ISO 3309), its bits mirrored.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// What each value of a byte makes of an empty register.
const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut register = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            register = if register & 1 == 1 { register >> 1 ^ POLYNOMIAL } else { register >> 1 };
            bit += 1;
        }
        table[byte] = register;
        byte += 1;
    }
    table
}

/// The index whose entry has this uppermost byte; no two have the same.
const BY_TOP: [u8; 256] = by_top();

const fn by_top() -> [u8; 256] {
    let mut by_top = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        by_top[(TABLE[byte] >> 24) as usize] = byte as u8;
        byte += 1;
    }
    by_top
}

/// The place of the one byte whose change explains that `bytes` and the checksum stored behind them do not fit, and what
/// belongs there. `None` if no single byte does, or several would.
pub fn changed_byte(bytes: &[u8], stored: u32) -> Option<(usize, u8)> {
    let mut pattern = crc32fast::hash(bytes) ^ stored;
    let mut found =
        in_checksum(pattern).map(|at| (bytes.len() + at, stored.to_le_bytes()[at] ^ pattern.to_le_bytes()[at]));
    for (at, byte) in bytes.iter().enumerate().rev() {
        let index = BY_TOP[(pattern >> 24) as usize];
        let rest = pattern ^ TABLE[usize::from(index)];
        if rest == 0 && found.replace((at, byte ^ index)).is_some() {
            return None;
        }
        pattern = rest << 8 | u32::from(index);
    }
    found
}

/// The byte of the stored checksum itself, if it alone differs.
fn in_checksum(pattern: u32) -> Option<usize> {
    let bytes = pattern.to_le_bytes();
    let mut changed = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0);
    let (at, _) = changed.next()?;
    changed.next().is_none().then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_one_byte_is_found() {
        let bytes: Vec<u8> = (0..300_u32).map(|i| (i * i) as u8).collect();
        let stored = crc32fast::hash(&bytes);
        for at in 0..bytes.len() {
            for mask in [1, 0x80, 0x5a, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= mask;
                assert_eq!(changed_byte(&changed, stored), Some((at, bytes[at])), "{at} {mask}");
            }
        }
    }

    #[test]
    fn a_change_of_the_checksum_itself_is_found() {
        let bytes = b"taut".as_slice();
        let stored = crc32fast::hash(bytes);
        for at in 0..4 {
            let belongs = stored.to_le_bytes()[at];
            assert_eq!(changed_byte(bytes, stored ^ (0x21 << (8 * at))), Some((4 + at, belongs)));
        }
    }

    #[test]
    fn changes_of_several_bytes_are_not_blamed_on_one() {
        let bytes: Vec<u8> = (0..200_u8).collect();
        let mut changed = bytes.clone();
        (changed[3], changed[150]) = (77, 78);
        assert_eq!(changed_byte(&changed, crc32fast::hash(&bytes)), None);
    }
}
