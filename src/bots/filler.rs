//! Makes the bots of a room: a name from the theme, and a brain with its own seed. Ten of the names are characters.

use std::sync::Arc;

use super::brain::BotBrain;
use super::ladder::{self, Character};
use super::navigation::Atlas;
use super::skill::Part;
use crate::room::{Recruit, Recruiter};
use crate::sim::chance::mix;

/// What bots are called.
pub(super) const NAMES: &[&str] = &[
    "Bobbin", "Thimble", "Selvage", "Purl", "Tassel", "Skein", "Bodkin", "Gusset", "Darning", "Hank", "Picot", "Twill",
    "Heddle", "Lurex", "Mohair", "Ravel", "Spindle", "Worsted", "Cable", "Felt", "Gimp", "Knot", "Loop", "Merino",
    "Nap", "Organza", "Plait", "Quilt", "Ruche", "Shuttle", "Tuft", "Velour", "Warp", "Weft", "Yarrow", "Fringe",
    "Jersey", "Denim", "Chenille", "Braid", "Basting", "Applique", "Cotton", "Eyelet", "Frill", "Garter", "Hem",
    "Inkle", "Jacquard", "Kersey", "Lace", "Muslin", "Needle", "Oakum", "Pleat", "Rib", "Sash", "Tatting", "Voile",
    "Wool", "Boucle", "Crewel", "Damask", "Ecru",
];

/// Makes bots that share one atlas. The names of a room begin at a place that its seed chooses, and none comes twice
/// until all have.
pub fn recruiter(atlas: Arc<Atlas>) -> Recruiter {
    casting(atlas, Vec::new(), 0)
}

/// The same, where the first ones play these parts, and each two that differ in these bits of their number only change places.
pub fn casting(atlas: Arc<Atlas>, parts: Vec<Part>, swap: u32) -> Recruiter {
    Arc::new(move |seed, number| recruit(seed, number ^ swap, &parts, &atlas))
}

fn recruit(seed: u64, number: u32, parts: &[Part], atlas: &Arc<Atlas>) -> Recruit {
    let brain = BotBrain::playing(part(seed, number, parts), seed, number, atlas.clone());
    Recruit { name: name(seed, number).to_owned(), brain: Box::new(brain) }
}

/// What the bot with this number plays: what it was given, or else what its name stands for.
pub(super) fn part(seed: u64, number: u32, parts: &[Part]) -> Part {
    let given = parts.get(number as usize).copied();
    given.unwrap_or_else(|| ladder::named(name(seed, number)).map(Character::part).unwrap_or_default())
}

fn name(seed: u64, number: u32) -> &'static str {
    let start = mix((seed >> 32) as u32, seed as u32, 0x6e61_6d65);
    let count = NAMES.len() as u32;
    // A stride without a common factor with the count walks over all names.
    NAMES[((start % count + (number % count) * STRIDE) % count) as usize]
}

const STRIDE: u32 = 13;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_comes_twice_among_as_many_bots_as_a_room_holds() {
        let mut names: Vec<&str> = (0..64).map(|number| name(77, number)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 64.min(NAMES.len()));
        assert!(NAMES.iter().all(|name| name.len() <= 12));
    }

    #[test]
    fn rooms_differ_in_their_names() {
        let first = |seed| name(seed, 0);
        assert!((1..20).any(|seed| first(seed) != first(0)));
        assert_eq!(first(3), first(3));
    }
}
