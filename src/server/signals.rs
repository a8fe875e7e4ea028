//! What the system asks of the process.

use tokio::signal::unix::{SignalKind, signal};

/// Waits, on this thread, until the process is asked to stop; answers by which signal.
pub fn wait_for_stop() -> std::io::Result<&'static str> {
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(stop_asked())
}

/// The same as a task of a runtime.
pub async fn stop_asked() -> std::io::Result<&'static str> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(tokio::select! {
        _ = terminate.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    })
}
