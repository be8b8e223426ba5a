//! The bounds of a fetch: times, sizes, counts and manners. Every number can be configured; the defaults are those
//! that suit official sites.

use std::time::Duration;

/// Bounds on one fetch. Times count per attempt; sizes count after inflation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchLimits {
    /// Time for connecting, TLS included.
    pub connect: Duration,
    /// Time from the request to the end of the response's head.
    pub headers: Duration,
    /// Longest silence within a body.
    pub idle: Duration,
    /// Time for one request as a whole.
    pub total: Duration,
    /// Redirects followed.
    pub redirects: u32,
    /// Largest page, in bytes after inflation.
    pub max_page_bytes: u64,
    /// Largest attachment, in bytes after inflation.
    pub max_attachment_bytes: u64,
    /// Largest list page, feed or sitemap that discovery reads, in bytes after inflation.
    pub max_list_bytes: u64,
    /// A body may inflate to this many times its size on the wire.
    pub max_ratio: u64,
    /// Below this many inflated bytes the ratio does not count: small pages of blanks compress well.
    pub ratio_floor_bytes: u64,
    /// Pauses before the second, third, … attempt, each shortened by full jitter. Their number bounds the retries.
    pub retry_pauses: Vec<Duration>,
    /// A `Retry-After` up to this is waited for within the fetch; a longer one is handed back as `retry_at`.
    pub patience: Duration,
    /// A page of HTML shorter than this is taken for a block, not for an article.
    pub min_page_bytes: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            headers: Duration::from_secs(30),
            idle: Duration::from_secs(30),
            total: Duration::from_mins(2),
            redirects: 5,
            max_page_bytes: 20 * 1024 * 1024,
            max_attachment_bytes: 100 * 1024 * 1024,
            max_list_bytes: 20 * 1024 * 1024,
            max_ratio: 200,
            // 1 MiB: a page of 5 KB on the wire may still hold a long empty table.
            ratio_floor_bytes: 1024 * 1024,
            retry_pauses: vec![
                Duration::from_secs(2),
                Duration::from_secs(8),
                Duration::from_secs(30),
            ],
            patience: Duration::from_mins(1),
            min_page_bytes: 600,
        }
    }
}

/// The pause between two requests to one registrable domain: five times the last answer's duration, within these
/// bounds. Both zero switches pacing off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayRange {
    /// Shortest pause.
    pub min: Duration,
    /// Longest pause, a site's own `Crawl-delay` apart.
    pub max: Duration,
}

impl DelayRange {
    /// No pauses at all.
    pub const OFF: Self = Self {
        min: Duration::ZERO,
        max: Duration::ZERO,
    };
}

impl Default for DelayRange {
    fn default() -> Self {
        Self {
            min: Duration::from_secs(3),
            max: Duration::from_secs(30),
        }
    }
}

/// Manners towards all sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Politeness {
    /// The pause between two requests to one domain.
    pub delay: DelayRange,
    /// A `Crawl-delay` in robots.txt counts up to this.
    pub max_crawl_delay: Duration,
    /// Fetches at once, over all domains. At least 1.
    pub concurrency: usize,
    /// Whether robots.txt is obeyed.
    pub robots: bool,
    /// How long a robots.txt is believed.
    pub robots_lifetime: Duration,
    /// How long a site whose robots.txt cannot be had is left alone before it is asked again.
    pub robots_retry: Duration,
    /// Domains whose pace is remembered; the longest unused is forgotten first.
    pub max_domains: usize,
}

impl Default for Politeness {
    fn default() -> Self {
        Self {
            delay: DelayRange::default(),
            max_crawl_delay: Duration::from_mins(5),
            concurrency: 8,
            robots: true,
            robots_lifetime: Duration::from_hours(24),
            robots_retry: Duration::from_mins(10),
            max_domains: 10_000,
        }
    }
}
