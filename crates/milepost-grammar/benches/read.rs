//! Measures how fast text is read.
fn main() {}
