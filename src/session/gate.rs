//! The gate: a stream around the socket's bytes that lets whole, harmless ws frames through, one a poll.
//!
//! ```text
//! socket ─▶ dispatcher's buffer (≤ 64 KiB) ─▶ [ Frames: refuses on the header ─▶ Bucket: waits or refuses ] ─▶ actor
//! ```
//! While the bucket is empty nothing is read, so the kernel's buffers fill and TCP pushes back on the sender.
//! An error reaches the actor as a mere string, and a plain disconnect as the same kind of error: why the gate refused is
//! therefore left in a [`RefusalSlot`]. An error without one is a leave, never a violation.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use actix_web::error::PayloadError;
use bytes::Bytes;
use futures_util::Stream;
use tokio::time::{Sleep, sleep_until};

use super::bucket::{Bucket, Verdict};
use super::frames::Frames;
use super::refusal::Refusal;

/// Where the gate leaves its reason; the session holds the other end.
pub type RefusalSlot = Rc<Cell<Option<Refusal>>>;

/// A stream of whole ws frames out of a stream of bytes.
pub struct Gate<S> {
    source: S,
    /// Bytes of the source that are not yet cut; a slice of the reader's own buffer.
    chunk: Bytes,
    frames: Frames,
    bucket: Bucket,
    /// Shared, because a designer may change it while we are connected.
    tick_rate: Arc<AtomicU32>,
    /// Everything passes as it comes: a proof's fault.
    off: bool,
    refusal: RefusalSlot,
    /// A ws frame that waits for the bucket.
    held: Option<Bytes>,
    /// Made the first time that the bucket is empty: most connections never see that.
    timer: Option<Pin<Box<Sleep>>>,
    /// One ws frame a poll: the reader behind the gate asks until it hears `Pending`, and only then decodes. It decodes a
    /// whole ws frame always, and asks again after it, so no wake is owed.
    passed_one: bool,
    closed: bool,
}

impl<S> Gate<S> {
    /// A gate before a game that ticks `tick_rate` times a second.
    pub fn new(source: S, tick_rate: Arc<AtomicU32>, refusal: RefusalSlot) -> Gate<S> {
        Gate::faulty(source, tick_rate, refusal, false)
    }

    /// A gate that is off, if `off`, so that a proof can see what it is there for.
    pub fn faulty(source: S, tick_rate: Arc<AtomicU32>, refusal: RefusalSlot, off: bool) -> Gate<S> {
        Gate {
            source,
            chunk: Bytes::new(),
            frames: Frames::default(),
            bucket: Bucket::full(tick_rate.load(Relaxed), Instant::now()),
            tick_rate,
            off,
            refusal,
            held: None,
            timer: None,
            passed_one: false,
            closed: false,
        }
    }

    fn refuse(&mut self, refusal: Refusal) -> Poll<Option<Result<Bytes, PayloadError>>> {
        self.refusal.set(Some(refusal));
        self.closed = true;
        self.chunk = Bytes::new();
        Poll::Ready(Some(Err(PayloadError::EncodingCorrupted)))
    }

