//! What one seat may know, and who decides for a bot.
//!
//! Live rooms, headless matches and bots over a real socket hand the same [`View`] to the same [`Brain`]: it is what a
//! client of that seat is sent, decoded.

use std::sync::Arc;

use crate::protocol::{Loose, Snapshot};
use crate::sim::{Input, Map, SeatId, Tuning};

/// What one seat may know.
#[derive(Clone, Debug)]
pub struct View {
    /// Whose view this is.
    pub seat: SeatId,
    /// The newest snapshot of that seat.
    pub snapshot: Snapshot,
    /// What lies about on the map, which is known to all.
    pub loose: Arc<Loose>,
    /// The map of the match.
    pub map: Arc<Map>,
    /// The tuning in effect at that snapshot.
    pub tuning: Arc<Tuning>,
}

/// Decides for a bot.
pub trait Brain {
    /// Asked once a tick with the newest view; a view is newer when its snapshot's tick is.
    fn act(&mut self, view: &View) -> Input;

    /// From now on it has the temper of the persona with this name, if it has one at all.
    fn play_as(&mut self, _persona: &str) {}

    /// Who plays a first match here, a bit for each seat: as long as there is anybody, it goes easy, on them above all.
    fn ease(&mut self, _newcomers: u64) {}
}

/// A bot that is ready to take a seat.
pub struct Recruit {
    /// Its name.
    pub name: String,
    /// What decides for it.
    pub brain: Box<dyn Brain + Send>,
}

/// Makes bots: the seed decides all that the bot will do by chance, the number tells it from others of its room.
pub type Recruiter = Arc<dyn Fn(u64, u32) -> Recruit + Send + Sync>;
