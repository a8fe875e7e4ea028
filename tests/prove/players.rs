//! Players in number over real sockets, on one thread of their own.

pub use super::crowd::Crowd as Players;
