//! `milepost plugin new`: a folder that builds, with its manifest, a fixture that must be read and a trap beside it.

use std::path::{Path, PathBuf};

use milepost_model::PluginId;
use milepost_service::{Exit, Refusal, Reply};
use serde_json::json;

use crate::cli::{Global, PluginLanguage};
use crate::output::{self, write_whole};

use super::template;

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
    let files = template::files(language, &id);
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
        PluginLanguage::Rust | PluginLanguage::Js | PluginLanguage::Python => vec![
            format!("cd {folder}"),
            "milepost plugin build".to_owned(),
            "milepost plugin test".to_owned(),
            format!("milepost plugin run target/{id}.wasm BULLETIN --explain"),
            format!("milepost plugin install target/{id}.wasm"),
        ],
    }
}
