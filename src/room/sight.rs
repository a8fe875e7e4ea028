//! What one viewer or bot is told: where it looks, and the events that gather for it until its next snapshot.
//!
//! This is the one door to what a seat may know. People, bots of the room and bots over a socket all go through it.

use std::collections::VecDeque;

use super::interest::Window;
use crate::protocol::{Frame, Look, Own, Visible, wire_event};
use crate::sim::{Event, Point, SeatId, Tick, Tuning, World};

/// Events that gather for a viewer that is skipped; older ones are dropped.
pub const EVENTS_MAX: usize = 64;
/// The aspect of a bot's screen: 16:9.
pub const BOT_ASPECT: u16 = 1778;

/// Where one looks, and what gathered since the last look.
#[derive(Clone, Debug)]
pub struct Sight {
    seat: Option<SeatId>,
    aspect: u16,
    /// Since when it is that.
    turned: Tick,
    /// What it is to be: the screen was turned.
    pub wanted_aspect: u16,
    /// The centre of the window: the own body, or where that last was, or whom the dead look on with.
    centre: Point,
    /// Whom one wants to look on with while one is dead.
    pub follows: Option<SeatId>,
    events: VecDeque<(Tick, Event)>,
    /// Events were dropped since the last look: what was told of loose thread may be wrong.
    pub lost: bool,
    /// Sees the whole map: one who watches without a seat.
    pub everything: bool,
}

impl Sight {
    /// The sight of a seat, or of one who watches, on a screen of this aspect.
    pub fn new(seat: Option<SeatId>, aspect: u16) -> Sight {
        Sight {
            seat,
            aspect,
            turned: Tick(0),
            wanted_aspect: aspect,
            centre: Point::default(),
            follows: None,
            events: VecDeque::new(),
            lost: false,
            everything: seat.is_none(),
        }
    }

    /// The part of the world that is shown.
    pub fn window(&self, tuning: &Tuning) -> Window {
        if self.everything { Window::Everything } else { Window::around(self.centre, self.aspect, tuning) }
    }

    /// Gathers what may be known of a tick.
    pub fn gather(&mut self, tick: Tick, events: &[Event], world: &World, tuning: &Tuning) {
        self.turn(tick, tuning);
        if let Some(player) = self.seat.and_then(|seat| world.player(seat)) {
            self.follows = self.follows.filter(|_| !player.is_alive());
            let followed = self.follows.and_then(|seat| world.player(seat));
            match followed {
                Some(other) if other.is_alive() => self.centre = other.body.place,
                // Whoever one looked on with is dead too: one stays there.
                Some(_) => (),
                None => self.centre = player.body.place,
            }
        }
        let window = self.window(tuning);
        for event in events.iter().filter(|event| window.tells(event, self.seat)) {
            self.events.push_back((tick, *event));
        }
        let surplus = self.events.len().saturating_sub(EVENTS_MAX);
        self.events.drain(..surplus);
        self.lost = self.lost || surplus > 0;
    }

    /// A screen takes another shape once a second at most: nobody sees what is around two shapes by turning to and fro.
    fn turn(&mut self, tick: Tick, tuning: &Tuning) {
        if self.wanted_aspect != self.aspect && tick.since(self.turned) >= i64::from(tuning.rates.tick) {
            (self.aspect, self.turned) = (self.wanted_aspect, tick);
        }
    }

    /// Looks at a frame, and takes the events that gathered.
    pub fn look(&mut self, frame: &Frame, world: &World, tuning: &Tuning) -> Look {
        let ago = |at: Tick| frame.tick.since(at).clamp(0, 255) as u8;
        let mut events = Vec::with_capacity(self.events.len());
        events.extend(self.events.drain(..).filter_map(|(at, event)| wire_event(&event, ago(at))));
        Look {
            own: self.seat.and_then(|seat| world.player(seat)).map(|player| Own::of(player, world.now)),
            visible: self.others(frame, tuning),
            events,
        }
    }

    /// What is in the window but the own body, of which the own block says more.
    fn others(&self, frame: &Frame, tuning: &Tuning) -> Visible {
        let mut visible = self.window(tuning).visible(frame);
        visible.players.retain(|&i| self.seat.is_none_or(|seat| frame.players[usize::from(i)].data.seat != seat.0));
        visible
    }

    /// A new match: events of the last one mean nothing any more.
    pub fn forget_match(&mut self) {
        self.events.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::assets::Assets;
    use crate::sim::step::step;
    use crate::sim::world::Life;
    use crate::sim::{Entry, Time};

    #[test]
    fn the_dead_look_on_with_whom_they_want_and_the_living_see_what_is_around_them() {
        let (tuning, map) = (Assets::Embedded.tuning().unwrap(), Assets::Embedded.map("hoop").unwrap());
        let mut world = World::new(1, Tick(0), Time(0), &map, &tuning);
        let [own, other] = [SeatId(0), SeatId(1)];
        step(&mut world, &[Entry::Join(own), Entry::Join(other)], &map, &tuning);
        let place = |world: &World, seat| world.player(seat).unwrap().body.place;
        let around = |world: &World, seat| Window::around(place(world, seat), BOT_ASPECT, &tuning);
        let mut sight = Sight::new(Some(own), BOT_ASPECT);
        let mut seen = |world: &World, follows: Option<SeatId>| {
            sight.follows = follows.or(sight.follows);
            sight.gather(world.tick, &[], world, &tuning);
            sight.window(&tuning)
        };
        assert_eq!(seen(&world, Some(other)), around(&world, own), "the living follow nobody");
        world.player_mut(own).unwrap().life = Life::Dead { returns: Time(60_000) };
        assert_eq!(seen(&world, None), around(&world, own), "and the wish is forgotten");
        assert_eq!(seen(&world, Some(other)), around(&world, other));
        let last = around(&world, other);
        world.player_mut(other).unwrap().life = Life::Dead { returns: Time(60_000) };
        world.player_mut(other).unwrap().body.place = Point::default();
        assert_eq!(seen(&world, None), last, "one stays where that one died");
        world.player_mut(own).unwrap().life = Life::Alive { protected: Time(0) };
        assert_eq!(seen(&world, None), around(&world, own));
    }

    #[test]
    fn a_screen_that_is_turned_shows_another_shape_at_once_and_again_a_second_later() {
        let (tuning, map) = (Assets::Embedded.tuning().unwrap(), Assets::Embedded.map("hoop").unwrap());
        let world = World::new(1, Tick(0), Time(0), &map, &tuning);
        let (upright, lying) =
            (Window::around(Point::default(), 460, &tuning), Window::around(Point::default(), 2160, &tuning));
        let mut sight = Sight::new(Some(SeatId(0)), 460);
        let mut seen = |tick: u32, aspect: u16| {
            sight.wanted_aspect = aspect;
            sight.gather(Tick(tick), &[], &world, &tuning);
            sight.window(&tuning)
        };
        assert_eq!(seen(600, 460), upright);
        assert_eq!(seen(601, 2160), lying);
        assert_eq!(seen(602, 460), lying);
        assert_eq!(seen(660, 460), lying);
        assert_eq!(seen(661, 460), upright);
    }
}
