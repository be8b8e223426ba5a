//! Translates configuration into the parameters of the crates that do the work. Nothing below this one knows TOML.

use std::collections::BTreeMap;
use std::sync::Arc;

use milepost_config::{AuthConfig, Config, FetchConfig, ListConfig, ListKind, SourceConfig};
use milepost_document::{Limits, WorkerCommand};
use milepost_fetch::{
    AddressRange, AttachmentPolicy, AuthSpec, DelayRange, FetchLimits, FetcherOptions, JsonRows, ListPost,
    ListSpec, Pagination, Politeness, ProxySpec, Secret, SourceSpec, SpecError, TitlePattern, TlsSpec,
};
use milepost_model::{PluginId, SourceId};
use milepost_pipeline::{Reader, SourceSetup};
use milepost_schedule::{Cadence, Disabled, ReleaseCalendar, SourceSchedule};

use crate::{Refusal, ServiceOptions};

/// The parameters of the fetcher.
pub(crate) fn fetcher(config: &FetchConfig, options: &ServiceOptions) -> Result<FetcherOptions, Refusal> {
    let standard = FetcherOptions::new(Arc::clone(&options.clock));
    Ok(FetcherOptions {
        limits: FetchLimits {
            total: config.timeout,
            max_page_bytes: config.max_page_bytes,
            max_attachment_bytes: config.max_attachment_bytes,
            ..FetchLimits::default()
        },
        politeness: Politeness {
            delay: config.delay.map(delay).unwrap_or_default(),
            robots: config.robots,
            concurrency: usize::try_from(config.concurrency).unwrap_or(1),
            ..Politeness::default()
        },
        contact: config.contact.clone().unwrap_or_default(),
        seed: options.seed,
        allow_addresses: ranges(&config.allow_addresses, "fetch.allow_addresses")?,
        ..standard
    })
}

/// How documents are parsed.
pub(crate) fn reader(config: &FetchConfig, options: &ServiceOptions) -> Reader {
    let bytes = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let worker = options.worker_program.as_ref().map(|program| WorkerCommand {
        program: program.clone(),
        args: vec!["parse-worker".to_owned()],
        pdftotext: options.pdftotext.clone(),
    });
    let limits = Limits {
        max_text_bytes: bytes(config.max_page_bytes),
        max_attachment_bytes: bytes(config.max_attachment_bytes),
        ..Limits::default()
    };
    Reader { limits, worker }
}

/// One source, as the pipeline takes it.
pub(crate) fn source(config: &SourceConfig) -> Result<SourceSetup, Refusal> {
    let place = config.file.display().to_string();
    let patterns = |texts: &[String], key: &str| {
        let parse = |text: &String| TitlePattern::parse(text).map_err(|error| wrong(error, &place, key));
        texts.iter().map(parse).collect::<Result<Vec<_>, _>>()
    };
    let spec = SourceSpec {
        lists: config
            .lists
            .iter()
            .map(|config| list(config).map_err(|error| wrong(error, &place, "list")))
            .collect::<Result<_, _>>()?,
        documents: config.documents.clone(),
        title_include: patterns(&config.title_include, "title_include")?,
        title_exclude: patterns(&config.title_exclude, "title_exclude")?,
        hosts: config.allow_hosts.clone(),
        since: config.since,
        max_pages: config.max_pages,
        max_articles: config.max_bulletins,
        attachments: if config.attachments {
            AttachmentPolicy::Follow
        } else {
            AttachmentPolicy::Ignore
        },
        tls: tls(config, &place)?,
        auth: config
            .auth
            .as_ref()
            .map(|auth| credentials(auth, &place))
            .transpose()?,
        proxy: config.proxy.as_ref().map(|url| ProxySpec {
            url: url.clone(),
            login: None,
        }),
        allow_addresses: ranges(&config.allow_addresses, &place)?,
        delay: config.delay.map(delay),
        drop_folder: config.folder.clone(),
        ..SourceSpec::new(config.id.clone())
    };
    Ok(SourceSetup {
        spec,
        tier: config.tier,
        plugins: config.plugins.clone(),
    })
}

/// The schedule of every source that has one, and those whose schedule means nothing.
pub(crate) fn schedules(config: &Config) -> (Vec<SourceSchedule>, Vec<Disabled>) {
    let (mut schedules, mut disabled) = (Vec::new(), Vec::new());
    for source in config.sources.iter().filter(|source| source.enabled) {
        match schedule(source) {
            Ok(schedule) => schedules.push(schedule),
            Err(reason) => disabled.push(Disabled {
                source: source.id.clone(),
                reason,
            }),
        }
    }
    (schedules, disabled)
}

/// The schedule of one source.
pub(crate) fn schedule(source: &SourceConfig) -> Result<SourceSchedule, String> {
    let calendar = source.expect.as_ref().map(|expect| {
        let cadence = Cadence::parse(&expect.period).map_err(|error| error.to_string())?;
        ReleaseCalendar::new(cadence, expect.window, expect.hours).map_err(|error| error.to_string())
    });
    Ok(SourceSchedule {
        source: source.id.clone(),
        cron: source.schedule.clone(),
        zone: source.zone,
        calendar: calendar.transpose()?,
    })
}

