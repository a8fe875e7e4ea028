//! The protocol: what is refused, what goes round, what a snapshot costs, and the bytes that both languages agree on.

mod bytes;
mod frames;
mod maker;
mod own;
mod refusals;
mod round_trips;
