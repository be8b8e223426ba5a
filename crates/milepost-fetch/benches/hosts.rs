//! What 10,000 hosts cost in memory: each is asked for its robots.txt and one page, and remembered with its pace, rules
//! and breaker.

use std::sync::Arc;

use milepost_fetch::{
    AddressRange, Clock, DelayRange, Fetcher, FetcherOptions, FixedClock, Politeness, SourceSpec, Validators,
};
use milepost_model::SourceId;
use milepost_testkit::{Body, Reply, Server};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const HOSTS: usize = 10_000;
const AT_ONCE: usize = 8;

fn main() -> Result<(), Failure> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let server = Server::start(|request| {
        // Connections end with their answer: what idle ones cost is the client's, and ends after seconds.
        let text = if request.path == "/robots.txt" {
            "User-agent: *\nDisallow: /admin/\nDisallow: /search\n".to_owned()
        } else {
            format!(
                "<html><body>{}</body></html>",
                "<p>全市经济运行总体平稳。</p>".repeat(60)
            )
        };
        Reply::new(200, "")
            .with("Content-Type", "text/html")
            .sent(Body::UntilClose(text.into_bytes()))
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let clock: Arc<dyn Clock> = Arc::new(FixedClock("2026-01-15T04:00:00Z".parse()?));
    let mut options = FetcherOptions {
        politeness: Politeness {
            delay: DelayRange::OFF,
            concurrency: AT_ONCE,
            ..Politeness::default()
        },
        ..FetcherOptions::new(clock)
    };
    let site = |number: usize| format!("city{number}-example.com");
    for number in 0..HOSTS {
        options.hosts.insert(site(number), vec!["127.0.0.1".parse()?]);
    }
    let fetcher = Arc::new(Fetcher::new(options)?);
    let mut spec = SourceSpec::new(SourceId::parse("bench")?);
    spec.allow_addresses = vec![AddressRange::parse("127.0.0.1")?];
    spec.tls.allow_http = true;
    spec.hosts = (0..HOSTS).map(site).collect();
    let spec = Arc::new(spec);
    // The first hosts pay for what is there once: threads, buffers, the client.
    let warm = HOSTS / 100;
    runtime.block_on(visit(&fetcher, &spec, &server, (0..warm).map(site).collect()))?;
    let before = resident();
    runtime.block_on(visit(&fetcher, &spec, &server, (warm..HOSTS).map(site).collect()))?;
    let grown = resident().saturating_sub(before);
    tell(&format!(
        "{HOSTS} hosts remembered: {:.1} MiB, {} bytes a host",
        f64::from(u32::try_from(grown / 1024)?) / 1024.0,
        grown / u64::try_from(HOSTS - warm)?
    ));
    Ok(())
}

async fn visit(
    fetcher: &Arc<Fetcher>,
    spec: &Arc<SourceSpec>,
    server: &Server,
    hosts: Vec<String>,
) -> Result<(), Failure> {
    let mut running = tokio::task::JoinSet::new();
    for host in hosts {
        if running.len() >= AT_ONCE
            && let Some(done) = running.join_next().await
        {
            done??;
        }
        let (fetcher, spec, url) = (
            Arc::clone(fetcher),
            Arc::clone(spec),
            server.url_as(&host, "/a.html"),
        );
        running.spawn(async move {
            let fetched = fetcher.fetch(&spec, &url, &Validators::default()).await?;
            match fetched.content {
                Some(_) => Ok::<(), Failure>(()),
                None => Err(format!("{url}: {}", fetched.outcome.reason).into()),
            }
        });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

/// The resident memory of this process, in bytes.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = text
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    pages * 4096
}

#[expect(clippy::print_stdout, reason = "a benchmark's result is its output")]
fn tell(line: &str) {
    println!("{line}");
}
