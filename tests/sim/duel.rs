//! Two or three players in a row, facing east: for proofs about what weapons do.

use std::sync::Arc;

use fray::sim::map::Wall;
use fray::sim::{Angle, Entry, Event, Input, Map, SeatId, Tick, Time, Tuning, Vec2, World, step};

use crate::support::{field, first_weapon, tuning};

pub const A: SeatId = SeatId(0);
pub const B: SeatId = SeatId(1);
pub const C: SeatId = SeatId(2);
pub const EAST: Angle = Angle(0);

pub struct Duel {
    pub world: World,
    pub map: Arc<Map>,
    pub tuning: Tuning,
    pub events: Vec<Event>,
}

impl Duel {
    /// A at (200, 300), B to the east of it at (x, 300), both past their protection, no spread.
    pub fn new(x: i32, walls: &[Wall]) -> Duel {
        let mut file = field(1600, 600, &[(200, 300), (1400, 300)]).file.clone();
        file.walls.extend(walls);
        let mut tuning = tuning();
        tuning.life.protection = 0;
        first_weapon(&mut tuning).spread = 0;
        let map = crate::support::map(file);
        let world = World::new(7, Tick(0), Time(0), &map, &tuning);
        let mut duel = Duel { world, map, tuning, events: Vec::new() };
        duel.step(&[Entry::Join(A), Entry::Join(B)]);
        duel.put(A, 200);
        duel.put(B, x);
        duel
    }

    pub fn put(&mut self, seat: SeatId, x: i32) {
        let player = self.world.player_mut(seat).expect("both have joined");
        player.body.place = Vec2::new(f64::from(x), 300.0).snap();
    }

    pub fn step(&mut self, entries: &[Entry]) {
        let events = step(&mut self.world, entries, &self.map, &self.tuning);
        self.events.extend(events);
    }

    pub fn run(&mut self, ticks: u32) {
        (0..ticks).for_each(|_| self.step(&[]));
    }

    pub fn hold(&mut self, seat: SeatId, buttons: u8) {
        self.hold_with(seat, 0, buttons);
    }

    /// Holds these buttons with the weapon of a slot in hand, aiming east.
    pub fn hold_with(&mut self, seat: SeatId, weapon: u8, buttons: u8) {
        self.step(&[Entry::Input(seat, Input { buttons, aim: EAST, weapon, ..Input::default() })]);
    }

    /// A third player, at (x, 300).
    pub fn third(&mut self, x: i32) {
        self.step(&[Entry::Join(C)]);
        self.put(C, x);
    }

    pub fn count(&self, what: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|event| what(event)).count()
    }
}
