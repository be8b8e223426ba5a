//! A document as its format's reader leaves it: a tree, before anything is made of it.

use crate::arena::Arena;
use crate::document::Media;

/// What a reader of one format hands on.
#[derive(Debug, Clone)]
pub(crate) struct RawDocument {
    pub(crate) media: Media,
    pub(crate) charset: String,
    pub(crate) arena: Arena,
    pub(crate) warnings: Vec<String>,
}
