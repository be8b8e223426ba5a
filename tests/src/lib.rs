//! The labelled corpus of bulletins and the measure of accuracy on it.

pub mod corpus;
pub mod corpus_check;
pub mod corpus_extract;
pub mod corpus_score;
pub mod corpus_table;
pub mod fuzz;
