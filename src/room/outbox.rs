//! What waits to be written to one viewer: one ordered queue.
//!
//! Reliable messages are bounded by bytes; of snapshots at most one waits, and that one is never replaced: while it
//! waits, the room skips this viewer before it encodes anything. Order in is order out. Knows nothing of actors: who
//! wakes the session is the business of [`super::fanout`].

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use parking_lot::Mutex;

use crate::protocol::CloseReason;

/// Most bytes of reliable messages that may wait; beyond it the viewer is too slow.
pub const RELIABLE_BYTES_MAX: usize = 32 * 1024;

#[derive(Debug, Default)]
struct Queue {
    messages: Vec<Bytes>,
    reliable_bytes: usize,
    snapshot_waits: bool,
    closing: Option<CloseReason>,
}

/// The queue between a room and the session that writes it out.
#[derive(Debug, Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    woken: AtomicBool,
}

impl Outbox {
    /// Queues a message that must arrive. When the bytes that wait exceed [`RELIABLE_BYTES_MAX`] the outbox closes as too
    /// slow instead.
    pub fn push(&self, message: Bytes) {
        let mut queue = self.queue.lock();
        if queue.closing.is_some() {
            return;
        }
        queue.reliable_bytes += message.len();
        if queue.reliable_bytes > RELIABLE_BYTES_MAX {
            queue.closing = Some(CloseReason::TooSlow);
        } else {
            queue.messages.push(message);
        }
    }

    /// True while another snapshot must not be encoded for this viewer.
    pub fn is_busy(&self) -> bool {
        let queue = self.queue.lock();
        queue.snapshot_waits || queue.closing.is_some()
    }

    /// Queues a snapshot. Only called when not busy.
    pub fn push_snapshot(&self, snapshot: Bytes) {
        let mut queue = self.queue.lock();
        debug_assert!(!queue.snapshot_waits, "a waiting snapshot is never joined by another");
        queue.snapshot_waits = true;
        queue.messages.push(snapshot);
    }

    /// After what waits the session says goodbye with this reason and closes. The first reason stands.
    pub fn close(&self, reason: CloseReason) {
        self.queue.lock().closing.get_or_insert(reason);
    }

    /// True once a reason to close stands.
    pub fn is_closing(&self) -> bool {
        self.queue.lock().closing.is_some()
    }

    /// Swaps what waits with `empty`, and says if the connection is to be closed after it.
    pub fn take(&self, empty: &mut Vec<Bytes>) -> Option<CloseReason> {
        self.woken.store(false, Ordering::Release);
        let mut queue = self.queue.lock();
        std::mem::swap(&mut queue.messages, empty);
        queue.reliable_bytes = 0;
        queue.snapshot_waits = false;
        queue.closing.clone()
    }

    /// True if a wake is to be sent: something waits, and no wake is on its way yet.
    pub fn claim_wake(&self) -> bool {
        let waits = {
            let queue = self.queue.lock();
            !queue.messages.is_empty() || queue.closing.is_some()
        };
        waits && !self.woken.swap(true, Ordering::AcqRel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_in_is_order_out() {
        let outbox = Outbox::default();
        outbox.push(Bytes::from_static(b"a"));
        outbox.push_snapshot(Bytes::from_static(b"s"));
        outbox.push(Bytes::from_static(b"b"));
        let mut taken = Vec::new();
        assert_eq!(outbox.take(&mut taken), None);
        assert_eq!(taken, [&b"a"[..], b"s", b"b"]);
    }

    #[test]
    fn a_waiting_snapshot_keeps_the_viewer_busy_until_it_is_taken() {
        let outbox = Outbox::default();
        outbox.push_snapshot(Bytes::from_static(b"s"));
        assert!(outbox.is_busy());
        outbox.take(&mut Vec::new());
        assert!(!outbox.is_busy());
    }

    #[test]
    fn too_many_reliable_bytes_close_as_too_slow() {
        let outbox = Outbox::default();
        for _ in 0..33 {
            outbox.push(Bytes::from(vec![0; 1024]));
        }
        let mut taken = Vec::new();
        assert_eq!(outbox.take(&mut taken), Some(CloseReason::TooSlow));
        assert_eq!(taken.len(), 32);
    }

    #[test]
    fn at_most_one_wake_is_on_its_way() {
        let outbox = Outbox::default();
        assert!(!outbox.claim_wake(), "nothing waits yet");
        outbox.push(Bytes::from_static(b"a"));
        assert!(outbox.claim_wake());
        assert!(!outbox.claim_wake());
        outbox.take(&mut Vec::new());
        outbox.push(Bytes::from_static(b"b"));
        assert!(outbox.claim_wake());
    }
}
