//! Plugins that come and go, break down, or are not what the lock says.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use milepost_model::PluginId;
use milepost_plugin_host::{
    BreakerPolicy, Host, HostOptions, InstallError, ListedState, Registry, RunOutcome, SignatureError,
    TrustedKeys,
};

use crate::bench::{good, host, limits, run_with, worker};
use crate::guest::Guest;

struct Folder {
    temp: tempfile::TempDir,
}

impl Folder {
    fn new() -> Self {
        Self {
            temp: tempfile::tempdir().unwrap(),
        }
    }

    fn plugins(&self) -> PathBuf {
        self.temp.path().join("plugins")
    }

    fn registry(&self) -> Registry {
        Registry::new(self.plugins(), host(), TrustedKeys::default())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.temp.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn id(text: &str) -> PluginId {
    PluginId::parse(text).unwrap()
}

fn states(registry: &Registry) -> Vec<(String, &'static str)> {
    let listed = registry.list().unwrap();
    let named = listed.iter().map(|one| {
        let name = one
            .id
            .as_ref()
            .map_or_else(|| one.file.clone(), ToString::to_string);
        (name, one.state.as_str())
    });
    named.collect()
}

/// A fixture of the good extractor's page that expects this value.
fn fixture(value: &str) -> Vec<(String, Vec<u8>)> {
    let text = format!(
        "document = \"page.html\"\nurl = \"https://example.gov.cn/1.html\"\npublished = \"2024-10-24\"\narea_names = [\"重庆\", \"全市\"]\n
[[indicator]]\nid = \"trade.total\"\nunit = \"CNY\"\nmeasure = \"flow\"\n
[[expect]]\nindicator = \"trade.total\"\nperiod = \"2024-01..2024-09\"\nvalue = \"{value}\"\nunit = \"CNY\"\nprinted = \"5385.9亿元\"\n"
    );
    // The node is that of the page the figure was built on, so the fixture is that page.
    let page = crate::bench::page();
    vec![
        ("fixtures/first/fixture.toml".to_owned(), text.into_bytes()),
        ("fixtures/first/page.html".to_owned(), page.into()),
    ]
}

#[test]
fn a_plugin_is_installed_listed_run_and_removed() {
    let folder = Folder::new();
    let registry = folder.registry();
    let file = folder.file("good.wasm", &good().plugin_with(&fixture("538590000000")));
    let installed = registry.install(&file).unwrap();
    assert_eq!(installed.replaced, None);
    assert!(installed.fixtures[0].is_passed());
    assert!(
        installed.fixtures[0]
            .expectations()
            .contains("value = \"538590000000\"")
    );
    assert_eq!(states(&registry), [("good".to_owned(), "in force")]);
    let plugin = registry.plugin(&id("good")).unwrap();
    let report = run_with(registry.host(), &plugin, &[], limits());
    assert_eq!(report.observations.len(), 1, "{report:#?}");
    // Another process sees the same.
    let other = folder.registry();
    assert_eq!(other.load_all().unwrap().taken.len(), 1);
    assert_eq!(registry.remove(&id("good")).unwrap().as_deref(), Some("0.1.0"));
    assert_eq!(registry.remove(&id("good")).unwrap(), None);
    assert!(registry.plugins().is_empty());
    let reloaded = other.reload_if_changed().unwrap().unwrap();
    assert_eq!(reloaded.gone, [id("good")]);
    assert!(other.reload_if_changed().unwrap().is_none());
}

#[test]
fn a_file_that_merely_lies_there_is_not_installed() {
    let folder = Folder::new();
    let registry = folder.registry();
    fs::create_dir_all(folder.plugins()).unwrap();
    fs::write(folder.plugins().join("dropped.wasm"), good().plugin()).unwrap();
    fs::write(folder.plugins().join("junk.wasm"), b"junk").unwrap();
    assert!(registry.load_all().unwrap().taken.is_empty());
    assert_eq!(
        states(&registry),
        [
            ("good".to_owned(), "not installed"),
            ("junk.wasm".to_owned(), "no plugin")
        ]
    );
}

#[test]
fn a_file_with_another_hash_is_not_loaded() {
    let folder = Folder::new();
    let file = folder.file("good.wasm", &good().plugin());
    folder.registry().install(&file).unwrap();
    let name = fs::read_dir(folder.plugins())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "wasm"))
        .unwrap();
    let mut bytes = fs::read(&name).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&name, bytes).unwrap();
    let registry = folder.registry();
    let loaded = registry.load_all().unwrap();
    assert!(loaded.taken.is_empty());
    assert!(
        loaded.refused[0].1.contains("has changed"),
        "{:?}",
        loaded.refused
    );
    assert!(matches!(
        registry.list().unwrap()[0].state,
        ListedState::Broken(_)
    ));
}

