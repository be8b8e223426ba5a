//! Saves a bulletin as a fixture of an author's extractor. Touches no store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use milepost_config::Config;
use milepost_document::{Document, Media};
use milepost_model::plain_decimal;
use milepost_plugin_host::{FixtureGround, FixtureIndicator, Manifest, Recording, read_fixture_folder};
use serde_json::json;

use crate::extract::blocking;
use crate::workshop::{Loaded, Workshop, unreadable};
use crate::{GivenInput, Refusal, Reply, ServiceOptions, files, input};

/// A bulletin and the folder whose fixture it becomes.
#[derive(Debug, Clone)]
pub struct PluginRecord {
    /// The extractor's folder.
    pub folder: PathBuf,
    /// The bulletin.
    pub input: GivenInput,
    /// The fixture's name; none: from the file or address.
    pub name: Option<String>,
    /// The day it was published, as typed.
    pub published: Option<String>,
}

/// Saves a bulletin, with the attachments that the manifest asks for, as a fixture that expects nothing yet.
///
/// The indicators are those that the manifest declares, as the plans have them; what the plans do not have is taken over
/// from the folder's other fixtures.
///
/// # Errors
/// When the folder is none of an extractor's, there is a fixture of that name, or the bulletin cannot be had or read.
pub async fn plugin_record(
    config: &Config,
    options: &ServiceOptions,
    asked: &PluginRecord,
) -> Result<Reply, Refusal> {
    let published = input::optional_day(asked.published.as_deref(), "--published")?;
    let manifest = manifest(&asked.folder)?;
    let name = match &asked.name {
        Some(name) => checked_name(name)?,
        None => name_of(&asked.input),
    };
    let folder = asked.folder.join("fixtures").join(&name);
    if folder.exists() {
        return Err(Refusal::usage("exists already; nothing was written")
            .at(folder.display().to_string())
            .hint("choose another name with --name"));
    }
    let (owned_config, owned_options) = (config.clone(), options.clone());
    let workshop = blocking(move || Workshop::open(&owned_config, &owned_options)).await?;
    let loaded = workshop.load(&asked.input).await?;
    let (reading, bulletin) = (workshop.clone(), loaded.clone());
    let document = blocking(move || {
        reading
            .parse(&bulletin, published)
            .map_err(|error| unreadable(&bulletin.name, &error))
    })
    .await?;
    let attachments = attachments(&workshop, &manifest, &document).await?;
    let mut written: Vec<(String, &[u8])> = vec![(document_name(&document), &loaded.bytes)];
    for (number, attachment) in attachments.iter().enumerate() {
        let ending = ending_of(&attachment.url).unwrap_or("bin");
        written.push((format!("attachment-{}.{ending}", number + 1), &attachment.bytes));
    }
    let names: Vec<String> = written.iter().map(|(name, _)| name.clone()).collect();
    let recording = Recording {
        document: document_name(&document),
        url: address(&loaded),
        published: published.map(|day| day.to_string()),
        content_type: loaded.content_type.clone(),
        attachments: names.get(1..).unwrap_or_default().to_vec(),
        ground: of_plans(config, &manifest).or(of_fixtures(&asked.folder)),
    };
    for (name, bytes) in &written {
        files::write_whole(&folder.join(name), bytes)?;
    }
    // Last: a folder without it is no fixture.
    let path = folder.join("fixture.toml");
    files::write_whole(&path, recording.toml().as_bytes())?;
    Ok(reply(&folder, &name, &document, &names))
}

fn manifest(folder: &Path) -> Result<Manifest, Refusal> {
    let path = folder.join("milepost-plugin.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Refusal::usage(format!("cannot read: {error}"))
            .at(path.display().to_string())
            .hint("name the extractor's folder with --dir; `milepost plugin new` makes one")
    })?;
    Manifest::parse(&text).map_err(|error| Refusal::usage(error.to_string()).at(path.display().to_string()))
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    let is_name = !name.is_empty()
        && name.len() <= 100
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_name {
        return Ok(name.to_owned());
    }
    Err(Refusal::usage(format!("`{name}` is no name of a fixture"))
        .at("--name")
        .hint("letters, digits, - and _, at most 100"))
}

/// A name made of the last part of a path or address.
fn name_of(given: &GivenInput) -> String {
    let (GivenInput::File(text) | GivenInput::Url(text)) = given;
    let text = text.split(['?', '#']).next().unwrap_or(text);
    let last = text
        .trim_end_matches('/')
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(text);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let name: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_".contains(c) {
                c
            } else {
                '-'
            }
        })
        .take(60)
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        "bulletin".to_owned()
    } else {
        name.to_owned()
    }
}

