//! The protocol: what is refused, what goes round, what a snapshot costs, that it can be rebuilt, and the bytes that both languages agree on.

mod bytes;
mod deltas;
mod frames;
mod maker;
mod own;
mod refusals;
mod round_trips;
