//! A network link between two machines, modelled: what a player far away has in between. Knows nothing of the game.
//!
//! ```text
//! bytes ─▶ queue, finite ─▶ narrow place, so many bytes a second ─▶ delay, skewed, in order ─▶ stall, outage ─▶ bytes
//! ```
//! A WebSocket runs on TCP. A packet that is lost on the way costs no message: it holds up all that come behind it, and
//! then they arrive in one burst. So nothing is ever dropped here; bytes come late, together and in their order.
//!
//! Read in this order: [`preset`], [`road`], [`proxy`].

pub mod preset;
pub mod proxy;
pub mod road;

pub use preset::{Outage, Preset, Way};
pub use proxy::Proxy;
pub use road::Road;
