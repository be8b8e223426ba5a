//! Answers commands that come over the local socket, each on its own task.

use milepost_service::{Progress, Service};
use tokio::io::BufReader;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::{events, socket};

/// How many notes of progress may wait for a slow reader; older ones are dropped, for each says it all.
const WAITING_NOTES: usize = 64;

/// Answers commands until `stop` turns true, then lets those in flight finish.
pub(crate) async fn serve(service: Service, listener: UnixListener, mut stop: watch::Receiver<bool>) {
    let mut conversations = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _stopped = stop.wait_for(|stop| *stop) => break,
            // Ended conversations are let go of as they end.
            Some(_ended) = conversations.join_next() => continue,
        };
        match accepted {
            Ok((stream, _address)) => {
                conversations.spawn(converse(service.clone(), stream));
            }
            Err(error) => events::connection_failed(&error),
        }
    }
    while conversations.join_next().await.is_some() {}
}

async fn converse(service: Service, stream: UnixStream) {
    let mut stream = BufReader::new(stream);
    let request = match socket::read_request(&mut stream).await {
        Ok(request) => request,
        Err(refusal) => {
            told(socket::write_answer(&mut stream, Err(refusal)).await);
            return;
        }
    };
    let (sender, mut notes) = mpsc::channel(WAITING_NOTES);
    let forward = Forward(sender);
    let answering = service.answer(request, &forward);
    tokio::pin!(answering);
    // A reader that went away does not stop the work: what was asked for is done.
    let mut is_listening = true;
    let answer = loop {
        tokio::select! {
            answer = &mut answering => break answer,
            Some(note) = notes.recv() => {
                if is_listening {
                    is_listening = socket::write_progress(&mut stream, note).await.is_ok();
                }
            }
        }
    };
    told(socket::write_answer(&mut stream, answer).await);
}

fn told(written: std::io::Result<()>) {
    if let Err(error) = written {
        events::connection_failed(&error);
    }
}

struct Forward(mpsc::Sender<String>);

impl Progress for Forward {
    fn note(&self, text: &str) {
        // Full: the reader is slow, and the next note says more.
        let _dropped = self.0.try_send(text.to_owned());
    }
}
