//! `milepost plugin new`: a folder that builds, with its manifest, a fixture that must be read and a trap beside it.

use std::path::{Path, PathBuf};

use milepost_model::PluginId;
use milepost_service::{Exit, Refusal, Reply};
use serde_json::json;

use crate::cli::{Global, PluginLanguage};
use crate::output::{self, write_whole};

mod sdk {
    //! The SDK's sources and the plugin interface, as they were when this program was built.
    include!(concat!(env!("OUT_DIR"), "/sdk_files.rs"));
}

/// The indicator that a template starts with: one that no plan has, so that it cannot be mistaken for a real one.
const INDICATOR: &str = "heritage.sites";

/// A template: path below the folder, and content with `{id}`, `{indicator}`, `{version}` to fill in.
type Template = &'static [(&'static str, &'static str)];

const SHARED: Template = &[
    (
        "milepost-plugin.toml",
        include_str!("../../../templates/rust/manifest.toml.in"),
    ),
    (
        "fixtures/first/fixture.toml",
        include_str!("../../../templates/rust/fixture.toml.in"),
    ),
    (
        "fixtures/first/document.html",
        include_str!("../../../templates/rust/document.html.in"),
    ),
];

const RUST: Template = &[
    (
        "Cargo.toml",
        include_str!("../../../templates/rust/Cargo.toml.in"),
    ),
    ("src/lib.rs", include_str!("../../../templates/rust/lib.rs.in")),
    (
        "sdk/milepost-plugin-sdk/Cargo.toml",
        include_str!("../../../templates/rust/sdk-Cargo.toml.in"),
    ),
];

/// Writes the folder.
///
/// # Errors
/// When the name is no id, or something stands in the way; nothing is written then.
pub(super) fn run(
    global: &Global,
    name: &str,
    language: PluginLanguage,
    dir: Option<PathBuf>,
) -> Result<Exit, Refusal> {
    let id = PluginId::parse(name).map_err(|error| {
        Refusal::usage(error.to_string())
            .at(name.to_owned())
            .hint("for example: milepost plugin new heritage-sites")
    })?;
    let folder = dir.unwrap_or_else(|| PathBuf::from(name));
    let files = files(language, &id);
    let in_the_way = files
        .iter()
        .map(|(path, _)| folder.join(path))
        .find(|path| path.exists());
    if let Some(path) = in_the_way {
        return Err(Refusal::usage("exists already; nothing was written")
            .at(path.display().to_string())
            .hint("choose another folder with --dir"));
    }
    for (path, content) in &files {
        write_whole(&folder.join(path), content.as_bytes())?;
    }
    let next = next_steps(language, &folder, &id);
    let mut text = format!("wrote {} files to {}\n\nnext:\n", files.len(), folder.display());
    for step in &next {
        text.push_str(&format!("  {step}\n"));
    }
    let json = json!({
        "folder": folder.display().to_string(),
        "files": files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        "next": next,
    });
    output::reply(&Reply::new(json, text), global.json, None)?;
    Ok(Exit::Done)
}

fn files(language: PluginLanguage, id: &PluginId) -> Vec<(String, String)> {
    let fill = |text: &str| {
        text.replace("{id}", id.as_str())
            .replace("{indicator}", INDICATOR)
            .replace("{version}", env!("CARGO_PKG_VERSION"))
    };
    let filled = |template: Template| {
        template
            .iter()
            .map(|(path, text)| ((*path).to_owned(), fill(text)))
            .collect::<Vec<_>>()
    };
    match language {
        PluginLanguage::Rules => {
            let rules = include_str!("../../../templates/rules/rules.toml.in");
            vec![(format!("{id}.toml"), fill(rules))]
        }
        PluginLanguage::Rust => {
            let mut files = filled(SHARED);
            files.extend(filled(RUST));
            let source = |(name, text): &(&str, &str)| {
                (format!("sdk/milepost-plugin-sdk/src/{name}"), (*text).to_owned())
            };
            files.extend(sdk::SDK.iter().map(source));
            // The bindings look for the interface two folders above the SDK.
            files.push(("wit/v0.1/extractor.wit".to_owned(), sdk::WIT.to_owned()));
            files
        }
    }
}

fn next_steps(language: PluginLanguage, folder: &Path, id: &PluginId) -> Vec<String> {
    let folder = folder.display();
    match language {
        PluginLanguage::Rules => vec![
            format!("edit {folder}/{id}.toml: the indicator and the words it is called by"),
            "name the file in `rules` of milepost.toml (the starter takes every file of config/rules)"
                .to_owned(),
            "milepost check".to_owned(),
            "milepost extract BULLETIN --plugin rules".to_owned(),
        ],
        PluginLanguage::Rust => vec![
            format!("cd {folder}"),
            "milepost plugin build".to_owned(),
            "milepost plugin test".to_owned(),
            format!("milepost plugin run target/{id}.wasm BULLETIN --explain"),
            format!("milepost plugin install target/{id}.wasm"),
        ],
    }
}