/// What the operator set for extractors; the stock rules extractor is also given the rule files, if only none.
pub(crate) fn plugin_settings(config: &Config) -> BTreeMap<PluginId, Vec<(String, String)>> {
    let mut settings = config.main.plugins.settings.clone();
    if let Ok(rules) = PluginId::parse("rules") {
        let all: Vec<&serde_json::Value> = config
            .rules
            .iter()
            .filter_map(|file| file.json.get("rule").and_then(serde_json::Value::as_array))
            .flatten()
            .collect();
        let json = serde_json::json!({ "rule": all });
        let own = settings.entry(rules).or_default();
        if !own.iter().any(|(key, _)| key == "rules") {
            own.push(("rules".to_owned(), json.to_string()));
        }
    }
    settings
}

/// A source for bulletins that a person hands in without saying where they belong.
pub(crate) fn by_hand(fetch: &FetchConfig) -> Result<SourceSetup, Refusal> {
    /// Official or not is not known: below every configured publisher, above hearsay.
    const TIER: u8 = 5;
    let id = SourceId::parse("by-hand").map_err(|error| Refusal::failed(error.to_string()))?;
    let mut spec = SourceSpec::new(id);
    spec.allow_addresses = ranges(&fetch.allow_addresses, "fetch.allow_addresses")?;
    spec.tls.allow_http = true;
    let tier = milepost_model::SourceTier::new(TIER).unwrap_or(milepost_model::SourceTier::OFFICIAL);
    Ok(SourceSetup {
        spec,
        tier,
        plugins: Vec::new(),
    })
}

fn list(config: &ListConfig) -> Result<ListSpec, SpecError> {
    let kind = match config.kind {
        // The fetcher tells the kinds of feed by their bytes.
        ListKind::Auto | ListKind::Feed => milepost_fetch::ListKind::Auto,
        ListKind::Html => milepost_fetch::ListKind::Html,
        ListKind::Sitemap => milepost_fetch::ListKind::Sitemap,
        ListKind::Json => milepost_fetch::ListKind::Json,
    };
    let pagination = if config.is_template() {
        Pagination::Template {
            url: config.url.clone(),
            rows: config.per_page,
        }
    } else {
        Pagination::Auto
    };
    let rows = config
        .rows
        .as_ref()
        .map(|rows| JsonRows::parse(&rows.items, &rows.url, &rows.title, rows.date.as_deref()));
    Ok(ListSpec {
        kind,
        pagination,
        post: config.post.as_ref().map(|post| ListPost {
            body: post.body.clone(),
            content_type: post.media.clone(),
            rows: config.per_page,
        }),
        rows: rows.transpose()?,
        ..ListSpec::new(&config.url)
    })
}

/// The host of an address, without its port.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let bracketed = authority.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let host = bracketed.map_or_else(
        || authority.split(':').next().unwrap_or(authority),
        |(host, _)| host,
    );
    Some(host.to_ascii_lowercase()).filter(|host| !host.is_empty())
}

/// The source that has lists or bulletins on a host.
pub(crate) fn source_of_host<'a>(config: &'a Config, host_name: &str) -> Option<&'a SourceId> {
    let is_on = |url: &String| host(url).as_deref() == Some(host_name);
    config
        .sources
        .iter()
        .find(|source| source.lists.iter().any(|list| is_on(&list.url)) || source.documents.iter().any(is_on))
        .map(|source| &source.id)
}

fn tls(config: &SourceConfig, place: &str) -> Result<TlsSpec, Refusal> {
    let extra_ca = match &config.tls.extra_ca {
        None => Vec::new(),
        Some(file) => vec![
            std::fs::read_to_string(file)
                .map_err(|error| wrong(format!("{}: {error}", file.display()), place, "tls.extra_ca"))?,
        ],
    };
    Ok(TlsSpec {
        extra_ca,
        allow_http: config.tls.allow_http,
        insecure: config.tls.insecure.clone(),
        legacy: config.tls.legacy.then(|| "curl".into()),
    })
}

fn credentials(config: &AuthConfig, place: &str) -> Result<AuthSpec, Refusal> {
    let variable = |name: &str| {
        std::env::var(name).map_err(|_unset| {
            Refusal::usage(format!("the environment variable `{name}` is not set"))
                .at(place)
                .hint("`[auth]` of this source reads a secret from it")
        })
    };
    Ok(match config {
        AuthConfig::BearerEnv(name) => AuthSpec::Bearer {
            token: Secret::new(&variable(name)?),
        },
        AuthConfig::BearerFile(file) => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| wrong(format!("{}: {error}", file.display()), place, "auth.bearer_file"))?;
            AuthSpec::Bearer {
                token: Secret::new(text.trim()),
            }
        }
        AuthConfig::BasicEnv { user, password_env } => AuthSpec::Basic {
            user: user.clone(),
            password: Secret::new(&variable(password_env)?),
        },
    })
}

fn ranges(texts: &[String], place: &str) -> Result<Vec<AddressRange>, Refusal> {
    texts
        .iter()
        .map(|text| AddressRange::parse(text).map_err(|error| wrong(error, place, "allow_addresses")))
        .collect()
}

const fn delay(range: milepost_config::DelayRange) -> DelayRange {
    DelayRange {
        min: range.min,
        max: range.max,
    }
}

fn wrong(error: impl std::fmt::Display, place: &str, key: &str) -> Refusal {
    Refusal::usage(format!("`{key}`: {error}"))
        .at(place)
        .hint("run `milepost check`")
}
