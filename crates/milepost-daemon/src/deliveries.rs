//! Sends what is due every few seconds, beside everything else: a channel that hangs delays no source.

use std::time::Duration;

use milepost_service::Service;
use tokio::sync::watch;

use crate::events;

/// 5 s between two looks: an alert is prompt, and looking costs a few records read from memory.
const EVERY: Duration = Duration::from_secs(5);

/// Sends until `stop` turns true. What is being sent then is finished; the time for it is bounded by the channels.
pub(crate) async fn serve(service: Service, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(refusal) = service.deliver_due().await {
            events::not_delivered(&refusal);
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _stopped = stop.wait_for(|stop| *stop) => return,
        }
    }
}
