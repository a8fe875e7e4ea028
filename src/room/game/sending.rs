//! What a room sends of each tick: events gather, and a frame becomes snapshots and views.

use std::sync::Arc;

use super::{Game, HOARD_SNAPSHOT, Health, Lag, View, Watch, Why};
use crate::protocol::{CloseReason, Frame, Head};
use crate::sim::{self, Event, Tick};

impl Game {
    pub(super) fn gather(&mut self, tick: Tick, events: &[Event]) {
        for viewer in &mut self.viewers {
            viewer.sight.gather(tick, events, &self.world, &self.tuning);
        }
        for (_, bot) in self.seats.playing_bots_mut() {
            bot.sight.gather(tick, events, &self.world, &self.tuning);
        }
    }

    /// Makes the frame of this tick and shows it to everybody whose turn it is.
    pub(super) fn show(&mut self, tick: Tick, now_us: u64, watch: &mut dyn Watch) {
        let frame = Frame::of(&self.world, &self.tuning);
        debug_assert_eq!(frame.tick, tick);
        watch.part("frame");
        for at in 0..self.viewers.len() {
            self.show_viewer(at, &frame, now_us, watch);
        }
        watch.part("snapshots");
        let (world, tuning, map) = (&self.world, &self.tuning, &self.settings.map);
        let loose = Arc::new(self.loose());
        for (seat, bot) in self.seats.playing_bots_mut() {
            let look = bot.sight.look(&frame, world, tuning);
            let head = Head { flags: Head::KEYFRAME, ..Head::default() };
            let snapshot = frame.view(&head, &look);
            let (loose, map, tuning) = (loose.clone(), map.clone(), tuning.clone());
            bot.view = Some(View { seat, mates: sim::side::mates(world, seat), snapshot, loose, map, tuning });
        }
        watch.part("views");
        self.work.encodings += frame.encodings();
        self.work.pieces += frame.players.len() as u64;
        self.history.keep(frame);
    }

    fn show_viewer(&mut self, at: usize, frame: &Frame, now_us: u64, watch: &mut dyn Watch) {
        let (viewer, steps) = (&mut self.viewers[at], &mut self.work.steps);
        let health = if self.settings.faults.acks_ignored { Health::Fine } else { viewer.turn(now_us, steps) };
        match health {
            Health::Fine if viewer.outbox.is_busy() => self.work.skipped.count(Lag::Unwritten),
            Health::Fine if self.settings.faults.encode_each => {
                let own_frame = Frame::of(&self.world, &self.tuning);
                viewer.send(&own_frame, &self.history, &self.world, &self.tuning, now_us);
                self.work.encodings += own_frame.encodings();
            }
            Health::Fine => {
                if self.settings.faults.keyframes_only {
                    viewer.begin_anew(Why::Asked);
                }
                let queued = viewer.send(frame, &self.history, &self.world, &self.tuning, now_us);
                watch.snapshot(queued, viewer.last_round_trip());
                queued.keyframe.into_iter().for_each(|why| self.work.keyframes.count(why));
                self.hoard.extend(self.settings.faults.hoard(HOARD_SNAPSHOT));
                self.work.snapshots += 1;
            }
            Health::Behind(lag) => {
                viewer.skipped += 1;
                self.work.skipped.count(lag);
            }
            Health::Hidden => (),
            Health::Silent => viewer.outbox.close(CloseReason::TooSlow),
        }
        if health == Health::Fine && std::mem::take(&mut self.viewers[at].sight.lost) {
            self.tell_loose(at);
        }
    }
}
