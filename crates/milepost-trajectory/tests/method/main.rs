//! The method as its users see it: figures and a plan in, verdicts out.

mod cases;
mod kinds;
mod sample;
