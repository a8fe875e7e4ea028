//! Chance, by our own integer code: the distributions of a library may change between its releases.
//!
//! Two kinds. What clients predict is drawn from [`mix`], which they compute too; what they must not know is drawn from
//! the world's own generator through [`below`].

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

/// 32 well-mixed bits of three numbers (the finaliser of MurmurHash3, Appleby 2011). The client mirrors it with
/// `Math.imul`.
pub fn mix(seed: u32, who: u32, count: u32) -> u32 {
    let mut h = seed ^ who.wrapping_mul(0x9e37_79b9) ^ count.wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// A number in `0..count`; zero when `count` is zero.
pub fn below(chance: &mut Pcg32, count: u32) -> u32 {
    ((u64::from(chance.next_u32()) * u64::from(count)) >> 32) as u32
}

/// `bits` spread evenly over `-width/2..=width/2`.
pub fn centred(bits: u32, width: i32) -> i32 {
    (((u64::from(bits) * (width.max(0) as u64 + 1)) >> 32) as i32) - width / 2
}
