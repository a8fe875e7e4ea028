//! One wake per worker thread and tick, not one per viewer.
//!
//! Each HTTP worker thread has its own `Fanout`. A room that has queued something for several viewers of one thread
//! notes their sessions on its [`Post`] and sends one [`Flush`]; the fanout, already on that thread, wakes them.
//!
//! ```text
//! GameRoom ── Post: sessions 3, 8, 9 ──▶ Flush ──▶ Fanout ──▶ Wake ──▶ Session 3, 8, 9
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use actix::prelude::*;
use parking_lot::Mutex;

/// The number of a connection; never used again by its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(pub u64);

impl SessionId {
    /// The next one.
    pub fn next() -> SessionId {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        SessionId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Sent by a fanout to a session of its thread when its outbox holds something.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Wake;

/// Sent by a session to its thread's fanout when it starts.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Enrol {
    /// Who.
    pub session: SessionId,
    /// How to wake it.
    pub wake: Recipient<Wake>,
}

/// Sent by a session to its thread's fanout when it stops.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Strike(pub SessionId);

/// Sent by a room to a thread's fanout: wake the sessions on this post.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Flush(pub Arc<Post>);

/// Sent by whoever must know how often this thread was woken by rooms.
#[derive(Message)]
#[rtype(result = "u64")]
pub struct CountFlushes;

/// The sessions of one thread that one room wants woken.
#[derive(Debug, Default)]
pub struct Post {
    sessions: Mutex<Vec<SessionId>>,
    flushing: AtomicBool,
}

impl Post {
    /// Notes a session.
    pub fn add(&self, session: SessionId) {
        self.sessions.lock().push(session);
    }

    /// True if a flush is to be sent: somebody is noted, and none is on its way yet.
    pub fn claim_flush(&self) -> bool {
        !self.sessions.lock().is_empty() && !self.flushing.swap(true, Ordering::AcqRel)
    }

    fn take(&self) -> Vec<SessionId> {
        self.flushing.store(false, Ordering::Release);
        std::mem::take(&mut self.sessions.lock())
    }
}

/// Wakes the sessions of one worker thread.
#[derive(Default)]
pub struct Fanout {
    sessions: BTreeMap<SessionId, Recipient<Wake>>,
    flushes: u64,
}

impl Actor for Fanout {
    type Context = Context<Self>;
}

impl Supervised for Fanout {}
impl ArbiterService for Fanout {}

impl Handler<Enrol> for Fanout {
    type Result = ();
    fn handle(&mut self, enrol: Enrol, _: &mut Self::Context) {
        // A flush that waited here before the enrolment may have been answered for this session already: it was on the
        // post by then, but not known here, and its outbox would wait for that lost wake for ever.
        enrol.wake.do_send(Wake);
        self.sessions.insert(enrol.session, enrol.wake);
    }
}

impl Handler<Strike> for Fanout {
    type Result = ();
    fn handle(&mut self, Strike(session): Strike, _: &mut Self::Context) {
        self.sessions.remove(&session);
    }
}

impl Handler<Flush> for Fanout {
    type Result = ();
    fn handle(&mut self, Flush(post): Flush, _: &mut Self::Context) {
        self.flushes += 1;
        post.take().iter().filter_map(|session| self.sessions.get(session)).for_each(|wake| wake.do_send(Wake));
    }
}

impl Handler<CountFlushes> for Fanout {
    type Result = u64;
    fn handle(&mut self, _: CountFlushes, _: &mut Self::Context) -> u64 {
        self.flushes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Counts its wakes.
    #[derive(Default)]
    struct Sleeper(usize);

    #[derive(Message)]
    #[rtype(result = "usize")]
    struct Count;

    impl Actor for Sleeper {
        type Context = Context<Self>;
    }

    impl Handler<Wake> for Sleeper {
        type Result = ();
        fn handle(&mut self, _: Wake, _: &mut Self::Context) {
            self.0 += 1;
        }
    }

    impl Handler<Count> for Sleeper {
        type Result = usize;
        fn handle(&mut self, _: Count, _: &mut Self::Context) -> usize {
            self.0
        }
    }

    #[actix_rt::test]
    async fn a_session_that_was_posted_before_it_was_known_is_woken_when_it_is() {
        let (fanout, sleeper, post) =
            (Fanout::default().start(), Sleeper::default().start(), Arc::new(Post::default()));
        let session = SessionId::next();
        post.add(session);
        assert!(post.claim_flush());
        fanout.do_send(Flush(post.clone()));
        fanout.do_send(Enrol { session, wake: sleeper.clone().recipient() });
        assert_eq!(fanout.send(CountFlushes).await.unwrap(), 1);
        assert_eq!(sleeper.send(Count).await.unwrap(), 1);
    }

    #[test]
    fn at_most_one_flush_is_on_its_way() {
        let post = Post::default();
        assert!(!post.claim_flush(), "nobody is noted yet");
        post.add(SessionId(1));
        assert!(post.claim_flush());
        post.add(SessionId(2));
        assert!(!post.claim_flush());
        assert_eq!(post.take(), [SessionId(1), SessionId(2)]);
        post.add(SessionId(3));
        assert!(post.claim_flush());
    }
}
