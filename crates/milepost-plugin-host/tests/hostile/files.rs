//! Files that are no plugins, or not what they say they are.

use std::time::{Duration, Instant};

use milepost_plugin_host::{
    CompileError, CompileLimits, Host, HostOptions, LoadError, SectionError, ShapeError,
};

use crate::bench::{good, host, run_with, worker};
use crate::guest::Guest;

fn refusal(bytes: &[u8]) -> LoadError {
    host().load(bytes).unwrap_err()
}

#[test]
fn precompiled_code_is_never_loaded() {
    let component = good().component();
    let engine = wasmtime::Engine::default();
    let code = engine.precompile_component(&component).unwrap();
    assert!(matches!(
        refusal(&code),
        LoadError::Shape(ShapeError::Precompiled)
    ));
    let module = engine.precompile_module(b"\0asm\x01\0\0\0").unwrap();
    assert!(matches!(
        refusal(&module),
        LoadError::Shape(ShapeError::Precompiled)
    ));
}

#[test]
fn modules_and_other_files_are_refused_by_name() {
    assert!(matches!(
        refusal(b"\0asm\x01\0\0\0"),
        LoadError::Shape(ShapeError::CoreModule)
    ));
    for bytes in [
        b"".as_slice(),
        b"MZ",
        b"\x7fELF",
        b"(component)",
        b"<html>",
        b"PK\x03\x04",
    ] {
        assert!(
            matches!(refusal(bytes), LoadError::Shape(ShapeError::Malformed(_))),
            "{bytes:?}"
        );
    }
}

#[test]
fn a_component_without_a_manifest_is_no_plugin() {
    let error = refusal(&good().component());
    assert!(
        matches!(error, LoadError::Sections(SectionError::NoManifest)),
        "{error}"
    );
}

#[test]
fn a_manifest_for_another_interface_is_refused() {
    let error = refusal(&good().with_manifest("abi = \"0.1\"", "abi = \"0.2\"").plugin());
    assert_eq!(
        error.to_string(),
        "the manifest says abi 0.2, the component is built for 0.1"
    );
}

#[test]
fn a_component_of_another_interface_is_refused_with_versions() {
    let wat = "(component (instance $i) (export \"milepost:extractor/extract@0.4.0\" (instance $i)))";
    let component = wat::parse_str(wat).unwrap();
    let manifest = "id = \"a\"\nversion = \"0.1.0\"\nabi = \"0.4\"\ntitle = \"A\"\nmetrics = [\"*\"]\n";
    let packed = milepost_plugin_host::pack(&component, manifest, &[]).unwrap();
    let error = refusal(&packed).to_string();
    assert_eq!(error, "built for milepost:extractor 0.4.0, this host speaks 0.1");
}

#[test]
fn imports_outside_the_list_are_refused_before_compiling() {
    let wat = "(component (import \"wasi:http/outgoing-handler@0.2.0\" (instance)))";
    let component = wat::parse_str(wat).unwrap();
    let packed = milepost_plugin_host::pack(&component, "", &[]).unwrap();
    let error = refusal(&packed);
    assert!(
        error.to_string().contains("wasi:http/outgoing-handler"),
        "{error}"
    );
}

#[test]
fn an_interface_of_another_shape_does_not_link() {
    let wat = "(component (instance $i) (export \"milepost:extractor/extract@0.1.0\" (instance $i)))";
    let component = wat::parse_str(wat).unwrap();
    let manifest = "id = \"a\"\nversion = \"0.1.0\"\nabi = \"0.1\"\ntitle = \"A\"\nmetrics = [\"*\"]\n";
    let packed = milepost_plugin_host::pack(&component, manifest, &[]).unwrap();
    assert!(matches!(refusal(&packed), LoadError::Link(_)));
}

#[test]
fn truncated_components_are_refused() {
    let whole = good().plugin();
    let host = host();
    for length in (0..whole.len()).step_by(97) {
        assert!(
            host.load(&whole[..length]).is_err(),
            "{length} bytes of {}",
            whole.len()
        );
    }
}

#[test]
fn bit_flips_are_refused_or_harmless() {
    let whole = good().plugin();
    let host = host();
    let step = whole.len() / 60;
    for at in (8..whole.len()).step_by(step) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        if let Ok(plugin) = host.load(&flipped) {
            let report = run_with(&host, &plugin, &[], crate::bench::limits());
            // A flipped text may claim something else; whatever is accepted still stands on the page.
            for verified in &report.observations {
                assert_eq!(verified.candidate.printed, "5385.9亿元");
            }
        }
    }
}

#[test]
fn a_component_over_the_size_limit_is_not_read() {
    let mut large = good().plugin();
    // One more custom section, of 9 MiB.
    large.extend_from_slice(&[0, 0x83, 0x80, 0xc0, 0x04, 2, b'b', b'x']);
    large.resize(large.len() + (9 << 20), 0);
    assert!(matches!(refusal(&large), LoadError::TooLarge { .. }));
}

#[test]
fn a_compile_bomb_is_stopped_with_its_worker() {
    // Thousands of jumps to each of thousands of places: quadratic for most compilers.
    let blocks = 6_000;
    let targets: String = (0..blocks).map(|depth| format!("{depth} ")).collect();
    let opened = "(block ".repeat(blocks);
    let closed: String = (0..blocks)
        .map(|_| ") (local.set 0 (i32.add (local.get 0) (i32.const 1)))")
        .collect();
    let tables = format!("(block $t (br_table {targets} (local.get 0)))").repeat(1);
    let bomb = format!("(func (param i32) {opened} {tables} {closed})").repeat(40);
    let plugin = Guest::new("").items(&bomb).plugin();
    let mut options = HostOptions::new(worker());
    options.compile_native = CompileLimits {
        time: Duration::from_millis(100),
        ..options.compile_native
    };
    let host = Host::new(options).unwrap();
    let started = Instant::now();
    let error = host.load(&plugin).unwrap_err();
    assert!(
        matches!(error, LoadError::Compile(CompileError::Timeout(_))),
        "{error}"
    );
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_compiler_without_memory_ends_alone() {
    let plugin = good().plugin();
    let mut options = HostOptions::new(worker());
    options.compile_native = CompileLimits {
        memory_bytes: 16 << 20,
        ..options.compile_native
    };
    let error = Host::new(options).unwrap().load(&plugin).unwrap_err();
    assert!(
        matches!(
            error,
            LoadError::Compile(
                CompileError::Died(_) | CompileError::Refused(_) | CompileError::NotStarted(_)
            )
        ),
        "{error}"
    );
}

#[test]
fn a_worker_that_is_none_is_an_error() {
    let mut options = HostOptions::new(worker());
    options.compiler = milepost_plugin_host::Compiler::Worker {
        program: "/nonexistent/worker".into(),
        args: Vec::new(),
    };
    let error = Host::new(options).unwrap().load(&good().plugin()).unwrap_err();
    assert!(
        matches!(error, LoadError::Compile(CompileError::NotStarted(_))),
        "{error}"
    );
}