    /// Ready once the bucket lets the held ws frame through.
    fn poll_bucket(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Refusal>> {
        self.bucket.set_tick_rate(self.tick_rate.load(Relaxed));
        loop {
            if let Some(timer) = &mut self.timer {
                ready!(timer.as_mut().poll(cx));
                self.timer = None;
            }
            match self.bucket.take(Instant::now()) {
                Verdict::Pass => return Poll::Ready(Ok(())),
                Verdict::TooMany => {
                    let per_second = self.bucket.per_second();
                    return Poll::Ready(Err(Refusal::TooManyMessages { per_second }));
                }
                Verdict::Wait(wait) => self.timer = Some(Box::pin(sleep_until((Instant::now() + wait).into()))),
            }
        }
    }
}

impl<S> Gate<S>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
{
    /// Reads until a whole ws frame is held.
    fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(), PayloadError>>> {
        while self.held.is_none() {
            match self.frames.next(&mut self.chunk) {
                Err(refusal) => return self.refuse(refusal).map_ok(|_| ()),
                Ok(Some(frame)) => self.held = Some(frame),
                Ok(None) => match ready!(Pin::new(&mut self.source).poll_next(cx)) {
                    Some(Ok(chunk)) => self.chunk = chunk,
                    end => return Poll::Ready(end.map(|error| error.map(|_| ()))),
                },
            }
        }
        Poll::Ready(Some(Ok(())))
    }
}

impl<S> Stream for Gate<S>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
{
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.off {
            return Pin::new(&mut this.source).poll_next(cx);
        }
        if this.closed {
            return Poll::Ready(None);
        }
        if std::mem::take(&mut this.passed_one) {
            return Poll::Pending;
        }
        match ready!(this.poll_frame(cx)) {
            Some(Ok(())) => {}
            end => {
                this.closed = true;
                return Poll::Ready(end.map(|error| error.map(|()| Bytes::new())));
            }
        }
        match ready!(this.poll_bucket(cx)) {
            Ok(()) => {
                this.passed_one = true;
                Poll::Ready(this.held.take().map(Ok))
            }
            Err(refusal) => this.refuse(refusal),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::task::Waker;
    use std::time::Duration;

    use futures_util::{StreamExt, stream};

    use super::*;

    const PING: &[u8] = &[0x89, 0x80, 0, 0, 0, 0];

    fn sixty() -> Arc<AtomicU32> {
        Arc::new(AtomicU32::new(60))
    }

    fn gate_over(chunks: Vec<Vec<u8>>) -> (Gate<impl Stream<Item = Result<Bytes, PayloadError>> + Unpin>, RefusalSlot) {
        let slot = RefusalSlot::default();
        let source = stream::iter(chunks.into_iter().map(|chunk| Ok(Bytes::from(chunk))));
        (Gate::new(source, sixty(), slot.clone()), slot)
    }

    fn poll<S>(gate: &mut Gate<S>) -> Poll<Option<Result<Bytes, PayloadError>>>
    where
        S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    {
        Pin::new(gate).poll_next(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn one_ws_frame_passes_a_poll_and_pending_stands_between() {
        let (mut gate, _) = gate_over(vec![[PING, PING, &PING[..2]].concat(), PING[2..].to_vec()]);
        for _ in 0..3 {
            assert!(matches!(poll(&mut gate), Poll::Ready(Some(Ok(frame))) if frame == PING));
            assert!(poll(&mut gate).is_pending());
        }
        assert!(matches!(poll(&mut gate), Poll::Ready(None)));
    }

    #[test]
    fn a_refusal_leaves_its_reason_and_ends_the_stream() {
        let (mut gate, slot) = gate_over(vec![vec![0x82, 0x05]]);
        assert!(matches!(poll(&mut gate), Poll::Ready(Some(Err(_)))));
        assert_eq!(slot.get(), Some(Refusal::Unmasked));
        assert!(matches!(poll(&mut gate), Poll::Ready(None)));
    }

    #[test]
    fn a_plain_disconnect_leaves_no_reason() {
        let slot = RefusalSlot::default();
        let source = stream::iter([Err(PayloadError::Incomplete(None))]);
        let mut gate = Gate::new(source, sixty(), slot.clone());
        assert!(matches!(poll(&mut gate), Poll::Ready(Some(Err(_)))));
        assert_eq!(slot.get(), None);
        assert!(matches!(poll(&mut gate), Poll::Ready(None)));
    }

    #[actix_rt::test]
    async fn an_empty_bucket_stops_the_reading_and_its_timer_wakes_the_reader() {
        let reads = Rc::new(Cell::new(0));
        let counted = reads.clone();
        let endless = stream::repeat_with(move || {
            counted.set(counted.get() + 1);
            Ok(Bytes::from_static(PING))
        });
        let mut gate = Gate::new(endless, sixty(), RefusalSlot::default());
        let mut passed = 0;
        while poll(&mut gate).is_ready() {
            passed += 1;
            assert!(poll(&mut gate).is_pending() && passed < 1_000);
        }
        assert!((280..300).contains(&passed), "{passed}");
        assert!(reads.get() <= passed + 1, "nothing is read that may not pass");
        assert!(gate.timer.is_some());
        let woken = tokio::time::timeout(Duration::from_secs(2), gate.next()).await;
        assert!(woken.unwrap().unwrap().is_ok(), "the reader was woken once a ws frame may pass again");
    }
}
