//! Guests that reach for the world outside: time, files, sockets, the environment, chance.

use milepost_plugin_host::RunOutcome;

use crate::bench::{host, run, stopped};
use crate::guest::Guest;

/// Calls with its result area at 512, and traps unless the list there is empty.
const LIST_MUST_BE_EMPTY: &str =
    "(call $wasi (i32.const 512)) (if (i32.load (i32.const 516)) (then unreachable))";

#[track_caller]
fn gets_nothing(guest: &Guest) {
    let report = run(&host(), guest);
    assert_eq!(report.outcome, RunOutcome::Ok, "{report:#?}");
}

#[test]
fn nobody_sleeps_by_duration() {
    let guest = Guest::new("(drop (call $wasi (i64.const 3000000000)))").wasi(
        "wasi:clocks/monotonic-clock@0.2.0",
        "subscribe-duration",
        "(param i64) (result i32)",
    );
    stopped(&guest, RunOutcome::Trapped, "tried to sleep");
}

#[test]
fn nobody_sleeps_until_an_instant() {
    let guest = Guest::new("(drop (call $wasi (i64.const 3000000000)))").wasi(
        "wasi:clocks/monotonic-clock@0.2.0",
        "subscribe-instant",
        "(param i64) (result i32)",
    );
    stopped(&guest, RunOutcome::Trapped, "tried to sleep");
}

#[test]
fn polling_nothing_does_not_wait() {
    let guest = Guest::new("(call $wasi (i32.const 0) (i32.const 0) (i32.const 512))").wasi(
        "wasi:io/poll@0.2.0",
        "poll",
        "(param i32 i32 i32)",
    );
    stopped(&guest, RunOutcome::Trapped, "");
}

#[test]
fn the_monotonic_clock_stands() {
    let guest = Guest::new("(if (i64.ne (call $wasi) (call $wasi)) (then unreachable))").wasi(
        "wasi:clocks/monotonic-clock@0.2.0",
        "now",
        "(result i64)",
    );
    gets_nothing(&guest);
}

#[test]
fn the_wall_clock_stands_in_2020() {
    let guest = Guest::new(
        "(call $wasi (i32.const 512))
         (if (i64.ne (i64.load (i32.const 512)) (i64.const 1577836800)) (then unreachable))",
    )
    .wasi("wasi:clocks/wall-clock@0.2.0", "now", "(param i32)");
    gets_nothing(&guest);
}

#[test]
fn there_are_no_files() {
    let guest = Guest::new(LIST_MUST_BE_EMPTY).wasi(
        "wasi:filesystem/preopens@0.2.0",
        "get-directories",
        "(param i32)",
    );
    gets_nothing(&guest);
}

#[test]
fn there_is_no_environment() {
    let interface = "wasi:cli/environment@0.2.0";
    gets_nothing(&Guest::new(LIST_MUST_BE_EMPTY).wasi(interface, "get-environment", "(param i32)"));
    gets_nothing(&Guest::new(LIST_MUST_BE_EMPTY).wasi(interface, "get-arguments", "(param i32)"));
}

#[test]
fn there_are_no_sockets() {
    // result<own<socket>, error-code>: 1 is an error.
    let body = "(call $wasi (i32.const 0) (i32.const 512))
        (if (i32.ne (i32.const 1) (i32.load8_u (i32.const 512))) (then unreachable))";
    let tcp = Guest::new(body).wasi(
        "wasi:sockets/tcp-create-socket@0.2.0",
        "create-tcp-socket",
        "(param i32 i32)",
    );
    gets_nothing(&tcp);
    let udp = Guest::new(body).wasi(
        "wasi:sockets/udp-create-socket@0.2.0",
        "create-udp-socket",
        "(param i32 i32)",
    );
    gets_nothing(&udp);
}

#[test]
fn names_are_not_looked_up() {
    let mut guest = Guest::new("");
    let (at, len) = guest.text("localhost");
    let guest = guest
        .then(&format!(
            "(local.set $i (call $wasi))
             (call $wasi2 (local.get $i) (i32.const {at}) (i32.const {len}) (i32.const 512))
             (if (i32.ne (i32.const 1) (i32.load8_u (i32.const 512))) (then unreachable))"
        ))
        .wasi(
            "wasi:sockets/instance-network@0.2.0",
            "instance-network",
            "(result i32)",
        )
        .wasi(
            "wasi:sockets/ip-name-lookup@0.2.0",
            "resolve-addresses",
            "(param i32 i32 i32 i32)",
        );
    gets_nothing(&guest);
}

#[test]
fn chance_is_the_same_every_time() {
    let mut guest = Guest::new("");
    let (at, _) = guest.text("01234567");
    let guest = guest
        .then(&format!(
            "(i64.store (i32.const {at}) (i64.or (call $wasi) (i64.const 0x2020202020202020)))
             (i64.store (i32.const {at}) (i64.and (i64.load (i32.const {at})) (i64.const 0x3f3f3f3f3f3f3f3f)))
             (call $log (i32.const 1) (i32.const {at}) (i32.const 8))"
        ))
        .wasi("wasi:random/random@0.2.0", "get-random-u64", "(result i64)");
    let (first, second) = (run(&host(), &guest), run(&host(), &guest));
    assert_eq!(first.outcome, RunOutcome::Ok, "{first:#?}");
    assert_eq!(first.log.len(), 1);
    assert_eq!(first.log, second.log);
}

#[test]
fn a_flood_of_chance_is_refused() {
    let guest = Guest::new("(call $wasi (i64.const 1000000000) (i32.const 512))").wasi(
        "wasi:random/random@0.2.0",
        "get-random-bytes",
        "(param i64 i32)",
    );
    stopped(&guest, RunOutcome::Trapped, "");
}

#[test]
fn a_guest_that_exits_only_ends_itself() {
    let guest = Guest::new("(call $wasi (i32.const 1))").wasi("wasi:cli/exit@0.2.0", "exit", "(param i32)");
    stopped(&guest, RunOutcome::Trapped, "exited with 1");
}

/// Prints a text to stderr, as a panic does.
fn printing(text: &str, times: u32) -> Guest {
    let mut guest = Guest::new("");
    let (at, len) = guest.text(text);
    guest
        .then(&format!(
            "(local.set $i (call $wasi))
             (loop $again
               (call $wasi2 (local.get $i) (i32.const {at}) (i32.const {len}) (i32.const 512))
               (global.set $heap (i32.const 65536))
               (local.set $j (i32.add (local.get $j) (i32.const 1)))
               (br_if $again (i32.lt_u (local.get $j) (i32.const {times}))))"
        ))
        .wasi("wasi:cli/stderr@0.2.0", "get-stderr", "(result i32)")
        .wasi(
            "wasi:io/streams@0.2.0",
            "[method]output-stream.blocking-write-and-flush",
            "(param i32 i32 i32 i32)",
        )
}

#[test]
fn the_text_of_a_panic_reaches_the_author() {
    let guest = printing("thread 'main' panicked at src/lib.rs:7:5:\nno such table\n", 1).then("unreachable");
    let report = stopped(&guest, RunOutcome::Trapped, "panicked at src/lib.rs:7:5");
    assert!(report.stderr.ends_with("no such table\n"), "{}", report.stderr);
}

#[test]
fn a_flood_of_panic_text_is_cut() {
    let report = run(&host(), &printing(&"x".repeat(4_000), 1_000));
    assert!(report.stderr.len() <= 16 << 10);
    assert!(report.observations.is_empty());
}
