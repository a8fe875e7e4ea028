//! The socket of a connection, beside the actor that writes to it: its options, and a second handle to shut it down by.
//!
//! A client that stops reading freezes its own session, which then cannot even close. The handle is a duplicate of the
//! descriptor; the connection's own data owns it, everybody else holds a `Weak`, so it goes with the connection.

use std::io;
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::sync::{Arc, Weak};
use std::time::Duration;

use socket2::{SockRef, Socket};

/// The kernel's buffer of what a client sent: a flood fills it, and TCP pushes back.
const RECEIVE_BYTES: usize = 64 * 1024;
/// The kernel's buffer of what a client is sent: at game sizes that is half a minute of snapshots, hence the next one.
const SEND_BYTES: usize = 64 * 1024;
/// Of what is not yet sent, so much may wait in the kernel: what waits there can no longer be skipped.
const UNSENT_BYTES: u32 = 16 * 1024;
/// A peer that acknowledges nothing at the level of TCP, or keeps its window shut, is gone after this.
const PEER_SILENT_MAX: Duration = Duration::from_secs(10);

/// The owned second handle; lives in the connection's data.
#[derive(Clone, Debug)]
pub struct OwnedHandle(Arc<Socket>);

/// A handle that does not keep the connection open.
#[derive(Clone, Debug, Default)]
pub struct Handle(Weak<Socket>);

impl OwnedHandle {
    /// Sets the options of a new connection and duplicates its descriptor.
    pub fn prepare(stream: &impl AsFd) -> io::Result<OwnedHandle> {
        let socket = SockRef::from(stream);
        socket.set_tcp_nodelay(true)?;
        socket.set_recv_buffer_size(RECEIVE_BYTES)?;
        socket.set_send_buffer_size(SEND_BYTES)?;
        socket.set_tcp_notsent_lowat(UNSENT_BYTES)?;
        socket.set_tcp_user_timeout(Some(PEER_SILENT_MAX))?;
        Ok(OwnedHandle(Arc::new(socket.try_clone()?)))
    }

    /// A handle for everybody else.
    pub fn handle(&self) -> Handle {
        Handle(Arc::downgrade(&self.0))
    }
}

impl Handle {
    /// True once the connection is gone.
    pub fn is_gone(&self) -> bool {
        self.0.strong_count() == 0
    }

    /// Ends the connection both ways, whatever its session is doing. What the kernel holds is still sent.
    pub fn shut(&self) {
        if let Some(socket) = self.0.upgrade() {
            // The peer may have been faster; then there is nothing left to end.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}
