//! The solid tiles of a layer: their outline as walls, their area as few rectangles.
//!
//! ```text
//! . . . .        ┌───┐ walls: each straight stretch of the outline one
//! . # # .   ─▶   │   │
//! . # . .        │ ┌─┘ covers: as wide as the first row allows, then as high as the width allows
//! . . . .        └─┘
//! ```

use crate::sim::map::{CELL, Cover, Wall};

/// The solid tiles of a layer.
pub struct Solid {
    columns: i32,
    rows: i32,
    tiles: Vec<bool>,
}

impl Solid {
    /// A layer without a solid tile.
    pub fn none(columns: i32, rows: i32) -> Solid {
        Solid { columns, rows, tiles: vec![false; (columns * rows) as usize] }
    }

    /// Makes a tile of the map solid.
    pub fn fill(&mut self, (column, row): (i32, i32)) {
        self.tiles[(row * self.columns + column) as usize] = true;
    }

    fn at(&self, column: i32, row: i32) -> bool {
        let inside = (0..self.columns).contains(&column) && (0..self.rows).contains(&row);
        inside && self.tiles[(row * self.columns + column) as usize]
    }

    /// The outline, each straight stretch one wall. The sides of the map are walls already.
    pub fn walls(&self) -> Vec<Wall> {
        let mut walls = Vec::new();
        for row in 1..self.rows {
            for (from, to) in stretches(self.columns, |column| self.at(column, row - 1) != self.at(column, row)) {
                walls.push(Wall(from * CELL, row * CELL, to * CELL, row * CELL));
            }
        }
        for column in 1..self.columns {
            for (from, to) in stretches(self.rows, |row| self.at(column - 1, row) != self.at(column, row)) {
                walls.push(Wall(column * CELL, from * CELL, column * CELL, to * CELL));
            }
        }
        walls
    }

    /// The area as few rectangles: each as wide as its first row allows, then as high as its width allows.
    pub fn covers(&self) -> Vec<Cover> {
        let mut covers = Vec::new();
        let mut taken = vec![false; self.tiles.len()];
        for row in 0..self.rows {
            for column in 0..self.columns {
                let open = |c: i32, r: i32| self.at(c, r) && !taken[(r * self.columns + c) as usize];
                if !open(column, row) {
                    continue;
                }
                let right = (column..).find(|c| !open(*c, row)).unwrap_or(column);
                let bottom = (row..).find(|r| !(column..right).all(|c| open(c, *r))).unwrap_or(row);
                for r in row..bottom {
                    taken[(r * self.columns + column) as usize..(r * self.columns + right) as usize].fill(true);
                }
                covers.push(Cover(column * CELL, row * CELL, (right - column) * CELL, (bottom - row) * CELL));
            }
        }
        covers
    }
}

/// The stretches of `0..count` on which `on` holds.
fn stretches(count: i32, on: impl Fn(i32) -> bool) -> Vec<(i32, i32)> {
    let mut stretches = Vec::new();
    let mut from = None;
    for i in 0..=count {
        match (from, i < count && on(i)) {
            (None, true) => from = Some(i),
            (Some(start), false) => {
                stretches.push((start, i));
                from = None;
            }
            _ => (),
        }
    }
    stretches
}
