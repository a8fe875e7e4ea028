//! Every proof in one binary: `sim`, `config` … hold one layer each, `golden` what both languages must agree on,
//! `support` what several share.

mod golden;
mod sim;
mod support;
