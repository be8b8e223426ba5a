//! `milepost plugin dev`: builds and tries an extractor whenever a file of its folder changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use milepost_service::{Exit, Refusal, Request};

use crate::cli::Global;
use crate::commands;
use crate::output;

/// 300 ms: an author saves and looks up; a look at some dozen files costs nothing.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// An extractor's folder has some dozen files; beyond this something else lies in it.
const MAX_FILES: usize = 20_000;

/// Folders that builds write, or that hold what others wrote.
const NOT_WATCHED: [&str; 4] = ["target", "node_modules", "__pycache__", "bindings"];

/// What the folder's files were at a look: their times and sizes.
type Look = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Watches until it is interrupted. What fails is told, and the next change is waited for.
///
/// # Errors
/// When the folder is none of an extractor's.
pub(super) fn run(
    global: &Global,
    dir: &Path,
    document: Option<&str>,
    install: bool,
) -> Result<Exit, Refusal> {
    if !dir.join("milepost-plugin.toml").is_file() {
        return Err(Refusal::usage("no milepost-plugin.toml")
            .at(dir.display().to_string())
            .hint("give the folder of an extractor; `milepost plugin new` makes one"));
    }
    output::talk(&format!("watching {}; interrupt to end", dir.display()));
    let mut seen = Look::new();
    loop {
        let now = look(dir);
        if now != seen {
            for path in changed(&seen, &now).into_iter().take(5) {
                output::talk(&format!("changed: {}", path.display()));
            }
            seen = now;
            if let Err(refusal) = turn(global, dir, document, install) {
                output::refusal(&refusal, global.json);
            }
            output::talk("waiting for the next change");
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// One build, its fixtures, and what else is asked for.
fn turn(global: &Global, dir: &Path, document: Option<&str>, install: bool) -> Result<(), Refusal> {
    let built = super::build::build(dir)?;
    let file = super::build::component_path(dir, &built.id);
    output::write_whole(&file, &built.packed)?;
    let tested = super::test::run(global, &file, false)?;
    if let Some(document) = document {
        let asked = super::run::Asked {
            component: &file.display().to_string(),
            document,
            published: None,
            explain: true,
            html: None,
        };
        super::run::run(global, &asked)?;
    }
    if install && tested == Exit::Done {
        let request = Request::PluginInstall {
            file: commands::absolute(&file)?,
        };
        commands::ask(global, &request, None)?;
    }
    Ok(())
}

fn look(dir: &Path) -> Look {
    let mut look = Look::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        // A folder that is gone since is a change too.
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || NOT_WATCHED.contains(&name.as_ref()) || look.len() >= MAX_FILES {
                continue;
            }
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => {
                    look.insert(entry.path(), (metadata.modified().ok(), metadata.len()));
                }
                Err(_gone) => {}
            }
        }
    }
    // Builds write them.
    look.retain(|path, _| {
        path.file_name()
            .is_none_or(|name| name != "Cargo.lock" && name != "package-lock.json")
    });
    look
}

/// The files that came, went or changed; none at the first look.
fn changed<'l>(before: &'l Look, now: &'l Look) -> Vec<&'l PathBuf> {
    if before.is_empty() {
        return Vec::new();
    }
    let is_other = |path: &&PathBuf| before.get(*path) != now.get(*path);
    let mut paths: Vec<&PathBuf> = before.keys().chain(now.keys()).filter(is_other).collect();
    paths.sort();
    paths.dedup();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_writes_is_no_change() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("src/lib.rs", "1");
        let first = look(folder.path());
        assert!(changed(&Look::new(), &first).is_empty());
        for written in ["target/debug/a", "node_modules/b/c.js", "Cargo.lock", ".venv/x"] {
            write(written, "made");
        }
        assert_eq!(look(folder.path()), first);
        write("src/lib.rs", "12");
        write("fixtures/a/fixture.toml", "");
        let second = look(folder.path());
        let names: Vec<String> = changed(&first, &second)
            .into_iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["fixtures/a/fixture.toml", "src/lib.rs"]);
    }
}
