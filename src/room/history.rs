//! The frames that viewers may still lean on: the last ones of this room.

use std::collections::VecDeque;

use crate::protocol::{Frame, Past};
use crate::sim::Tick;

/// Frames that are kept. Who was last sent an older one is sent a keyframe.
pub const FRAMES_MAX: usize = 64;

/// The last frames, oldest first.
#[derive(Debug, Default)]
pub struct History(VecDeque<Past>);

impl History {
    /// The frame of this tick; none of one that was never shown, or too long ago.
    pub fn at(&self, tick: Tick) -> Option<&Past> {
        self.0.binary_search_by_key(&tick, |past| past.tick).ok().map(|at| &self.0[at])
    }

    /// Keeps a frame that has been shown.
    pub fn keep(&mut self, frame: Frame) {
        if self.0.len() >= FRAMES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(frame.into_past());
    }
}
