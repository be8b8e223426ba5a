//! The pace towards each registrable domain: one request at a time, a pause between two that follows how fast the
//! site answers, and silence where the site asked for it. Pauses are kept by the runtime's clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::limits::{DelayRange, Politeness};

/// The paces of all domains.
#[derive(Debug)]
pub(crate) struct Paces {
    domains: Mutex<HashMap<Box<str>, Arc<Domain>>>,
    /// Fetches at once, over all domains.
    overall: Arc<Semaphore>,
    max_domains: usize,
    max_crawl_delay: Duration,
}

#[derive(Debug)]
struct Domain {
    gate: Arc<Semaphore>,
    pace: Mutex<Pace>,
}

#[derive(Debug, Clone, Copy)]
struct Pace {
    /// Not before this.
    next: Option<Instant>,
    /// The site asked to be left alone until this.
    quiet_until: Option<Instant>,
    crawl_delay: Duration,
    last_used: Instant,
}

/// The right to send one request to a domain. Dropped without [`finish`](Self::finish), it leaves the shortest pause.
#[derive(Debug)]
pub(crate) struct Turn {
    domain: Arc<Domain>,
    delay: DelayRange,
    /// None where pacing is off: then only the places over all domains bound what happens at once.
    _gate: Option<OwnedSemaphorePermit>,
    _overall: OwnedSemaphorePermit,
}

impl Paces {
    pub(crate) fn new(politeness: &Politeness) -> Self {
        Self {
            domains: Mutex::new(HashMap::new()),
            overall: Arc::new(Semaphore::new(politeness.concurrency.max(1))),
            max_domains: politeness.max_domains.max(1),
            max_crawl_delay: politeness.max_crawl_delay,
        }
    }

    /// Waits for the domain's turn. `Err` with the rest of the wait where the site asked to be left alone for
    /// longer than `patience`; `Ok(None)` when the runtime is shutting down.
    pub(crate) async fn turn(
        &self,
        key: &str,
        delay: DelayRange,
        patience: Duration,
    ) -> Result<Option<Turn>, Duration> {
        let domain = self.domain(key);
        let gate = if delay == DelayRange::OFF {
            None
        } else {
            let Ok(gate) = Arc::clone(&domain.gate).acquire_owned().await else {
                return Ok(None);
            };
            Some(gate)
        };
        let now = Instant::now();
        let pace = domain.pace();
        if let Some(quiet) = pace.quiet_until.map(|at| at.saturating_duration_since(now))
            && quiet > patience
        {
            return Err(quiet);
        }
        let next = pace.next.max(pace.quiet_until);
        if let Some(next) = next.filter(|next| *next > now) {
            tokio::time::sleep_until(next).await;
        }
        // Taken last, so that a fetch that waits for its domain holds no place of the others.
        let Ok(overall) = Arc::clone(&self.overall).acquire_owned().await else {
            return Ok(None);
        };
        Ok(Some(Turn {
            domain,
            delay,
            _gate: gate,
            _overall: overall,
        }))
    }

    /// Takes note of a `Crawl-delay`.
    pub(crate) fn crawl_delay(&self, key: &str, delay: Option<Duration>) {
        let delay = delay.unwrap_or_default().min(self.max_crawl_delay);
        let domain = self.domain(key);
        domain.change(|pace| pace.crawl_delay = delay);
    }

    /// Takes note that the site wants to be left alone for a while.
    pub(crate) fn quiet(&self, key: &str, wait: Duration) {
        let until = Instant::now().checked_add(wait);
        let domain = self.domain(key);
        domain.change(|pace| pace.quiet_until = pace.quiet_until.max(until));
    }

    /// Returns how many domains are remembered.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.domains.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn domain(&self, key: &str) -> Arc<Domain> {
        let now = Instant::now();
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(domain) = domains.get(key) {
            domain.change(|pace| pace.last_used = now);
            return Arc::clone(domain);
        }
        if domains.len() >= self.max_domains {
            forget_idle(&mut domains);
        }
        let domain = Arc::new(Domain {
            gate: Arc::new(Semaphore::new(1)),
            pace: Mutex::new(Pace {
                next: None,
                quiet_until: None,
                crawl_delay: Duration::ZERO,
                last_used: now,
            }),
        });
        domains.insert(key.into(), Arc::clone(&domain));
        domain
    }
}

