//! The report as data: what programs read, what later reports compare with, and what every form is written from.

pub mod text;
pub mod v1;
