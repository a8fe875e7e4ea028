//! Proofs about connections, each over a real socket.

mod changes;
mod handshake;
mod limits;
mod origins;
mod pages;
mod refusals;
mod resuming;
mod stopping;