/// Forgets the longer unused half of the domains that nobody is waiting for.
fn forget_idle(domains: &mut HashMap<Box<str>, Arc<Domain>>) {
    let mut uses: Vec<Instant> = domains.values().map(|domain| domain.pace().last_used).collect();
    uses.sort_unstable();
    let Some(median) = uses.get(uses.len() / 2).copied() else {
        return;
    };
    domains.retain(|_, domain| Arc::strong_count(domain) > 1 || domain.pace().last_used > median);
}

impl Domain {
    fn pace(&self) -> Pace {
        *self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Pace)) {
        change(&mut self.pace.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Turn {
    /// Ends the request and sets the pause after it: five times what it took, within the bounds, and no shorter than
    /// the site's own `Crawl-delay`.
    pub(crate) fn finish(self, took: Duration) {
        self.pause(took);
    }

    fn pause(&self, took: Duration) {
        let wanted = took.saturating_mul(5).min(self.delay.max).max(self.delay.min);
        let now = Instant::now();
        self.domain.change(|pace| {
            let next = now.checked_add(wanted.max(pace.crawl_delay));
            pace.next = pace.next.max(next);
            pace.last_used = now;
        });
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.pause(Duration::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_mins(1);

    fn paces() -> Paces {
        Paces::new(&Politeness::default())
    }

    async fn ask(paces: &Paces, key: &str, took: Duration) -> Duration {
        let start = Instant::now();
        let turn = paces.turn(key, DelayRange::default(), PATIENCE).await;
        let waited = start.elapsed();
        turn.unwrap().unwrap().finish(took);
        waited
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_is_five_times_the_answer_between_3_and_30_seconds() {
        let paces = paces();
        for (took_millis, pause_secs) in [(10, 3), (1_000, 5), (20_000, 30)] {
            let key = format!("{took_millis}");
            let first = ask(&paces, &key, Duration::from_millis(took_millis)).await;
            assert_eq!(first, Duration::ZERO);
            let second = ask(&paces, &key, Duration::ZERO).await;
            assert_eq!(second.as_secs(), pause_secs, "{took_millis}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_crawl_delay_counts_up_to_300_seconds() {
        let paces = paces();
        for (asked, kept) in [(60, 60), (10_000, 300)] {
            let key = format!("{asked}");
            paces.crawl_delay(&key, Some(Duration::from_secs(asked)));
            ask(&paces, &key, Duration::ZERO).await;
            assert_eq!(ask(&paces, &key, Duration::ZERO).await.as_secs(), kept);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn domains_do_not_wait_for_each_other() {
        let paces = paces();
        ask(&paces, "a", Duration::from_secs(9)).await;
        assert_eq!(ask(&paces, "b", Duration::ZERO).await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_silence_is_handed_back_and_a_short_one_waited_for() {
        let paces = paces();
        paces.quiet("a", Duration::from_hours(1));
        let refused = paces.turn("a", DelayRange::default(), PATIENCE).await;
        assert_eq!(refused.err().map(|left| left.as_secs()), Some(3600));
        paces.quiet("b", Duration::from_secs(20));
        assert_eq!(ask(&paces, "b", Duration::ZERO).await.as_secs(), 20);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_is_dropped_leaves_a_pause_all_the_same() {
        let paces = paces();
        drop(paces.turn("a", DelayRange::default(), PATIENCE).await);
        assert_eq!(ask(&paces, "a", Duration::ZERO).await.as_secs(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn the_table_stays_within_its_bound() {
        let paces = paces();
        for host in 0..25_000 {
            paces.crawl_delay(&format!("bureau-{host}.gov.cn"), None);
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        assert!(paces.len() <= 10_000);
    }

    /// The resident memory of this process, in bytes; `None` where the system does not tell.
    fn resident() -> Option<u64> {
        let text = std::fs::read_to_string("/proc/self/statm").ok()?;
        let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
        pages.checked_mul(4096)
    }

    #[tokio::test(start_paused = true)]
    async fn ten_thousand_domains_take_at_most_20_mib() {
        let paces = paces();
        let before = resident();
        for host in 0..10_000 {
            ask(
                &paces,
                &format!("statistics-bureau-{host}.gov.cn"),
                Duration::ZERO,
            )
            .await;
        }
        assert_eq!(paces.len(), 10_000);
        if let Some((before, after)) = before.zip(resident()) {
            let grown = after.saturating_sub(before);
            assert!(grown <= 20 * 1024 * 1024, "{grown} bytes");
        }
    }
}
