//! Remembers what the robots.txt of each site says, and until when. Asking for it is the fetcher's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use milepost_model::Timestamp;

use crate::robots::Robots;

/// Sites remembered; where there are more, all are asked again.
const MAX_SITES: usize = 10_000;

/// Bytes of rules remembered over all sites, roughly; where there are more, all are asked again.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// What is known of a site's rules.
#[derive(Debug, Clone)]
pub(crate) enum Rules {
    /// Its robots.txt, or none.
    Known(Arc<Robots>),
    /// It could not be had; the site is left alone until then.
    Unreachable { until: Timestamp, why: Arc<str> },
}

/// The rules of all sites.
#[derive(Debug, Default)]
pub(crate) struct RobotsCache {
    sites: Mutex<Sites>,
}

#[derive(Debug, Default)]
struct Sites {
    kept: HashMap<Box<str>, (Timestamp, Rules)>,
    /// Of everything put in since it was empty.
    bytes: usize,
}

impl RobotsCache {
    /// Returns the rules of a site where they are still believed.
    pub(crate) fn get(&self, origin: &str, now: Timestamp) -> Option<Rules> {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites
            .kept
            .get(origin)
            .filter(|(until, _)| now < *until)
            .map(|(_, rules)| rules.clone())
    }

    /// Remembers a robots.txt for a while.
    pub(crate) fn keep(
        &self,
        origin: &str,
        robots: Robots,
        now: Timestamp,
        lifetime: Duration,
    ) -> Arc<Robots> {
        let robots = Arc::new(robots);
        self.put(origin, later(now, lifetime), Rules::Known(Arc::clone(&robots)));
        robots
    }

    /// Remembers that a robots.txt could not be had.
    pub(crate) fn keep_away(&self, origin: &str, why: &str, until: Timestamp) {
        self.put(
            origin,
            until,
            Rules::Unreachable {
                until,
                why: why.into(),
            },
        );
    }

    fn put(&self, origin: &str, until: Timestamp, rules: Rules) {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = match &rules {
            Rules::Known(robots) => robots.weight(),
            Rules::Unreachable { why, .. } => why.len(),
        };
        if sites.kept.len() >= MAX_SITES || sites.bytes.saturating_add(bytes) > MAX_BYTES {
            *sites = Sites::default();
        }
        sites.bytes = sites.bytes.saturating_add(bytes);
        sites.kept.insert(origin.into(), (until, rules));
    }
}

/// Adds a duration to an instant; stands still at the end of time.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    chrono::TimeDelta::from_std(by)
        .ok()
        .and_then(|delta| at.checked_add_signed(delta))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_believed_for_their_time_only() {
        let (cache, now) = (RobotsCache::default(), "2026-01-01T00:00:00Z".parse().unwrap());
        let day = Duration::from_hours(24);
        cache.keep("https://a", Robots::default(), now, day);
        assert!(cache.get("https://a", later(now, day / 2)).is_some());
        assert!(cache.get("https://a", later(now, day)).is_none());
        cache.keep_away("https://b", "status 503", later(now, day));
        assert!(matches!(
            cache.get("https://b", now),
            Some(Rules::Unreachable { .. })
        ));
    }
}
