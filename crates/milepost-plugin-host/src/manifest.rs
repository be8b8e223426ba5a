//! The manifest of a plugin: what it is, what it reads, what it may say. Format: `docs/formats/plugin-manifest.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use milepost_document::Media;
use milepost_model::{IndicatorId, Language, PluginId, SourceId};
use milepost_verify::{Declared, ScopeGrant};

use crate::pattern::Pattern;

/// A manifest is a page of text; the largest one shipped has 3 KB.
pub(crate) const MAX_MANIFEST_BYTES: usize = 64 << 10;

/// What a plugin runs on: interpreters bring a language of their own and get larger limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Runtime {
    /// Compiled to WebAssembly itself.
    Native,
    /// JavaScript or Python.
    Interpreter,
}

/// One value that the user may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key, as `settings.get` asks for it.
    pub key: String,
    /// What it is for.
    pub about: String,
    /// Without it the plugin is not run.
    pub is_required: bool,
}

/// Limits that a plugin asks to be held to; higher ones than the operator's change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lowered {
    /// Mebibytes of memory.
    pub memory_mib: Option<u64>,
    /// Milliseconds of wall time.
    pub time_ms: Option<u64>,
    /// Observations.
    pub observations: Option<u64>,
}

/// Why a manifest is none, with the place where TOML gives one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the manifest is wrong: {0}")]
pub struct ManifestError(pub(crate) String);

/// A checked manifest.
#[derive(Debug, Clone)]
pub struct Manifest {
    id: PluginId,
    version: String,
    abi: String,
    title: String,
    runtime: Runtime,
    matching: Matching,
    declared: Arc<Declared>,
    settings: Vec<Setting>,
    lowered: Lowered,
    attachments: Vec<Pattern>,
    most_attachments: u32,
}

#[derive(Debug, Clone, Default)]
struct Matching {
    urls: Vec<Pattern>,
    titles: Vec<Pattern>,
    sources: Vec<Pattern>,
    media: Vec<Media>,
    languages: Vec<Language>,
}

impl Manifest {
    /// Reads the text of a manifest.
    ///
    /// # Errors
    /// When it is no TOML, has unknown or missing keys, or a value is none of those expected.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        if text.len() > MAX_MANIFEST_BYTES {
            return Err(ManifestError(format!(
                "{} bytes; at most 64 KiB expected",
                text.len()
            )));
        }
        let read: raw::Manifest =
            toml::from_str(text).map_err(|error| ManifestError(error.to_string().trim_end().to_owned()))?;
        check(read)
    }

    /// Returns the plugin's name for good.
    pub const fn id(&self) -> &PluginId {
        &self.id
    }

    /// Returns the plugin's own version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the version of `milepost:extractor` it is built against, as `major.minor`.
    pub fn abi(&self) -> &str {
        &self.abi
    }

    /// Returns the title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns what it runs on.
    pub const fn runtime(&self) -> Runtime {
        self.runtime
    }

    /// Returns what it says it emits.
    pub const fn declared(&self) -> &Arc<Declared> {
        &self.declared
    }

    /// Returns what the user may set.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Returns the limits it asks to be held to.
    pub const fn lowered(&self) -> Lowered {
        self.lowered
    }

    /// Tells whether it is to be given a document. A document without a known source or language fits no pattern for one.
    pub fn matches(
        &self,
        url: &str,
        title: &str,
        source: Option<&SourceId>,
        media: Media,
        language: Option<Language>,
    ) -> bool {
        let any = |patterns: &[Pattern], text: &str| {
            patterns.is_empty() || patterns.iter().any(|pattern| pattern.fits(text))
        };
        let matching = &self.matching;
        any(&matching.urls, url)
            && any(&matching.titles, title)
            && (matching.sources.is_empty() || source.is_some_and(|id| any(&matching.sources, id.as_str())))
            && (matching.media.is_empty() || matching.media.contains(&media))
            && (matching.languages.is_empty()
                || language.is_some_and(|language| matching.languages.contains(&language)))
    }

    /// Tells whether it asks for a document that the bulletin refers to.
    pub fn wants_attachment(&self, href: &str, text: &str) -> bool {
        self.attachments
            .iter()
            .any(|pattern| pattern.fits(href) || pattern.fits(text))
    }

    /// Returns how many attachments it asks for at most.
    pub const fn most_attachments(&self) -> u32 {
        self.most_attachments
    }
}

