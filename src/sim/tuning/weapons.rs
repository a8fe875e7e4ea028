//! Weapons: their kinds, and what is turned in each.

use serde::{Deserialize, Serialize};

use super::{Scalar, Unit};

group! {
    /// A weapon that shoots projectiles.
    Projectile PROJECTILE "weapons.*" {
        damage Count 0.0..=1000.0 "Health that a hit of each projectile takes.";
        rate PerSecond 0.1..=30.0 "Shots a second while fire is held.";
        speed Speed 50.0..=5000.0 "Speed of a projectile.";
        radius Length 0.0..=40.0 "Radius of a projectile against bodies.";
        reach Length 20.0..=8000.0 "How far a projectile flies.";
        clip Count 1.0..=200.0 "Shots before a reload.";
        reload Seconds 0.0..=20.0 "How long a reload takes.";
        draw Seconds 0.0..=5.0 or 0.2 "From taking it in hand to its first shot.";
        spread Degrees 0.0..=90.0 or 0.0 "Width of the cone that shots scatter in.";
        pellets Count 1.0..=16.0 or 1.0 "Projectiles of one shot; each hits and pushes by itself.";
        bounces Count 0.0..=8.0 or 0.0 "How often a projectile comes back from a wall.";
        blast_damage Count 0.0..=1000.0 or 0.0 "Health that its end takes from all around but its owner.";
        blast_radius Length 0.0..=400.0 or 0.0 "How far around that is; 0 for no blast.";
        push Speed 0.0..=1000.0 or 0.0 "How fast a hit sends a body off; a blast sends its owner off, too.";
        found Count 0.0..=1.0 or 0.0 "1: it has to be found, has one clip, and is gone when that is empty.";
        look Look 0.0..=3.0 or 0.0 "What it looks like.";
    }
}

group! {
    /// A weapon that charges, shows its line, and then hits along it at once.
    Ray RAY "weapons.*" {
        damage Count 0.0..=1000.0 "Health that a hit takes.";
        charge Seconds 0.0..=5.0 "How long fire is held before it shoots; all see its line meanwhile.";
        pace Share 0.1..=1.0 or 1.0 "How fast its owner walks meanwhile.";
        radius Length 0.0..=40.0 or 0.0 "Half the width of the ray against bodies.";
        reach Length 20.0..=8000.0 "How far it goes.";
        clip Count 1.0..=200.0 or 1.0 "Shots before a reload.";
        reload Seconds 0.0..=20.0 "How long a reload takes.";
        draw Seconds 0.0..=5.0 or 0.2 "From taking it in hand to its first charge.";
        pierce Count 0.0..=8.0 or 0.0 "How many bodies it goes through.";
        pierced_damage Count 0.0..=1000.0 or 0.0 "Health that a hit takes after the first body.";
        bounces Count 0.0..=2.0 or 0.0 "How often it comes back from a wall.";
        bounce_share Share 0.0..=1.0 or 1.0 "What is left of its damage after each.";
        push Speed 0.0..=1000.0 or 0.0 "How fast a hit sends a body off.";
        found Count 0.0..=1.0 or 0.0 "1: it has to be found, has one clip, and is gone when that is empty.";
        look Look 0.0..=3.0 or 1.0 "What it looks like.";
    }
}

/// A kind of weapon, as the rules know it; a weapon's name never matters to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeaponKind {
    /// A body of its own that flies straight until it meets something: `kind = "projectile"`.
    Projectile(Projectile),
    /// A line that is there at once: `kind = "ray"`.
    Ray(Ray),
}

/// What the kinds are called in files and by clients, by their number on the wire.
pub const KINDS: &[&str] = &["projectile", "ray"];

impl WeaponKind {
    /// The scalars of the kind with this number.
    pub fn scalars(number: usize) -> Option<&'static [Scalar]> {
        [PROJECTILE, RAY].get(number).copied()
    }

    /// The kind with this number, from stored integers in table order; `None` when either is not of this build.
    pub fn from_values(number: usize, values: &[i32]) -> Option<WeaponKind> {
        match number {
            0 => Projectile::from_values(values).map(WeaponKind::Projectile),
            1 => Ray::from_values(values).map(WeaponKind::Ray),
            _ => None,
        }
    }

    /// Its number, and its stored integers in table order.
    pub fn values(&self) -> (usize, Vec<i32>) {
        match self {
            WeaponKind::Projectile(values) => (0, values.values()),
            WeaponKind::Ray(values) => (1, values.values()),
        }
    }
}

/// One `[weapons.NAME]` table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weapon {
    /// NAME: lower case letters, digits and `_`, at most [`NAME_MAX`](super::NAME_MAX) bytes.
    pub name: String,
    /// What it does.
    pub kind: WeaponKind,
}

impl Weapon {
    /// Shots of a full clip.
    pub fn clip(&self) -> u8 {
        let clip = match &self.kind {
            WeaponKind::Projectile(weapon) => weapon.clip,
            WeaponKind::Ray(weapon) => weapon.clip,
        };
        clip.clamp(0, u8::MAX.into()) as u8
    }

    /// How long a reload takes.
    pub fn reload(&self) -> i32 {
        match &self.kind {
            WeaponKind::Projectile(weapon) => weapon.reload,
            WeaponKind::Ray(weapon) => weapon.reload,
        }
    }

    /// True for one that has to be found.
    pub fn is_found(&self) -> bool {
        let found = match &self.kind {
            WeaponKind::Projectile(weapon) => weapon.found,
            WeaponKind::Ray(weapon) => weapon.found,
        };
        found != 0
    }
}
