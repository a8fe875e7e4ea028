//! The server as an operator meets it: the look before a start, and the figures.

mod checks;
mod drawings;
mod figures;
mod link;
mod load;
mod second;
mod watch;