fn check(read: raw::Manifest) -> Result<Manifest, ManifestError> {
    let wrong = |text: String| ManifestError(text);
    let id = PluginId::parse(&read.id).map_err(|error| wrong(error.to_string()))?;
    if !is_version(&read.version, 3) {
        return Err(wrong(format!(
            "`version = \"{}\"`: major.minor.patch expected",
            read.version
        )));
    }
    if !is_version(&read.abi, 2) {
        return Err(wrong(format!("`abi = \"{}\"`: major.minor expected", read.abi)));
    }
    if read.title.trim().is_empty() {
        return Err(wrong("`title` is empty".to_owned()));
    }
    let indicator = |text: &String| {
        IndicatorId::parse(text).map_err(|error| wrong(format!("`metrics`, `[scopes]`: {error}")))
    };
    if read.metrics.is_empty() {
        return Err(wrong(
            "`metrics` names no indicator; [\"*\"] means any".to_owned(),
        ));
    }
    let metrics = if read.metrics == ["*"] {
        None
    } else {
        Some(
            read.metrics
                .iter()
                .map(indicator)
                .collect::<Result<BTreeSet<_>, _>>()?,
        )
    };
    let mut scopes = BTreeMap::new();
    for (metric, grants) in &read.scopes {
        let id = indicator(metric)?;
        let grants = grants
            .iter()
            .map(|text| {
                ScopeGrant::parse(text)
                    .ok_or_else(|| wrong(format!("scope `{text}`: nation, other-place or part expected")))
            })
            .collect::<Result<BTreeSet<_>, _>>()?;
        scopes.insert(id, grants);
    }
    let mut keys = BTreeSet::new();
    for setting in &read.setting {
        if setting.key.is_empty() || !keys.insert(setting.key.as_str()) {
            return Err(wrong(format!(
                "setting `{}` is empty or given twice",
                setting.key
            )));
        }
    }
    let patterns = |texts: &[String]| texts.iter().map(|text| Pattern::new(text)).collect::<Vec<_>>();
    let matching = Matching {
        urls: patterns(&read.matching.urls),
        titles: patterns(&read.matching.titles),
        sources: patterns(&read.matching.sources),
        media: read
            .matching
            .media
            .iter()
            .map(|text| media(text))
            .collect::<Result<_, _>>()?,
        languages: read
            .matching
            .languages
            .iter()
            .map(|text| Language::parse(text).map_err(|error| wrong(error.to_string())))
            .collect::<Result<_, _>>()?,
    };
    Ok(Manifest {
        id,
        version: read.version,
        abi: read.abi,
        title: read.title,
        runtime: match read.runtime {
            raw::Runtime::Native => Runtime::Native,
            raw::Runtime::Interpreter => Runtime::Interpreter,
        },
        matching,
        declared: Arc::new(Declared {
            metrics,
            dims: read.dims.into_iter().collect(),
            scopes,
        }),
        settings: read
            .setting
            .into_iter()
            .map(|setting| Setting {
                key: setting.key,
                about: setting.about,
                is_required: setting.required,
            })
            .collect(),
        lowered: Lowered {
            memory_mib: read.limits.memory_mib,
            time_ms: read.limits.time_ms,
            observations: read.limits.observations,
        },
        attachments: patterns(&read.attachments.links),
        most_attachments: read.attachments.most,
    })
}

fn is_version(text: &str, parts: usize) -> bool {
    let is_number =
        |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
    text.split('.').count() == parts && text.split('.').all(is_number)
}

fn media(text: &str) -> Result<Media, ManifestError> {
    [
        Media::Html,
        Media::Pdf,
        Media::Xlsx,
        Media::Docx,
        Media::Csv,
        Media::Text,
    ]
    .into_iter()
    .find(|media| media.as_str() == text)
    .ok_or_else(|| {
        ManifestError(format!(
            "media `{text}`: html, pdf, xlsx, docx, csv or text expected"
        ))
    })
}

