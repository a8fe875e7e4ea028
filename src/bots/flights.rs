//! Projectiles as a client knows them: told once, and flown on from there.

use crate::protocol::event::eighths;
use crate::protocol::{ShotPiece, Snapshot};
use crate::sim::grid::units;
use crate::sim::time::TIME_PER_SECOND;
use crate::sim::tuning::WeaponKind;
use crate::sim::{Angle, Tuning, Vec2};

/// Flies every projectile of a rebuilt snapshot to where it is in it, as a bot of the room is shown it.
pub fn fly(snapshot: &mut Snapshot, tuning: &Tuning) {
    let step = f64::from(tuning.step().0) / f64::from(TIME_PER_SECOND);
    for shot in snapshot.shots.iter_mut().filter(|shot| shot.ago > 0) {
        let Some(WeaponKind::Projectile(weapon)) = tuning.weapon(shot.weapon).map(|weapon| &weapon.kind) else {
            continue;
        };
        let flown = units(weapon.speed) * step * f64::from(shot.ago);
        let told = Vec2::new(f64::from(shot.x8) / 8.0, f64::from(shot.y8) / 8.0);
        let (x8, y8) = eighths((told + Angle(shot.angle).direction() * flown).snap());
        *shot = ShotPiece { x8, y8, ago: 0, ..shot.clone() };
    }
}
