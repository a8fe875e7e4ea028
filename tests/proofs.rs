//! Every proof in one binary.

mod golden;
mod sim;