/// The manifest as it is written.
mod raw {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Manifest {
        pub(super) id: String,
        pub(super) version: String,
        pub(super) abi: String,
        pub(super) title: String,
        #[serde(default)]
        pub(super) runtime: Runtime,
        pub(super) metrics: Vec<String>,
        #[serde(default)]
        pub(super) dims: Vec<String>,
        #[serde(default, rename = "match")]
        pub(super) matching: Match,
        #[serde(default)]
        pub(super) scopes: BTreeMap<String, Vec<String>>,
        #[serde(default)]
        pub(super) setting: Vec<Setting>,
        #[serde(default)]
        pub(super) limits: Limits,
        #[serde(default)]
        pub(super) attachments: Attachments,
    }

    #[derive(Debug, Deserialize, Default)]
    #[serde(rename_all = "lowercase")]
    pub(super) enum Runtime {
        #[default]
        Native,
        Interpreter,
    }

    #[derive(Debug, Deserialize, Default)]
    #[serde(deny_unknown_fields, default)]
    pub(super) struct Match {
        pub(super) urls: Vec<String>,
        pub(super) titles: Vec<String>,
        pub(super) sources: Vec<String>,
        pub(super) media: Vec<String>,
        pub(super) languages: Vec<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Setting {
        pub(super) key: String,
        pub(super) about: String,
        #[serde(default)]
        pub(super) required: bool,
    }

    #[derive(Debug, Deserialize, Default)]
    #[serde(deny_unknown_fields, default)]
    pub(super) struct Limits {
        pub(super) memory_mib: Option<u64>,
        pub(super) time_ms: Option<u64>,
        pub(super) observations: Option<u64>,
    }

    #[derive(Debug, Deserialize, Default)]
    #[serde(deny_unknown_fields, default)]
    pub(super) struct Attachments {
        pub(super) links: Vec<String>,
        pub(super) most: u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "id = \"a\"\nversion = \"0.1.0\"\nabi = \"0.1\"\ntitle = \"A\"\nmetrics = [\"*\"]\n";

    #[track_caller]
    fn refused(text: &str, part: &str) {
        let error = Manifest::parse(text).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn the_documented_example_is_read() {
        let format = include_str!("../../../docs/formats/plugin-manifest.md");
        let example = format
            .split("```toml\n")
            .nth(1)
            .unwrap()
            .split("```")
            .next()
            .unwrap();
        let manifest = Manifest::parse(example).unwrap();
        assert_eq!(manifest.id().as_str(), "ngo-offices");
        assert_eq!(manifest.lowered().time_ms, Some(500));
        assert_eq!(manifest.most_attachments(), 3);
        assert!(manifest.wants_attachment("https://a/b.XLSX", ""));
        assert!(manifest.wants_attachment("https://a/b", "附表1"));
        let source = SourceId::parse("cq-police").unwrap();
        let url = "https://gaj.cq.gov.cn/1.html";
        let fits =
            |language| manifest.matches(url, "境外非政府组织名录", Some(&source), Media::Html, language);
        assert!(fits(Some(Language::Zh)));
        assert!(!fits(None));
        assert!(!manifest.matches(url, "境外非政府组织", None, Media::Html, Some(Language::Zh)));
        assert!(!manifest.matches(
            url,
            "境外非政府组织",
            Some(&source),
            Media::Csv,
            Some(Language::Zh)
        ));
    }

    #[test]
    fn a_short_manifest_fits_everything() {
        let manifest = Manifest::parse(SHORT).unwrap();
        assert!(manifest.matches("", "", None, Media::Text, None));
        assert!(manifest.declared().metrics.is_none());
        assert_eq!(manifest.runtime(), Runtime::Native);
    }

    #[test]
    fn what_is_wrong_is_said_by_name() {
        refused(&SHORT.replace("0.1.0", "1"), "major.minor.patch");
        refused(&SHORT.replace("\"0.1\"", "\"0.1.0\""), "major.minor expected");
        refused(&SHORT.replace("\"a\"", "\"../a\""), "plugin id");
        refused(&format!("{SHORT}colour = 1\n"), "unknown field `colour`");
        refused("id = \"a\"", "missing field");
        refused(&format!("{SHORT}[match]\nmedia = [\"doc\"]\n"), "media `doc`");
        refused(
            &format!("{SHORT}[scopes]\n\"a.b\" = [\"moon\"]\n"),
            "scope `moon`",
        );
        refused(&SHORT.replace("[\"*\"]", "[]"), "names no indicator");
        refused(&"#".repeat(70_000), "64 KiB");
    }
}