/// The name that the document's file gets: what it is, whatever it was called.
fn document_name(document: &Document) -> String {
    let ending = match document.media() {
        Media::Html => "html",
        Media::Pdf => "pdf",
        Media::Xlsx => "xlsx",
        Media::Docx => "docx",
        Media::Csv => "csv",
        Media::Text => "txt",
    };
    format!("document.{ending}")
}

fn ending_of(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    let is_plain = (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_plain.then_some(ending)
}

/// Where the bulletin comes from. Of a file only its name: the author's folders are nobody else's business.
fn address(loaded: &Loaded) -> String {
    if loaded.url.starts_with("file:") {
        let name = Path::new(&loaded.name).file_name();
        return name.map_or_else(
            || "document".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        );
    }
    loaded.url.clone()
}

async fn attachments(
    workshop: &Workshop,
    manifest: &Manifest,
    document: &Document,
) -> Result<Vec<Loaded>, Refusal> {
    let most = usize::try_from(manifest.most_attachments()).unwrap_or(usize::MAX);
    let mut wanted: Vec<String> = Vec::new();
    for link in document.links() {
        let is_web = link.href.starts_with("http://") || link.href.starts_with("https://");
        let is_wanted = is_web && manifest.wants_attachment(&link.href, &link.text);
        if is_wanted && wanted.len() < most && !wanted.contains(&link.href) {
            wanted.push(link.href);
        }
    }
    let mut loaded = Vec::with_capacity(wanted.len());
    for url in wanted {
        loaded.push(workshop.load(&GivenInput::Url(url)).await?);
    }
    Ok(loaded)
}

/// What the plans say of the metrics that the manifest declares.
fn of_plans(config: &Config, manifest: &Manifest) -> FixtureGround {
    let mut ground = FixtureGround::default();
    for plan in &config.plans {
        let is_declared = |id| match &manifest.declared().metrics {
            Some(metrics) => metrics.contains(id),
            None => true,
        };
        let declared = plan
            .plan
            .indicators
            .iter()
            .filter(|indicator| is_declared(&indicator.id));
        let indicators: BTreeMap<String, FixtureIndicator> = declared
            .map(|indicator| {
                let known = FixtureIndicator {
                    unit: indicator.unit.as_str().to_owned(),
                    measure: indicator.measure.as_str().to_owned(),
                    natural_limit: indicator.natural_limit.map(plain_decimal),
                };
                (indicator.id.to_string(), known)
            })
            .collect();
        ground = ground.or(FixtureGround {
            area_names: plan.plan.area_names.clone(),
            settings: BTreeMap::new(),
            indicators,
        });
    }
    ground
}

/// What the folder's fixtures say already. One that cannot be read is told by `plugin test`.
fn of_fixtures(folder: &Path) -> FixtureGround {
    let known = read_fixture_folder(folder).unwrap_or_default();
    known
        .iter()
        .filter(|(path, _)| path.ends_with("/fixture.toml"))
        .filter_map(|(_, content)| FixtureGround::read(std::str::from_utf8(content).ok()?))
        .fold(FixtureGround::default(), FixtureGround::or)
}

fn reply(folder: &Path, name: &str, document: &Document, files: &[String]) -> Reply {
    let published = document
        .published()
        .map_or_else(|| "not known: give --published".to_owned(), |day| day.to_string());
    let statements = document.statements().len();
    let text = format!(
        "recorded {}: {}, published {published}, {statements} statements read\n\
         next: milepost plugin test --bless writes down what the extractor reads; look at it before you keep it\n",
        folder.display(),
        document.media()
    );
    let json = json!({
        "fixture": name,
        "folder": folder.display().to_string(),
        "files": files,
        "published": document.published().map(|day| day.to_string()),
        "statements": statements,
    });
    Reply::new(json, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixture_is_named_by_the_last_part_of_its_address() {
        let url = |text: &str| name_of(&GivenInput::Url(text.to_owned()));
        assert_eq!(url("https://a.gov.cn/x/t20260120_1.html?a=b"), "t20260120_1");
        assert_eq!(url("https://a.gov.cn/"), "a-gov");
        assert_eq!(url("https://a.gov.cn/公报.html"), "bulletin");
        assert_eq!(name_of(&GivenInput::File("/a/b c.pdf".to_owned())), "b-c");
        assert!(checked_name("../up").is_err());
        assert!(checked_name("").is_err());
    }
}
