//! What a long request tells while it works.

/// Takes notes of what is going on. Called from any thread.
pub trait Progress: Send + Sync {
    /// One note, for people: what was just done.
    fn note(&self, text: &str);
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn note(&self, _text: &str) {}
}
