//! `tests/golden/grid.json`: directions, angles and mixed bits that both sides must compute to the last bit.

use fray::sim::chance::{centred, mix};
use fray::sim::grid::{Angle, Vec2};
use serde_json::{Value, json};

use crate::golden;

/// Offsets in an odd order of magnitude, so that every octant, both axes and halves of them occur.
fn vectors() -> impl Iterator<Item = (f64, f64)> {
    (0..240u32).map(|i| {
        let part = |salt| f64::from(mix(7, salt, i) as i32 >> 12) / 64.0;
        match i {
            0 => (0.0, 0.0),
            1 => (3.5, 0.0),
            2 => (0.0, -3.5),
            3 => (-2.0, -2.0),
            _ => (part(1), part(2)),
        }
    })
}

#[test]
fn grid_vectors_are_fresh() {
    let directions: Vec<Value> = (0..=65535u32)
        .step_by(257)
        .map(|turn| {
            let way = Angle(turn as u16).direction();
            json!([turn, way.x, way.y])
        })
        .collect();
    let angles: Vec<Value> = vectors().map(|(x, y)| json!([x, y, Angle::of(Vec2::new(x, y)).0])).collect();
    let mixed: Vec<Value> = (0..64u32)
        .map(|i| {
            let bits = mix(i.wrapping_mul(0x1234_5677), i % 9, i);
            json!([i.wrapping_mul(0x1234_5677), i % 9, i, bits, centred(bits, (i * 37) as i32)])
        })
        .collect();
    golden::check("grid.json", &[("directions", directions), ("angles", angles), ("mixed", mixed)]);
}
