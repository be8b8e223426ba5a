//! The layering of our own crates: arrows point down only. Foreign crates are `deny.toml`'s part.

use crate::step::{Failure, root};

/// Every crate and its layer (ARCHITECTURE.md). A crate may depend only on lower layers; the guest's and the
/// developers' crates stand beside the house.
const LAYERS: [(&str, u8); 20] = [
    ("milepost-model", 0),
    ("milepost-grammar", 1),
    ("milepost-trajectory", 1),
    ("milepost-schedule", 1),
    ("milepost-fetch", 2),
    ("milepost-store", 2),
    ("milepost-document", 2),
    ("milepost-config", 2),
    ("milepost-report", 2),
    ("milepost-deliver", 3),
    ("milepost-verify", 3),
    ("milepost-plugin-host", 4),
    ("milepost-pipeline", 5),
    ("milepost-service", 6),
    ("milepost-daemon", 7),
    ("milepost", 8),
    ("milepost-plugin-sdk", 0),
    ("milepost-plugin-rehearsal", 1),
    ("milepost-plugin-testing", 4),
    ("milepost-testkit", 0),
];

/// Adds a fault for every arrow that points up or sideways, and for every crate without a layer.
pub(crate) fn check(faults: &mut Vec<String>) -> Result<(), Failure> {
    let folder = root().join("crates");
    let entries =
        std::fs::read_dir(&folder).map_err(|error| Failure::new(format!("cannot read crates/: {error}")))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(manifest) = std::fs::read_to_string(entry.path().join("Cargo.toml")) else {
            faults.push(format!("crates/{name}: no readable Cargo.toml"));
            continue;
        };
        let Some(own) = layer(&name) else {
            faults.push(format!("crates/{name}: has no layer in xtask/src/layers.rs"));
            continue;
        };
        for dependency in dependencies(&manifest) {
            if layer(dependency).is_none_or(|below| below >= own) {
                faults.push(format!(
                    "crates/{name}: `{dependency}` is not below it; arrows point down only"
                ));
            }
        }
    }
    Ok(())
}

fn layer(name: &str) -> Option<u8> {
    LAYERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, layer)| *layer)
}

/// The names of our own crates under `[dependencies]`; tests and benches may look where they like.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['=', '.', ' ']).next())
        .filter(|name| name.starts_with("milepost"))
}
