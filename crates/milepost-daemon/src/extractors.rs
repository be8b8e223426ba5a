//! Looks at the folder of extractors now and then: takes up what was installed, and says what merely lies there.

use std::collections::BTreeSet;
use std::time::Duration;

use milepost_service::Service;
use tokio::sync::watch;

use crate::daemon::blocking;
use crate::events;

/// 5 s: an author who drops a file looks at the log soon; a look reads one small file and the names in one folder.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Looks until `stop` turns true. Each file that merely lies there is told once, as is each kind of trouble.
pub(crate) async fn watch(service: Service, mut stop: watch::Receiver<bool>) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut trouble = None;
    loop {
        match blocking(&service, Service::look_at_plugins).await {
            Ok(dropped) => {
                trouble = None;
                for file in dropped.iter().filter(|file| !told.contains(*file)) {
                    events::component_dropped(file);
                }
                // One that is taken away and dropped again is told again.
                told = dropped.into_iter().collect();
            }
            Err(refusal) => {
                if trouble.as_ref() != Some(&refusal.message) {
                    events::extractors_not_looked_at(&refusal);
                }
                trouble = Some(refusal.message);
            }
        }
        tokio::select! {
            _stopped = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}
