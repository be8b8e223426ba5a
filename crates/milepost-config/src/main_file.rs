//! Reads `milepost.toml`: which plans, sources and rules, and how the service behaves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use milepost_model::PluginId;

use crate::delivery::{DeliveryConfig, deliveries};
use crate::duration::{DelayRange, delay_range, parse_duration};
use crate::problem::Problem;
use crate::section::{Located, Section, SourceText};
use crate::source_file::addresses;

/// The settings of `milepost.toml`, with paths made relative to the working folder.
#[derive(Debug, Clone)]
pub struct MainConfig {
    /// Plan files, as written and where.
    pub(crate) plans: Vec<Located<String>>,
    /// Patterns of source files.
    pub(crate) sources: Vec<Located<String>>,
    /// Patterns of rule files.
    pub(crate) rules: Vec<Located<String>>,
    /// The data folder.
    pub data_dir: PathBuf,
    /// How pages are fetched.
    pub fetch: FetchConfig,
    /// Extractor plugins.
    pub plugins: PluginsConfig,
    /// Where and how reports are written after a run.
    pub report: ReportConfig,
    /// The HTTP service; none where it is switched off.
    pub http_listen: Option<std::net::SocketAddr>,
    /// Where reports and alerts are sent.
    pub deliveries: Vec<DeliveryConfig>,
}

/// How pages are fetched.
#[derive(Debug, Clone)]
pub struct FetchConfig {
    /// A mail or web address by which a site's operator can reach whoever runs this; part of the User-Agent.
    pub contact: Option<String>,
    /// CIDR ranges that may be fetched from though they are private or loopback.
    pub allow_addresses: Vec<String>,
    /// Pause between two requests to one domain; none for 3 to 30 s.
    pub delay: Option<DelayRange>,
    /// At most this many fetches at once.
    pub concurrency: u32,
    /// Most time for one fetch.
    pub timeout: Duration,
    /// Most bytes of a page after inflation.
    pub max_page_bytes: u64,
    /// Most bytes of an attachment after inflation.
    pub max_attachment_bytes: u64,
    /// Whether robots.txt is obeyed.
    pub robots: bool,
}

/// Extractor plugins.
#[derive(Debug, Clone, Default)]
pub struct PluginsConfig {
    /// Where they are installed; `<data>/plugins` where not given.
    pub dir: Option<PathBuf>,
    /// Only components signed by this minisign public key are loaded.
    pub signature_key: Option<String>,
    /// Settings handed to plugins, by plugin.
    pub settings: BTreeMap<PluginId, Vec<(String, String)>>,
}

/// Where and how reports are written.
#[derive(Debug, Clone)]
pub struct ReportConfig {
    /// The folder; `<data>/reports` where not given.
    pub dir: Option<PathBuf>,
    /// The forms written after a run.
    pub formats: Vec<String>,
    /// The languages written after a run.
    pub languages: Vec<milepost_model::Language>,
}

/// The forms a report can be written in.
pub const REPORT_FORMATS: [&str; 6] = ["html", "md", "json", "csv", "sdmx-csv", "xlsx"];

/// Reads the text of a `milepost.toml`.
pub(crate) fn read_main(file: &Path, text: &str) -> (MainConfig, Vec<Problem>) {
    let source = SourceText::new(file, text);
    let config = {
        let root = source.root();
        let config = main_config(&root, file);
        root.finish();
        config
    };
    (config, source.into_problems())
}

fn main_config(root: &Section<'_>, file: &Path) -> MainConfig {
    let base = file
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let plans = root.texts("plans");
    if plans.is_empty() {
        root.error(
            "plans",
            "no plan named",
            Some("plans = [\"plans/chongqing-2027.toml\"]"),
        );
    }
    let data_dir = root.table("data").and_then(|table| {
        let dir = table.text("dir").map(|dir| base.join(dir.value));
        table.finish();
        dir
    });
    let deliveries = deliveries(root, &base);
    MainConfig {
        plans,
        sources: root.texts("sources"),
        rules: root.texts("rules"),
        data_dir: data_dir.unwrap_or_else(|| base.join("data")),
        fetch: root
            .table("fetch")
            .map_or_else(FetchConfig::default, |table| fetch(table)),
        plugins: root
            .table("plugins")
            .map(|table| plugins(table, &base))
            .unwrap_or_default(),
        report: root
            .table("report")
            .map_or_else(ReportConfig::default, |table| report(table, &base)),
        http_listen: root.table("http").and_then(|table| http(table)),
        deliveries,
    }
}

