//! 2,000 bulletins of 50 KB from a site on loopback: discovered, fetched and archived by Milepost with politeness off,
//! beside a bare loop of the same HTTP client and, where `MILEPOST_SCRAPY` names a Python with it, Scrapy with its
//! archive on. All against one server, in turns, the best of three rounds each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use milepost_fetch::{
    AddressRange, Clock, DelayRange, Fetcher, FetcherOptions, FixedClock, KnownArticles, Politeness, Reach,
    SourceSpec, Validators,
};
use milepost_model::SourceId;
use milepost_testkit::{BulletinSite, Dialect};
use tokio::task::JoinSet;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const BULLETINS: usize = 2_000;
const ROWS: usize = 50;
const BYTES: usize = 50_000;
const ROUNDS: usize = 3;
const AT_ONCE: usize = 8;

fn main() -> Result<(), Failure> {
    let site = BulletinSite::start(Dialect::FromZero, BULLETINS, ROWS, BYTES)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir()?;
    let scrapy = std::env::var_os("MILEPOST_SCRAPY").map(PathBuf::from);
    let (mut bare, mut bare_kept) = (Duration::MAX, Duration::MAX);
    let (mut unkept, mut ours, mut theirs) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for round in 0..ROUNDS {
        bare = bare.min(timed(|| runtime.block_on(bare_loop(&site, None)))?);
        let archive = folder.path().join(format!("bare-{round}"));
        bare_kept = bare_kept.min(timed(|| runtime.block_on(bare_loop(&site, Some(&archive))))?);
        unkept = unkept.min(timed(|| runtime.block_on(milepost(&site, None)))?);
        let archive = folder.path().join(format!("milepost-{round}"));
        ours = ours.min(timed(|| runtime.block_on(milepost(&site, Some(&archive))))?);
        if let Some(python) = &scrapy {
            let archive = folder.path().join(format!("scrapy-{round}"));
            theirs = theirs.min(run_scrapy(python, &site, &archive)?);
        }
    }
    report("bare reqwest loop", bare);
    report("bare reqwest loop with the same archive", bare_kept);
    report("milepost: discover, fetch", unkept);
    report("milepost: discover, fetch, archive", ours);
    let percent = |whole: Duration, part: Duration| 100.0 * whole.as_secs_f64() / part.as_secs_f64();
    tell(&format!(
        "without archives, milepost reaches {:.0} % of the bare loop",
        percent(bare, unkept)
    ));
    tell(&format!(
        "with archives, milepost reaches {:.0} % of the bare loop",
        percent(bare_kept, ours)
    ));
    if scrapy.is_some() {
        report("scrapy: discover, fetch, archive", theirs);
        tell(&format!(
            "milepost is {:.1} times as fast as scrapy",
            theirs.as_secs_f64() / ours.as_secs_f64()
        ));
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("VmHWM: not told");
    tell(&format!(
        "most memory, the site's server included: {}",
        peak.trim_start_matches("VmHWM:").trim()
    ));
    Ok(())
}

fn timed(work: impl FnOnce() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed())
}

#[expect(clippy::print_stdout, reason = "a benchmark's result is its output")]
fn tell(line: &str) {
    println!("{line}");
}

fn report(name: &str, took: Duration) {
    let each = u32::try_from(BULLETINS).map_or(Duration::ZERO, |count| took / count);
    tell(&format!(
        "{name}: {:.2} s, {} µs a bulletin",
        took.as_secs_f64(),
        each.as_micros()
    ));
}

/// The bare loop reads every bulletin's bytes, and drops or archives them.
async fn bare_loop(site: &BulletinSite, archive: Option<&Path>) -> Result<(), Failure> {
    if let Some(archive) = archive {
        std::fs::create_dir_all(archive)?;
    }
    let client = reqwest::Client::builder().no_proxy().build()?;
    let mut running = JoinSet::new();
    for number in 1..=BULLETINS {
        if running.len() >= AT_ONCE
            && let Some(done) = running.join_next().await
        {
            done??;
        }
        let (client, url) = (client.clone(), site.bulletin_url(number));
        let archive = archive.map(Path::to_owned);
        running.spawn(async move {
            let bytes = client.get(url).send().await?.bytes().await?;
            match archive {
                _ if bytes.len() < BYTES => Err(Failure::from("a short bulletin")),
                None => Ok(()),
                Some(archive) => {
                    tokio::task::spawn_blocking(move || keep(&archive, &number.to_string(), &bytes)).await?
                }
            }
        });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

async fn milepost(site: &BulletinSite, archive: Option<&Path>) -> Result<(), Failure> {
    if let Some(archive) = archive {
        std::fs::create_dir_all(archive)?;
    }
    let clock: Arc<dyn Clock> = Arc::new(FixedClock("2026-01-15T04:00:00Z".parse()?));
    let fetcher = Arc::new(Fetcher::new(FetcherOptions {
        politeness: Politeness {
            delay: DelayRange::OFF,
            concurrency: AT_ONCE,
            ..Politeness::default()
        },
        ..FetcherOptions::new(clock)
    })?);
    let mut spec = SourceSpec::new(SourceId::parse("bench")?).with_list(&site.list_url());
    spec.allow_addresses = vec![AddressRange::parse("127.0.0.1")?];
    spec.max_articles = 100_000;
    let found = fetcher
        .discover(&spec, &KnownArticles::new(), Reach::Recent)
        .await?;
    if found.articles.len() != BULLETINS {
        return Err(format!("found {} bulletins", found.articles.len()).into());
    }
    let spec = Arc::new(spec);
    let mut running = JoinSet::new();
    for article in found.articles {
        if running.len() >= AT_ONCE
            && let Some(done) = running.join_next().await
        {
            done??;
        }
        let (fetcher, spec, archive) = (
            Arc::clone(&fetcher),
            Arc::clone(&spec),
            archive.map(Path::to_owned),
        );
        running.spawn(async move {
            let fetched = fetcher.fetch(&spec, &article.url, &Validators::default()).await?;
            let content = fetched.content.ok_or(fetched.outcome.reason)?;
            let Some(archive) = archive else { return Ok(()) };
            tokio::task::spawn_blocking(move || {
                keep(&archive, &content.byte_hash.to_string(), &content.bytes)
            })
            .await?
        });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

/// Keeps bytes under their hash, compressed, written aside and renamed; as the other archive, without waiting for the
/// disk.
fn keep(archive: &Path, hash: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = archive.join(format!("{hash}.zst"));
    let aside = archive.join(format!("{hash}.part"));
    std::fs::write(&aside, zstd::bulk::compress(bytes, 3)?)?;
    std::fs::rename(aside, path)?;
    Ok(())
}

/// Runs Scrapy on the same site and returns how long its crawl took, the start of Python apart.
fn run_scrapy(python: &Path, site: &BulletinSite, archive: &Path) -> Result<Duration, Failure> {
    let spider = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scrapy_spider.py");
    let output = Command::new(python)
        .arg(spider)
        .arg(site.list_url())
        .arg(archive)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut words = text.split_whitespace();
    let (count, seconds) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if count != BULLETINS.to_string() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("scrapy read {count} bulletins: {said}").into());
    }
    Ok(Duration::from_secs_f64(seconds.parse()?))
}
