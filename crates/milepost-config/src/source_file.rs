//! Reads a source file: where bulletins appear, when to look, and how to behave there.

use std::path::{Path, PathBuf};

use milepost_model::{Bilingual, NaiveDate, PluginId, SourceId, SourceTier};
use milepost_schedule::{CronSpec, Zone};

use crate::duration::{DelayRange, delay_range};
use crate::list_table::{ListConfig, address, list};
use crate::plan_file::bilingual;
use crate::problem::Problem;
use crate::section::{Section, SourceText};

/// A place where bulletins appear.
#[derive(Debug, Clone)]
pub struct SourceConfig {
    /// Names the source.
    pub id: SourceId,
    /// The source's title.
    pub title: Bilingual,
    /// How much it is to be believed.
    pub tier: SourceTier,
    /// When to look; none for a source that is only ingested by hand.
    pub schedule: Option<CronSpec>,
    /// The zone the schedule is meant in.
    pub zone: Zone,
    /// When a bulletin is expected, for alerts about silence.
    pub expect: Option<Expect>,
    /// The lists of bulletins.
    pub lists: Vec<ListConfig>,
    /// Single bulletins, by address.
    pub documents: Vec<String>,
    /// A folder whose files are bulletins.
    pub folder: Option<PathBuf>,
    /// Regular expressions: a row whose title matches none of them is left out. Empty: every row is taken.
    pub title_include: Vec<String>,
    /// Regular expressions: a row whose title matches one of them is left out.
    pub title_exclude: Vec<String>,
    /// Hosts besides the lists' own that rows may point to.
    pub allow_hosts: Vec<String>,
    /// Nothing listed before this day is taken.
    pub since: Option<NaiveDate>,
    /// At most this many list pages a run.
    pub max_pages: u32,
    /// At most this many bulletins a run.
    pub max_bulletins: u32,
    /// Whether attachments are fetched with their bulletin.
    pub attachments: bool,
    /// Only these extractors read this source's bulletins. Empty: all installed ones.
    pub plugins: Vec<PluginId>,
    /// CIDR ranges that this source may be served from though they are private or loopback.
    pub allow_addresses: Vec<String>,
    /// Pause between two requests to the source's domain; none for the general one.
    pub delay: Option<DelayRange>,
    /// TLS beyond the ordinary.
    pub tls: TlsConfig,
    /// A proxy's address.
    pub proxy: Option<String>,
    /// Where the credentials come from.
    pub auth: Option<AuthConfig>,
    /// Switched off sources are kept and shown, not visited.
    pub enabled: bool,
    /// The file it was read from.
    pub file: PathBuf,
}

/// When a bulletin is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// `month`, `quarter`, `half` or `year`.
    pub period: String,
    /// Days of the month after the period's end, first and last.
    pub window: (u32, u32),
    /// Hours of the day within which it appears, first and last.
    pub hours: (u32, u32),
}

/// TLS beyond the ordinary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsConfig {
    /// A PEM file with further certificate authorities.
    pub extra_ca: Option<PathBuf>,
    /// Plain HTTP is allowed.
    pub allow_http: bool,
    /// Verification is off, for this written reason, which marks every observation.
    pub insecure: Option<String>,
    /// The site speaks TLS 1.0 or 1.1 only, and is asked with `curl`.
    pub legacy: bool,
}

/// Where credentials come from. Never the credentials themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthConfig {
    /// A bearer token in an environment variable.
    BearerEnv(String),
    /// A bearer token in a file.
    BearerFile(PathBuf),
    /// A user name, and the password in an environment variable.
    BasicEnv {
        /// The user name.
        user: String,
        /// The variable that holds the password.
        password_env: String,
    },
}

/// Reads the text of a source file.
///
/// Returns the source where enough of it could be read, and everything wrong with it.
pub fn read_source(file: &Path, text: &str) -> (Option<SourceConfig>, Vec<Problem>) {
    let source = SourceText::new(file, text);
    let read = {
        let root = source.root();
        let read = source_config(&root, file);
        root.finish();
        read
    };
    (read, source.into_problems())
}

