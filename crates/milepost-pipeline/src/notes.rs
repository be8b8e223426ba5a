//! What a long pass tells while it works, and how it is asked to stop.

use tokio::sync::watch;

/// Takes notes of what is going on, for people.
pub trait Notes: Send + Sync {
    /// One note: what was just done.
    fn note(&self, text: &str);
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNotes;

impl Notes for NoNotes {
    fn note(&self, _text: &str) {}
}

/// Asks passes to stop at the next bulletin.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Tells a pass whether it was asked to stop. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// Makes a pair.
    pub fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Stop(receiver))
    }

    /// Asks every pass that holds a [`Stop`] of this pair to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Tells whether it is time to stop.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is time to stop: for good where nobody can ask any more.
    pub async fn asked(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Default for Stop {
    /// Never asked to stop.
    fn default() -> Self {
        Self(watch::channel(false).1)
    }
}