impl Default for FetchConfig {
    /// The limits of 6-sources.md §3.
    fn default() -> Self {
        Self {
            contact: None,
            allow_addresses: Vec::new(),
            delay: None,
            concurrency: 8,
            timeout: Duration::from_mins(2),
            max_page_bytes: 20 << 20,
            max_attachment_bytes: 100 << 20,
            robots: true,
        }
    }
}

fn fetch(table: Section<'_>) -> FetchConfig {
    let standard = FetchConfig::default();
    let bytes = |key, default: u64| {
        table
            .integer(key, 1_024..=1 << 30)
            .and_then(|n| u64::try_from(n).ok())
            .unwrap_or(default)
    };
    let read = FetchConfig {
        contact: table.text("contact").map(|contact| contact.value),
        allow_addresses: addresses(&table),
        delay: table.table("delay").and_then(|delay| delay_range(delay)),
        concurrency: table
            .integer("concurrency", 1..=64)
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(standard.concurrency),
        timeout: table
            .parsed("timeout", parse_duration)
            .map_or(standard.timeout, |timeout| timeout.value),
        max_page_bytes: bytes("max_page_bytes", standard.max_page_bytes),
        max_attachment_bytes: bytes("max_attachment_bytes", standard.max_attachment_bytes),
        robots: table.boolean("robots").unwrap_or(true),
    };
    table.finish();
    read
}

fn plugins(table: Section<'_>, base: &Path) -> PluginsConfig {
    let mut settings = BTreeMap::new();
    if let Some(named) = table.table("settings") {
        for (name, section) in named.named_tables() {
            match PluginId::parse(&name) {
                Ok(id) => {
                    let texts = section
                        .named_texts()
                        .into_iter()
                        .map(|(key, text)| (key, text.value));
                    settings.insert(id, texts.collect());
                }
                Err(error) => section.error("", error.to_string(), None),
            }
        }
    }
    let read = PluginsConfig {
        dir: table.text("dir").map(|dir| base.join(dir.value)),
        signature_key: table.text("signature_key").map(|key| key.value),
        settings,
    };
    table.finish();
    read
}

impl Default for ReportConfig {
    fn default() -> Self {
        Self {
            dir: None,
            formats: ["html", "md", "json"].map(str::to_owned).to_vec(),
            languages: vec![milepost_model::Language::En, milepost_model::Language::Zh],
        }
    }
}

fn report(table: Section<'_>, base: &Path) -> ReportConfig {
    let standard = ReportConfig::default();
    let mut formats = Vec::new();
    for format in table.texts("formats") {
        if REPORT_FORMATS.contains(&format.value.as_str()) {
            formats.push(format.value);
        } else {
            let message = format!("`{}` is none of {}", format.value, REPORT_FORMATS.join(", "));
            table.error_at(format.at, "formats", message, None);
        }
    }
    let mut languages = Vec::new();
    for language in table.texts("languages") {
        match milepost_model::Language::parse(&language.value) {
            Ok(language) => languages.push(language),
            Err(error) => table.error_at(language.at, "languages", error.to_string(), None),
        }
    }
    let read = ReportConfig {
        dir: table.text("dir").map(|dir| base.join(dir.value)),
        formats: if formats.is_empty() {
            standard.formats
        } else {
            formats
        },
        languages: if languages.is_empty() {
            standard.languages
        } else {
            languages
        },
    };
    table.finish();
    read
}

fn http(table: Section<'_>) -> Option<std::net::SocketAddr> {
    let listen = table.parsed("listen", |text| {
        text.parse()
            .map_err(|_error| format!("`{text}` is no address and port such as 127.0.0.1:8327"))
    });
    table.finish();
    listen.map(|listen| listen.value)
}
