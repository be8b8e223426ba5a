//! Guests that take all they can: time, memory, stack, handles, output, the host's own work.

use milepost_plugin_host::RunOutcome;

use crate::bench::{host, limits, run, run_with, stopped, stopped_within};
use crate::guest::Guest;

#[test]
fn an_infinite_loop_meets_its_deadline() {
    stopped(
        &Guest::new("(loop $again (br $again))"),
        RunOutcome::Deadline,
        "longer than 300 ms",
    );
}

#[test]
fn a_start_function_that_never_ends_meets_it_too() {
    let guest = Guest::new("").items("(func $spin (loop $again (br $again))) (start $spin)");
    stopped(&guest, RunOutcome::Deadline, "longer than 300 ms");
}

#[test]
fn a_memory_bomb_is_refused_its_growth() {
    let grow =
        "(loop $again (br_if $again (i32.ne (i32.const -1) (memory.grow (i32.const 16))))) unreachable";
    let report = stopped(&Guest::new(grow), RunOutcome::Memory, "64 MiB");
    assert!(report.memory_bytes > 32 << 20);
}

#[test]
fn a_memory_bomb_in_many_memories_is_counted_as_one() {
    let memories: String = (0..40).map(|number| format!("(memory $m{number} 1)")).collect();
    let grow: String = (0..40)
        .map(|number| {
            format!("(if (i32.eq (i32.const -1) (memory.grow $m{number} (i32.const 64))) (then unreachable))")
        })
        .collect();
    stopped(&Guest::new(&grow).items(&memories), RunOutcome::Memory, "64 MiB");
}

#[test]
fn a_guest_that_is_born_too_large_is_not_born() {
    stopped(&Guest::new("").pages(2_000), RunOutcome::Memory, "64 MiB");
}

#[test]
fn a_table_bomb_is_refused_its_growth() {
    let grow = "(loop $again (br_if $again
        (i32.ne (i32.const -1) (table.grow $t (ref.null func) (i32.const 100000))))) unreachable";
    stopped(
        &Guest::new(grow).items("(table $t 1 funcref)"),
        RunOutcome::Memory,
        "table elements",
    );
}

#[test]
fn a_stack_overflow_is_a_trap() {
    let guest = Guest::new("(drop (call $deep (i32.const 1)))").items(
        "(func $deep (param i32) (result i32) (i32.add (i32.const 1) (call $deep (i32.add (local.get 0) (i32.const 1)))))",
    );
    stopped(&guest, RunOutcome::Trapped, "call stack exhausted");
}

#[test]
fn a_giant_log_is_cut() {
    let mut guest = Guest::new("");
    let (at, _) = guest.text("x");
    let guest = guest.then(&format!(
        "(loop $again (call $log (i32.const 1) (i32.const {at}) (i32.const 2000))
           (local.set $i (i32.add (local.get $i) (i32.const 1)))
           (br_if $again (i32.lt_u (local.get $i) (i32.const 5000))))"
    ));
    let report = run(&host(), &guest);
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
    assert!(report.log.len() <= 201);
    let bytes: usize = report.log.iter().map(String::len).sum();
    assert!(bytes <= (64 << 10) + 201 * 20, "{bytes}");
    assert!(report.log.last().unwrap().contains("cut"));
}

#[test]
fn control_characters_do_not_reach_the_log() {
    let mut guest = Guest::new("");
    let (at, len) = guest.text("\u{1b}[31mred\u{7}\r\n");
    let guest = guest.then(&format!(
        "(call $log (i32.const 3) (i32.const {at}) (i32.const {len}))"
    ));
    let report = run(&host(), &guest);
    assert_eq!(report.log, ["error:  [31mred   "]);
}

#[test]
fn one_giant_line_of_log_is_not_even_copied() {
    let guest = Guest::new("(call $log (i32.const 1) (i32.const 0) (i32.const 33554432))").pages(600);
    stopped(&guest, RunOutcome::Memory, "one call");
}

#[test]
fn giant_strings_of_an_observation_are_not_copied() {
    let pairs: String = (0..5).map(|_| " (i32.const 0) (i32.const 8388608)").collect();
    let guest = Guest::new(&format!(
        "(call $emit {pairs} (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 512))"
    ))
    .pages(600);
    stopped(&guest, RunOutcome::Memory, "one call");
}

#[test]
fn a_giant_list_of_evidence_is_not_copied() {
    let texts = " (i32.const 0) (i32.const 0)".repeat(6);
    let guest = Guest::new(&format!(
        "(call $emit {texts} (i32.const 0) (i32.const 1600000) (i32.const 512))"
    ))
    .pages(600);
    stopped(&guest, RunOutcome::Memory, "one call");
}

