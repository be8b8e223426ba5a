//! The guides for authors, step by step as they stand: their files are written, their commands run, their answers compared.
//!
//! A fenced block tells by its first line what it is: `sh` (commands; `sh fails` where the last must fail), `text` (lines
//! that the last command printed), `… write FILE`, `… append FILE`, and anything else is only shown.

use std::path::Path;
use std::time::Duration;

use crate::lab::{Done, Lab, components};

/// A command of a guide may build an extractor.
const PATIENCE: Duration = Duration::from_mins(6);

/// A fenced block: its first line without the fence, and its content.
struct Block {
    head: String,
    content: String,
}

fn blocks(guide: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in guide.lines() {
        match line.strip_prefix("```") {
            Some(head) if !is_open => {
                is_open = true;
                blocks.push(Block {
                    head: head.trim().to_owned(),
                    content: String::new(),
                });
            }
            Some(_) => is_open = false,
            None if is_open => {
                let block = blocks.last_mut().unwrap();
                block.content.push_str(line);
                block.content.push('\n');
            }
            None => {}
        }
    }
    assert!(!is_open, "a block is not closed");
    blocks
}

/// Does what a guide says; what it printed last. False from `goes_on` ends it early.
fn follow(lab: &Lab, file: &str, mut goes_on: impl FnMut(&Done) -> bool) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs/guides")
        .join(file);
    let guide = std::fs::read_to_string(path).unwrap();
    let mut printed = String::new();
    let mut commands = 0;
    for block in blocks(&guide) {
        let mut words = block.head.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("sh"), how, None) => {
                let lines: Vec<&str> = block.content.lines().map(without_comment).collect();
                for (number, line) in lines.iter().enumerate() {
                    let must_fail = how == Some("fails") && number + 1 == lines.len();
                    let done = run(lab, line);
                    if !goes_on(&done) {
                        return commands;
                    }
                    assert_eq!(
                        done.code != Some(0),
                        must_fail,
                        "`{line}`\n{}\n{}",
                        done.stdout,
                        done.stderr
                    );
                    assert!(!done.stderr.contains("panicked at crates"), "{}", done.stderr);
                    printed = done.stdout + &done.stderr;
                    commands += 1;
                }
            }
            (Some("text"), None, None) => {
                let said: Vec<String> = printed.lines().map(even).collect();
                for line in block.content.lines() {
                    assert!(said.contains(&even(line)), "not printed: `{line}`\n{printed}");
                }
            }
            (Some(_), Some("write"), Some(file)) => lab.write(file, &block.content),
            (Some(_), Some("append"), Some(file)) => {
                let before = std::fs::read_to_string(lab.path(file)).unwrap();
                lab.write(file, &(before + &block.content));
            }
            _ => {}
        }
    }
    commands
}

/// Columns are as wide as what stands in them.
fn even(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_comment(line: &str) -> &str {
    line.split(" #").next().unwrap_or(line).trim()
}

fn run(lab: &Lab, line: &str) -> Done {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["milepost", rest @ ..] => lab.run_within(PATIENCE, rest),
        ["cargo", rest @ ..] => lab.cargo_within(PATIENCE, rest),
        other => panic!("a guide's test runs `milepost` and `cargo` only: {other:?}"),
    }
}

/// A folder in which the components lie where a checkout has them.
fn checkout() -> Lab {
    let lab = Lab::empty();
    std::fs::create_dir_all(lab.path("target/plugins")).unwrap();
    for component in components() {
        let name = component.file_name().unwrap();
        std::fs::copy(&component, lab.path("target/plugins").join(name)).unwrap();
    }
    lab
}

#[test]
fn a_metric_without_programming() {
    let lab = checkout();
    let commands = follow(&lab, "metric-without-programming.md", |_| true);
    assert!(commands > 8, "{commands}");
}

#[test]
fn an_extractor_in_rust_from_nothing() {
    let lab = checkout();
    let mut is_out_of_reach = false;
    let commands = follow(&lab, "plugin-author.md", |done| {
        if done.stdout.contains("milepost plugin build") {
            // The same versions as the repository's, so that a machine without a registry can build too.
            let lock = crate::lab::config("../Cargo.lock");
            std::fs::copy(lock, lab.path("heritage-sites/Cargo.lock")).unwrap();
        }
        is_out_of_reach |= done.code != Some(0) && done.stderr.contains("failed to download");
        !is_out_of_reach
    });
    if is_out_of_reach {
        eprintln!("skipped after {commands} commands: the crate registry is out of reach");
        return;
    }
    assert!(commands > 6, "{commands}");
}
