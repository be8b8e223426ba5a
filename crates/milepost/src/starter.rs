//! `milepost init`: a commented starter configuration, the same files that are shipped and tested.

use std::path::Path;

use milepost_service::{Refusal, Reply};

use crate::output::write_whole;

/// The shipped example: path below the folder, content.
const FILES: [(&str, &str); 8] = [
    (
        "config/milepost.toml",
        include_str!("../../../config/milepost.toml"),
    ),
    ("config/plans/chongqing-2027.toml", SHIPPED_PLAN),
    ("config/rules/output.toml", SHIPPED_RULES),
    (
        "config/sources/cq-statistics-communique.toml",
        include_str!("../../../config/sources/cq-statistics-communique.toml"),
    ),
    (
        "config/sources/cq-statistics-quarterly.toml",
        include_str!("../../../config/sources/cq-statistics-quarterly.toml"),
    ),
    (
        "config/sources/cq-commerce.toml",
        include_str!("../../../config/sources/cq-commerce.toml"),
    ),
    (
        "config/sources/cq-ports-logistics.toml",
        include_str!("../../../config/sources/cq-ports-logistics.toml"),
    ),
    (
        "config/sources/cq-customs.toml",
        include_str!("../../../config/sources/cq-customs.toml"),
    ),
];

/// The plan that is shipped, for the demo.
pub(crate) const SHIPPED_PLAN: &str = include_str!("../../../config/plans/chongqing-2027.toml");

/// The rules that are shipped, for the demo.
pub(crate) const SHIPPED_RULES: &str = include_str!("../../../config/rules/output.toml");

/// Writes the starter configuration below `folder`.
///
/// # Errors
/// When one of the files exists already (nothing is written then) or cannot be written.
pub(crate) fn write(folder: &Path) -> Result<Reply, Refusal> {
    let existing = FILES
        .iter()
        .map(|(path, _)| folder.join(path))
        .find(|path| path.exists());
    if let Some(path) = existing {
        return Err(Refusal::usage("exists already; nothing was written")
            .at(path.display().to_string())
            .hint("choose another folder: milepost init DIR"));
    }
    for (path, content) in FILES {
        write_whole(&folder.join(path), content.as_bytes())?;
    }
    let written: Vec<String> = FILES
        .iter()
        .map(|(path, _)| folder.join(path).display().to_string())
        .collect();
    let mut text = String::new();
    for path in &written {
        text.push_str("wrote ");
        text.push_str(path);
        text.push('\n');
    }
    text.push_str(
        "next: milepost check; milepost plugin install FILE; milepost ingest --once; milepost report\n",
    );
    Ok(Reply::new(serde_json::json!({ "written": written }), text))
}