#[test]
fn leaked_handles_run_out() {
    let guest = Guest::new("(loop $again (call $attachments (local.get $doc) (i32.const 512)) (br $again))");
    stopped(&guest, RunOutcome::Memory, "handles");
}

#[test]
fn a_million_emissions_are_too_many() {
    let texts = " (i32.const 0) (i32.const 0)".repeat(7);
    let guest = Guest::new(&format!(
        "(loop $again (call $emit {texts} (i32.const 512))
           (global.set $heap (i32.const 65536))
           (local.set $i (i32.add (local.get $i) (i32.const 1)))
           (br_if $again (i32.lt_u (local.get $i) (i32.const 1000000))))"
    ));
    let mut limits = limits();
    limits.native.observations = 2_000;
    let report = stopped_within(limits, &guest, RunOutcome::Output, "more than 2000 observations");
    assert!(report.refused.len() <= 1_000);
}

#[test]
fn select_bombs_use_up_the_hosts_patience() {
    let mut guest = Guest::new("");
    let css = "* > * ~ * ".repeat(90) + "p";
    let (at, len) = guest.text(&css);
    let guest = guest.then(&format!(
        "(loop $again (call $select (local.get $doc) (i32.const {at}) (i32.const {len}) (i32.const 512))
           (global.set $heap (i32.const 65536)) (br $again))"
    ));
    stopped(&guest, RunOutcome::Deadline, "");
}

#[test]
fn nested_selectors_are_an_answer_not_a_crash() {
    let mut guest = Guest::new("");
    let (at, len) = guest.text(&(":not(".repeat(10_000) + "p" + &")".repeat(10_000)));
    let guest = guest
        .then(&format!(
            "(call $select (local.get $doc) (i32.const {at}) (i32.const {len}) (i32.const 512))
             (if (i32.ne (i32.const 1) (i32.load8_u (i32.const 512))) (then unreachable))"
        ))
        .pages(4);
    let report = run(&host(), &guest);
    assert_eq!(report.outcome, RunOutcome::Ok, "{}", report.reason);
}

#[test]
fn asking_for_the_whole_text_again_and_again_ends() {
    let guest = Guest::new(
        "(loop $again (call $doc_text (local.get $doc) (i32.const 512)) (global.set $heap (i32.const 65536)) (br $again))",
    );
    stopped(&guest, RunOutcome::Deadline, "");
}

#[test]
fn host_work_has_a_bound_of_its_own() {
    let mut guest = Guest::new("");
    let (at, len) = guest.text("*");
    let guest = guest.then(&format!(
        "(loop $again (call $select (local.get $doc) (i32.const {at}) (i32.const {len}) (i32.const 512))
           (global.set $heap (i32.const 65536)) (br $again))"
    ));
    let host = host();
    let plugin = host.load(&guest.plugin()).unwrap();
    let mut limits = limits();
    limits.native.host_work = 10_000;
    let report = run_with(&host, &plugin, &[], limits);
    assert_eq!(report.outcome, RunOutcome::Deadline);
    assert!(report.reason.contains("10000 nodes"), "{}", report.reason);
}

#[test]
fn recursion_through_the_host_is_a_trap() {
    // The host allocates in the guest's memory to answer; the allocator asks the host again.
    let guest = Guest::new("(call $doc_text (local.get $doc) (i32.const 512))").realloc(
        "(func $realloc (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32)
           (call $log (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 65536))",
    );
    stopped(&guest, RunOutcome::Trapped, "cannot leave component instance");
}

#[test]
fn an_allocator_that_lies_harms_itself() {
    let guest = Guest::new("(call $doc_text (local.get $doc) (i32.const 512))").realloc(
        "(func $realloc (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const -16))",
    );
    stopped(&guest, RunOutcome::Trapped, "");
}

#[test]
fn strings_outside_the_memory_are_a_trap() {
    let guest = Guest::new("(call $log (i32.const 0) (i32.const 0x7ffffff0) (i32.const 100))");
    stopped(&guest, RunOutcome::Trapped, "");
}

#[test]
fn strings_that_are_no_utf8_are_a_trap() {
    let guest = Guest::new(
        "(i32.store (i32.const 0) (i32.const 0xffffffff)) (call $log (i32.const 0) (i32.const 0) (i32.const 4))",
    );
    stopped(&guest, RunOutcome::Trapped, "utf-8");
}

#[test]
fn a_handle_that_was_dropped_is_gone() {
    let guest =
        Guest::new("(call $drop_doc (local.get $doc)) (call $doc_text (local.get $doc) (i32.const 512))");
    stopped(&guest, RunOutcome::Trapped, "");
}

#[test]
fn a_forged_handle_is_none() {
    stopped(
        &Guest::new("(call $doc_text (i32.const 77) (i32.const 512))"),
        RunOutcome::Trapped,
        "",
    );
}
