//! HTTP: the client's pages and maps, the way in for WebSockets, health and metrics; and how all of it starts and stops.
//!
//! ```text
//! thread "server"       accepts nothing itself: the lobby, and the future of the HTTP server
//! HTTP workers          sessions, one fanout each
//! room threads          rooms, beaten by the metronome's thread
//! thread "watchdog"     shuts sockets that should be gone
//! ```
//!
//! A server needs nothing of its caller: [`start`] answers with a [`Running`] from any thread, in a program as in a test.
//! Read in this order: [`plan`], [`check`], [`machine`], [`running`], [`app`], [`pages`], [`maps`], [`rules`], [`exporter`], [`drain`], [`signals`].

pub mod app;
pub mod check;
pub mod drain;
pub mod exporter;
pub mod machine;
pub mod maps;
pub mod pages;
pub mod plan;
pub mod rules;
pub mod running;
pub mod signals;

pub use plan::Plan;
pub use running::{Reloader, Remapped, Running, StartError, start};
