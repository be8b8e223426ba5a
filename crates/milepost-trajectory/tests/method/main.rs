//! The method as its users see it: figures and a plan in, verdicts out.

mod cases;
mod figures;
mod kinds;
mod sample;
mod verdict;