#[test]
fn a_plugin_that_fails_its_fixtures_does_not_replace_one_that_works() {
    let folder = Folder::new();
    let registry = folder.registry();
    registry
        .install(&folder.file("1.wasm", &good().plugin_with(&fixture("538590000000"))))
        .unwrap();
    let newer = good().with_manifest("0.1.0", "0.2.0");
    let wrong = folder.file("2.wasm", &newer.plugin_with(&fixture("1")));
    let error = registry.install(&wrong).unwrap_err();
    assert!(
        matches!(
            error,
            InstallError::FixturesFailed {
                failed: 1,
                all: 1,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(registry.plugin(&id("good")).unwrap().version(), "0.1.0");
    let right = folder.file("3.wasm", &newer.plugin_with(&fixture("538590000000")));
    assert_eq!(
        registry.install(&right).unwrap().replaced.as_deref(),
        Some("0.1.0")
    );
    assert_eq!(registry.plugin(&id("good")).unwrap().version(), "0.2.0");
    assert_eq!(registry.list().unwrap().len(), 1);
}

#[test]
fn a_swap_that_fails_in_the_daemon_leaves_the_old_one_running() {
    let folder = Folder::new();
    let (daemon, command) = (folder.registry(), folder.registry());
    command.install(&folder.file("1.wasm", &good().plugin())).unwrap();
    daemon.load_all().unwrap();
    let old = daemon.plugin(&id("good")).unwrap();
    // Somebody writes a lock by hand that names a plugin whose fixtures fail.
    let broken = good().with_manifest("0.1.0", "0.2.0").plugin_with(&fixture("1"));
    let checked = host().load(&broken).unwrap();
    fs::write(folder.plugins().join("b.wasm"), &broken).unwrap();
    let lock = format!(
        "version = 1\n[[plugin]]\nid = \"good\"\nversion = \"0.2.0\"\nsha256 = \"{}\"\nabi = \"0.1\"\nfile = \"b.wasm\"\n",
        checked.sha256()
    );
    fs::write(folder.plugins().join("plugins.lock"), lock).unwrap();
    let reloaded = daemon.reload_if_changed().unwrap().unwrap();
    assert!(reloaded.taken.is_empty());
    assert!(
        reloaded.refused[0].1.contains("fixtures do not give"),
        "{:?}",
        reloaded.refused
    );
    assert_eq!(daemon.plugin(&id("good")).unwrap().version(), "0.1.0");
    // Its file may be gone from the folder; what runs has its code.
    assert_eq!(run_with(daemon.host(), &old, &[], limits()).observations.len(), 1);
}

#[test]
fn a_hot_swap_is_taken_up_and_runs_in_flight_keep_theirs() {
    let folder = Folder::new();
    let (daemon, command) = (folder.registry(), folder.registry());
    command.install(&folder.file("1.wasm", &good().plugin())).unwrap();
    daemon.load_all().unwrap();
    let in_flight = daemon.plugin(&id("good")).unwrap();
    assert_eq!(
        run_with(daemon.host(), &in_flight, &[], limits())
            .observations
            .len(),
        1
    );
    let newer = good()
        .with_manifest("0.1.0", "0.2.0")
        .plugin_with(&fixture("538590000000"));
    command.install(&folder.file("2.wasm", &newer)).unwrap();
    let reloaded = daemon.reload_if_changed().unwrap().unwrap();
    assert_eq!(reloaded.taken[0].version(), "0.2.0");
    assert_eq!(
        run_with(daemon.host(), &in_flight, &[], limits())
            .observations
            .len(),
        1
    );
}

#[test]
fn a_plugin_that_breaks_down_again_and_again_is_switched_off_alone() {
    let mut options = HostOptions::new(worker());
    options.breaker = BreakerPolicy {
        after: 2,
        pause: Duration::from_hours(1),
        ..BreakerPolicy::default()
    };
    let folder = Folder::new();
    let registry = Registry::new(
        folder.plugins(),
        Host::new(options).unwrap(),
        TrustedKeys::default(),
    );
    registry
        .install(&folder.file("good.wasm", &good().plugin()))
        .unwrap();
    registry
        .install(&folder.file("bad.wasm", &Guest::new("unreachable").plugin()))
        .unwrap();
    let (good, bad) = (
        registry.plugin(&id("good")).unwrap(),
        registry.plugin(&id("hostile")).unwrap(),
    );
    let run = |plugin| run_with(registry.host(), plugin, &[], limits());
    assert_eq!(run(&bad).outcome, RunOutcome::Trapped);
    assert_eq!(run(&bad).outcome, RunOutcome::Trapped);
    let off = run(&bad);
    assert_eq!(off.outcome, RunOutcome::Refused);
    assert!(
        off.reason.contains("switched off after 2 breakdowns"),
        "{}",
        off.reason
    );
    assert_eq!(run(&good).outcome, RunOutcome::Ok);
    assert_eq!(
        states(&registry),
        [
            ("good".to_owned(), "in force"),
            ("hostile".to_owned(), "switched off")
        ]
    );
}

/// A key pair's public half, and its signature over the bytes `test` (the example of the minisign project).
const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const SIGNATURE_OF_TEST: &str = "untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1556193335\tfile:test
y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==
";

fn signed_registry(folder: &Folder) -> Registry {
    let keys = TrustedKeys::parse(&[KEY.to_owned()]).unwrap();
    Registry::new(folder.plugins(), host(), keys)
}

#[test]
fn unsigned_and_wrongly_signed_plugins_are_refused() {
    let folder = Folder::new();
    let registry = signed_registry(&folder);
    let file = folder.file("good.wasm", &good().plugin());
    let error = registry.install(&file).unwrap_err();
    assert!(
        matches!(error, InstallError::Signature(SignatureError::Missing(_))),
        "{error}"
    );
    let signature = folder.file("good.wasm.minisig", b"nonsense");
    let error = registry.install(&file).unwrap_err();
    assert!(
        matches!(error, InstallError::Signature(SignatureError::Malformed(_))),
        "{error}"
    );
    fs::write(signature, SIGNATURE_OF_TEST).unwrap();
    let error = registry.install(&file).unwrap_err();
    assert!(
        matches!(error, InstallError::Signature(SignatureError::Untrusted(1))),
        "{error}"
    );
    assert!(!Path::new(&folder.plugins()).join("plugins.lock").exists());
}

#[test]
fn a_signature_counts_for_its_bytes_only() {
    let keys = TrustedKeys::parse(&[KEY.to_owned()]).unwrap();
    assert_eq!(keys.check(b"test", SIGNATURE_OF_TEST), Ok(()));
    assert_eq!(
        keys.check(b"Test", SIGNATURE_OF_TEST),
        Err(SignatureError::Untrusted(1))
    );
    assert!(matches!(
        TrustedKeys::parse(&["no key".to_owned()]),
        Err(SignatureError::BadKey { number: 1, .. })
    ));
}

#[test]
fn compiled_code_is_found_again_and_damage_is_noticed() {
    let folder = Folder::new();
    let cache = folder.temp.path().join("cache");
    let with_cache = |compiler| {
        let mut options = HostOptions::new(compiler);
        options.cache = Some(cache.clone());
        Host::new(options).unwrap()
    };
    let plugin = good().plugin();
    with_cache(worker()).load(&plugin).unwrap();
    let code: Vec<PathBuf> = fs::read_dir(&cache)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(code.len(), 2);
    // A host that cannot compile loads it from the cache.
    let none = milepost_plugin_host::Compiler::Worker {
        program: "/nonexistent/worker".into(),
        args: Vec::new(),
    };
    let host = with_cache(none.clone());
    let loaded = host.load(&plugin).unwrap();
    assert_eq!(run_with(&host, &loaded, &[], limits()).observations.len(), 1);
    let file = code
        .iter()
        .find(|path| path.extension().is_some_and(|ending| ending == "cwasm"))
        .unwrap();
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    // Never written in place: what is mapped must not change.
    fs::remove_file(file).unwrap();
    fs::write(file, bytes).unwrap();
    assert!(with_cache(none).load(&plugin).is_err());
    assert!(with_cache(worker()).load(&plugin).is_ok());
}
