//! The daemon's life: start, visit sources as they are due, answer commands, stop.

use std::net::SocketAddr;
use std::time::Duration;

use milepost_fetch::Clock as _;
use milepost_model::SourceId;
use milepost_schedule::{Action, Scheduler};
use milepost_service::{Refusal, Service, Silent};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::signals::Ends;
use crate::{SystemClock, commands, deliveries, events, extractors, http, socket};

/// 30 s: the longest sleep between two looks at the clock, which may be set meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// 45 s: passes in flight get this long to finish their bulletins; `systemd` waits 60 s by the shipped unit.
const STOP_WITHIN: Duration = Duration::from_secs(45);

/// Runs until SIGTERM or SIGINT. The data folder is open: its lock makes this the only daemon there.
///
/// # Errors
/// When the socket or the signals cannot be had, or the store cannot be read at the start.
pub async fn run(service: Service, http: Option<SocketAddr>) -> Result<(), Refusal> {
    let ends =
        Ends::take_over().map_err(|error| Refusal::failed(format!("cannot take signals over: {error}")))?;
    let listener = socket::listen(service.data_dir()).map_err(|error| {
        Refusal::failed(format!("cannot create the socket: {error}")).at(socket::socket_path(
            service.data_dir(),
        )
        .display()
        .to_string())
    })?;
    let scheduler = blocking(&service, Service::scheduler).await?;
    events::started(service.data_dir(), scheduler.states().count());
    for disabled in scheduler.disabled() {
        events::schedule_disabled(&disabled.source, &disabled.reason);
    }
    let (stop, stopped) = watch::channel(false);
    let mut servers = JoinSet::new();
    servers.spawn(commands::serve(service.clone(), listener, stopped.clone()));
    servers.spawn(extractors::watch(service.clone(), stopped.clone()));
    servers.spawn(deliveries::serve(service.clone(), stopped.clone()));
    if let Some(address) = http {
        servers.spawn(http::serve(service.clone(), address, stopped));
    }
    let mut daemon = Daemon {
        service: service.clone(),
        scheduler,
        passes: JoinSet::new(),
    };
    let signal = daemon.work(ends).await;
    events::stopping(signal);
    service.stop();
    // Nobody listens only where every server has ended by itself.
    let _nobody = stop.send(true);
    daemon.finish(&mut servers).await;
    let _gone = std::fs::remove_file(socket::socket_path(service.data_dir()));
    events::stopped();
    Ok(())
}

/// The schedule and the passes in flight.
struct Daemon {
    service: Service,
    scheduler: Scheduler,
    passes: JoinSet<SourceId>,
}

impl Daemon {
    /// Visits sources as they are due until a signal comes.
    async fn work(&mut self, mut ends: Ends) -> &'static str {
        loop {
            self.start_what_is_due().await;
            let wake = self.scheduler.next_wake();
            events::next_wake(wake);
            let until = wake.map(|at| (at - SystemClock.now()).to_std().unwrap_or_default());
            let sleep = until.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP);
            tokio::select! {
                signal = ends.next() => return signal,
                () = tokio::time::sleep(sleep) => {}
                Some(ended) = self.passes.join_next() => {
                    if let Ok(source) = ended {
                        self.ended(&source).await;
                    }
                }
            }
        }
    }

    async fn start_what_is_due(&mut self) {
        let published = match blocking(&self.service, Service::published).await {
            Ok(published) => published,
            // Without it the plain schedule still holds.
            Err(refusal) => {
                events::state_not_kept(&refusal);
                std::collections::BTreeMap::new()
            }
        };
        let actions = self.scheduler.poll(SystemClock.now(), &published);
        let has_changed = !actions.is_empty();
        let is_news = actions
            .iter()
            .any(|action| matches!(action, Action::TellOverdue { .. } | Action::TellArrived { .. }));
        for action in actions {
            self.act(action);
        }
        if has_changed {
            self.keep().await;
        }
        if is_news && let Err(refusal) = blocking(&self.service, Service::note_facts).await {
            events::state_not_kept(&refusal);
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Start {
                source,
                slot,
                is_catch_up,
            } => {
                events::source_due(&source, slot, is_catch_up);
                self.passes.spawn(visit(self.service.clone(), source));
            }
            Action::Skip { source, slot, reason } => events::slot_skipped(&source, slot, reason),
            // Noted with the other facts about sources, and told in the log there.
            Action::TellOverdue { .. } | Action::TellArrived { .. } => {}
        }
    }

    async fn ended(&mut self, source: &SourceId) {
        self.scheduler.finished(source, SystemClock.now());
        self.keep().await;
    }

    async fn keep(&self) {
        let scheduler = self.scheduler.clone();
        if let Err(refusal) = blocking(&self.service, move |service| service.keep_schedules(&scheduler)).await
        {
            events::state_not_kept(&refusal);
        }
    }

    /// Lets passes and servers finish what they are at, within bounds.
    async fn finish(&mut self, servers: &mut JoinSet<()>) {
        let all_ended = async {
            while let Some(ended) = self.passes.join_next().await {
                if let Ok(source) = ended {
                    self.scheduler.finished(&source, SystemClock.now());
                }
            }
            while servers.join_next().await.is_some() {}
        };
        if tokio::time::timeout(STOP_WITHIN, all_ended).await.is_err() {
            events::still_running(self.passes.len());
            self.passes.abort_all();
            servers.abort_all();
        }
        self.keep().await;
    }
}

/// One source's pass, told in the log. How a site behaves is no error; an error is ours or the disk's.
async fn visit(service: Service, source: SourceId) -> SourceId {
    match service.visit(&source, &Silent).await {
        Ok((outcome, reports)) => {
            let told = format!(
                "{} bulletins, {} new figures, {} reports",
                outcome.documents().count(),
                outcome.observations(),
                reports.len()
            );
            events::source_done(&source, &told);
        }
        Err(refusal) => events::source_failed(&source, &refusal),
    }
    for (host, change) in service.take_breaker_changes() {
        events::breaker(&host, change);
    }
    source
}

/// Runs `work` on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    service: &Service,
    work: impl FnOnce(&Service) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let service = service.clone();
    tokio::task::spawn_blocking(move || work(&service))
        .await
        .map_err(|error| Refusal::failed(format!("internal error: {error}")))?
}