fn source_config(root: &Section<'_>, file: &Path) -> Option<SourceConfig> {
    let folder_of = |path: &str| file.parent().unwrap_or(Path::new(".")).join(path);
    let id = root.required("id", SourceId::parse);
    let title = bilingual(root, "title");
    let tier = root
        .integer("tier", 1..=9)
        .and_then(|tier| SourceTier::new(u8::try_from(tier).ok()?));
    if tier.is_none() && !root.has("tier") {
        root.error(
            "tier",
            "missing; 1 (the publishing office itself) to 9 was expected",
            None,
        );
    }
    let schedule = root.parsed("schedule", CronSpec::parse).map(|cron| cron.value);
    let zone = root.parsed("zone", Zone::parse).map(|zone| zone.value);
    let expect = root.table("expect").and_then(|table| expect(table));
    let lists: Vec<ListConfig> = root
        .tables("list")
        .into_iter()
        .filter_map(|table| list(table))
        .collect();
    let documents: Vec<String> = root
        .texts("documents")
        .into_iter()
        .filter_map(|document| match address(&document.value) {
            Ok(address) => Some(address),
            Err(message) => {
                root.error_at(document.at, "documents", message, None);
                None
            }
        })
        .collect();
    let folder = root.text("folder").map(|folder| folder_of(&folder.value));
    if lists.is_empty() && documents.is_empty() && folder.is_none() && !root.has("list") {
        root.error(
            "list",
            "nothing to look at: [[list]], `documents` or `folder` was expected",
            None,
        );
    }
    let texts = |key| {
        root.texts(key)
            .into_iter()
            .map(|text| text.value)
            .collect::<Vec<_>>()
    };
    let plugins = root
        .texts("plugins")
        .into_iter()
        .filter_map(|plugin| match PluginId::parse(&plugin.value) {
            Ok(id) => Some(id),
            Err(error) => {
                root.error_at(plugin.at, "plugins", error.to_string(), None);
                None
            }
        })
        .collect();
    let count = |key, default: u32, most: i64| {
        root.integer(key, 1..=most)
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(default)
    };
    let config = SourceConfig {
        id: id?.value,
        title: title?,
        tier: tier?,
        schedule,
        // Most official sites this ships for are Chinese; the zone is printed by `check`.
        zone: zone.map_or_else(|| Zone::parse("Asia/Shanghai"), Ok).ok()?,
        expect,
        lists,
        documents,
        folder,
        title_include: texts("title_include"),
        title_exclude: texts("title_exclude"),
        allow_hosts: texts("allow_hosts"),
        since: root.date("since").map(|date| date.value),
        max_pages: count("max_pages", 5, 1000),
        max_bulletins: count("max_bulletins", 200, 100_000),
        attachments: root.boolean("attachments").unwrap_or(true),
        plugins,
        allow_addresses: addresses(root),
        delay: root.table("delay").and_then(|table| delay_range(table)),
        tls: root
            .table("tls")
            .map(|table| tls(table, &folder_of))
            .unwrap_or_default(),
        proxy: root.parsed("proxy", web_address).map(|proxy| proxy.value),
        auth: root.table("auth").and_then(|table| auth(table, &folder_of)),
        enabled: root.boolean("enabled").unwrap_or(true),
        file: file.to_path_buf(),
    };
    Some(config)
}

/// Reads CIDR ranges such as `127.0.0.0/8`.
pub(crate) fn addresses(section: &Section<'_>) -> Vec<String> {
    let mut ranges = Vec::new();
    for range in section.texts("allow_addresses") {
        let legal = range.value.split_once('/').is_some_and(|(address, bits)| {
            let most = match address.parse::<std::net::IpAddr>() {
                Ok(std::net::IpAddr::V4(_)) => 32,
                Ok(std::net::IpAddr::V6(_)) => 128,
                Err(_) => return false,
            };
            bits.parse::<u8>().is_ok_and(|bits| bits <= most)
        });
        if legal {
            ranges.push(range.value);
        } else {
            let message = format!("`{}` is no address range", range.value);
            section.error_at(
                range.at,
                "allow_addresses",
                message,
                Some("allow_addresses = [\"127.0.0.0/8\"]"),
            );
        }
    }
    ranges
}

pub(crate) fn web_address(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest
        .map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default())
        .unwrap_or_default();
    if host.is_empty() || text.contains(char::is_whitespace) {
        return Err(format!("`{text}` is no http or https address"));
    }
    if host.contains('@') {
        return Err("an address must not hold a user name or password; use [auth]".to_owned());
    }
    Ok(text.to_owned())
}

fn expect(table: Section<'_>) -> Option<Expect> {
    let period = table.required("period", |text| match text {
        "month" | "quarter" | "half" | "year" => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is none of month, quarter, half, year")),
    });
    let window = table.required("window", |text| range(text, "..", 1, 62));
    let hours = table.parsed("hours", |text| range(text, "-", 0, 24));
    table.finish();
    Some(Expect {
        period: period?.value,
        window: window?.value,
        hours: hours.map_or((0, 24), |hours| hours.value),
    })
}

fn range(text: &str, dash: &str, least: u32, most: u32) -> Result<(u32, u32), String> {
    text.split_once(dash)
        .and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)))
        .filter(|(from, to)| least <= *from && from <= to && *to <= most)
        .ok_or_else(|| format!("`{text}` is no range such as 18{dash}25 within {least} to {most}"))
}

fn tls(table: Section<'_>, folder_of: &dyn Fn(&str) -> PathBuf) -> TlsConfig {
    let read = TlsConfig {
        extra_ca: table.text("extra_ca").map(|file| folder_of(&file.value)),
        allow_http: table.boolean("allow_http").unwrap_or(false),
        insecure: table.text("insecure").map(|reason| reason.value),
        legacy: table
            .parsed("legacy", |text| match text {
                "curl" => Ok(()),
                _ => Err(format!(
                    "`{text}` is not `curl`, the one way there is to speak TLS 1.0 and 1.1"
                )),
            })
            .is_some(),
    };
    if read
        .insecure
        .as_ref()
        .is_some_and(|reason| reason.trim().chars().count() < 10)
    {
        table.error(
            "insecure",
            "a written reason of ten characters or more was expected",
            Some("say why this site cannot be verified; the reason marks every figure read from it"),
        );
    }
    table.finish();
    read
}

fn auth(table: Section<'_>, folder_of: &dyn Fn(&str) -> PathBuf) -> Option<AuthConfig> {
    let text = |key| table.text(key).map(|text| text.value);
    let read = match (
        text("bearer_env"),
        text("bearer_file"),
        text("user"),
        text("password_env"),
    ) {
        (Some(variable), None, None, None) => Some(AuthConfig::BearerEnv(variable)),
        (None, Some(file), None, None) => Some(AuthConfig::BearerFile(folder_of(&file))),
        (None, None, Some(user), Some(password_env)) => Some(AuthConfig::BasicEnv { user, password_env }),
        _ => {
            let hint = "secrets stand in the environment or a file, never here";
            table.error(
                "bearer_env",
                "one of `bearer_env`, `bearer_file`, or `user` with `password_env` was expected",
                Some(hint),
            );
            None
        }
    };
    table.finish();
    read
}
