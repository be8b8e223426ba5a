//! The breakers of all hosts, with the changes that people are to hear about, and their text form for the store.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use milepost_model::Timestamp;

use crate::breaker::{Admission, Breaker, BreakerChange};

/// Hosts remembered with something against them.
const MAX_HOSTS: usize = 10_000;

/// Changes kept for whoever asks for them.
const MAX_CHANGES: usize = 1_000;

/// The breakers of all hosts. Hosts that nothing is held against take no room.
#[derive(Debug, Default)]
pub(crate) struct Breakers {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    hosts: BTreeMap<Box<str>, Breaker>,
    changes: VecDeque<(String, BreakerChange)>,
}

impl Breakers {
    pub(crate) fn admit(&self, host: &str, now: Timestamp) -> Admission {
        self.with(|table| {
            table
                .hosts
                .get_mut(host)
                .map_or(Admission::Go, |breaker| breaker.admit(now))
        })
    }

    pub(crate) fn succeeded(&self, host: &str) {
        self.with(|table| {
            let Some(mut breaker) = table.hosts.remove(host) else {
                return;
            };
            if let Some(change) = breaker.succeeded() {
                table.tell(host, change);
            }
        });
    }

    pub(crate) fn failed(&self, host: &str, now: Timestamp) {
        self.with(|table| {
            if !table.hosts.contains_key(host) && table.hosts.len() >= MAX_HOSTS {
                // The table is full of failing hosts: one of those that are not open makes room.
                let idle = table
                    .hosts
                    .iter()
                    .find(|(_, breaker)| breaker.open_until().is_none());
                let Some(idle) = idle.map(|(host, _)| host.clone()) else {
                    return;
                };
                table.hosts.remove(&idle);
            }
            let change = table.hosts.entry(host.into()).or_default().failed(now);
            if let Some(change) = change {
                table.tell(host, change);
            }
        });
    }

    /// Returns every breaker that holds something against its host, as text.
    pub(crate) fn export(&self) -> Vec<(String, String)> {
        self.with(|table| {
            let hosts = table.hosts.iter().filter(|(_, breaker)| !breaker.is_clean());
            hosts
                .map(|(host, breaker)| (host.to_string(), breaker.to_text()))
                .collect()
        })
    }

    /// Takes over breakers; damaged ones are left.
    pub(crate) fn import<'a>(&self, states: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.with(|table| {
            for (host, text) in states.into_iter().take(MAX_HOSTS) {
                if let Some(breaker) = Breaker::parse(text) {
                    table.hosts.insert(host.into(), breaker);
                }
            }
        });
    }

    pub(crate) fn take_changes(&self) -> Vec<(String, BreakerChange)> {
        self.with(|table| table.changes.drain(..).collect())
    }

    fn with<T>(&self, work: impl FnOnce(&mut Table) -> T) -> T {
        work(&mut self.table.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Table {
    fn tell(&mut self, host: &str, change: BreakerChange) {
        match change {
            BreakerChange::Opened(until) => tracing::warn!(host, %until, "host left alone after failures"),
            BreakerChange::Recovered => tracing::info!(host, "host answers again"),
        }
        if self.changes.len() >= MAX_CHANGES {
            self.changes.pop_front();
        }
        self.changes.push_back((host.to_owned(), change));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_go_out_and_come_in_and_changes_are_told_once() {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        let breakers = Breakers::default();
        for _ in 0..5 {
            breakers.failed("a.gov.cn:443", now);
        }
        breakers.failed("b.gov.cn:443", now);
        breakers.succeeded("b.gov.cn:443");
        let states = breakers.export();
        assert_eq!(states.len(), 1);
        assert_eq!(breakers.take_changes().len(), 1);
        assert!(breakers.take_changes().is_empty());

        let restarted = Breakers::default();
        restarted.import(states.iter().map(|(host, text)| (host.as_str(), text.as_str())));
        restarted.import([("c", "damaged")]);
        assert!(matches!(restarted.admit("a.gov.cn:443", now), Admission::Wait(_)));
        assert_eq!(restarted.export(), states);
    }
}
