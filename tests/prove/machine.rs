//! How busy this machine is: what a thread that only sleeps sees of it. Beside a claim about time, this tells a slow server
//! from a neighbour that compiles.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::claim::{Failure, percentile};

const NAP: Duration = Duration::from_millis(1);

/// Watches until it is dropped.
pub struct Machine {
    worst_us: Arc<AtomicU64>,
    late_ms: Arc<Mutex<Vec<f64>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Machine {
    /// Begins to watch.
    pub fn watch() -> Machine {
        let (worst_us, late_ms, stop): (Arc<AtomicU64>, Arc<Mutex<Vec<f64>>>, Arc<AtomicBool>) = Default::default();
        let (worst, all, stopped) = (worst_us.clone(), late_ms.clone(), stop.clone());
        let thread = std::thread::spawn(move || {
            while !stopped.load(Relaxed) {
                let began = Instant::now();
                std::thread::sleep(NAP);
                let late = began.elapsed().saturating_sub(NAP);
                worst.fetch_max(late.as_micros() as u64, Relaxed);
                all.lock().unwrap_or_else(PoisonError::into_inner).push(late.as_secs_f64() * 1e3);
            }
        });
        Machine { worst_us, late_ms, stop, thread: Some(thread) }
    }

    /// How late it woke at worst so far.
    pub fn worst(&self) -> Duration {
        Duration::from_micros(self.worst_us.load(Relaxed))
    }

    /// How late it woke at p99 since this was asked last, in milliseconds.
    pub fn take_p99_ms(&self) -> f64 {
        percentile(&mut std::mem::take(&mut *self.late_ms.lock().unwrap_or_else(PoisonError::into_inner)), 0.99)
    }

    /// What something that should not have happened means: nothing, if the machine stood still for so long.
    pub fn blames(&self, why: String, stall: Duration) -> Failure {
        match self.worst() {
            worst if worst >= stall => Failure::Void(format!("{why}; this machine stood still for {worst:?}")),
            _ => Failure::Broken(why),
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
