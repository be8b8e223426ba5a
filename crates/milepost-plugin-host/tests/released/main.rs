//! What was released stays: the interface byte for byte, its reference, and a component built for each version.
#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::format_collect,
    clippy::indexing_slicing,
    reason = "tests say what they expect directly; the guest's builder is shared with the hostile suite"
)]

#[path = "../hostile/guest.rs"]
mod guest;
mod reference;

use milepost_plugin_host::{Abi, Compiler, Host, HostOptions};
use sha2::{Digest as _, Sha256};

const WIT: &str = include_str!("../../../../wit/v0.1/extractor.wit");

/// A component that imports every function of the interface, built when 0.1 was released, with one fixture.
const PLUGIN: &[u8] = include_bytes!("extractor-0.1.wasm");

fn host() -> Host {
    Host::new(HostOptions::new(Compiler::InProcess)).unwrap()
}

#[test]
fn the_released_interface_is_frozen() {
    let digest: String = Sha256::digest(WIT)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Another digest means another interface: that is a new folder in `wit/`, not a change of this one.
    assert_eq!(
        digest,
        "8e9f5b048a3ddb09c83af2c25f4e1b9f4a7eaf7cf71ef0f06dfa1dbc80183d69"
    );
}

#[test]
fn a_component_of_every_released_version_loads_and_passes_its_fixtures() {
    let host = host();
    let plugin = host.load(PLUGIN).unwrap();
    assert_eq!(plugin.abi(), Abi::V0_1);
    let reports = host.test(&plugin, true).unwrap();
    assert_eq!(reports.len(), 1);
    assert!(reports[0].is_passed(), "{:#?}", reports[0]);
    assert!(reports[0].run.cost.unwrap() > 0);
}

#[test]
fn the_reference_says_what_the_interface_says() {
    let reference = include_str!("../../../../docs/formats/plugin-abi-0.1.md");
    let rendered = reference::render(WIT);
    assert_eq!(
        reference, rendered,
        "write this to docs/formats/plugin-abi-0.1.md:\n{rendered}"
    );
}

/// The released component was made like this; a build of today does the same.
#[test]
fn a_component_built_today_passes_too() {
    let page = include_bytes!("page.html").to_vec();
    let fixture = include_bytes!("fixture.toml").to_vec();
    let files = [
        ("fixtures/trade/fixture.toml".to_owned(), fixture),
        ("fixtures/trade/page.html".to_owned(), page),
    ];
    let built = guest::reader()
        .everything()
        .with_manifest("hostile", "released")
        .plugin_with(&files);
    let host = host();
    let plugin = host.load(&built).unwrap();
    let reports = host.test(&plugin, false).unwrap();
    assert!(reports[0].is_passed(), "{:#?}", reports[0]);
}
