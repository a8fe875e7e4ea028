//! Every proof in one binary.
