//! Renders the reference of the interface from its text, so that both say the same.

use std::fmt::Write as _;

/// Renders Markdown: a chapter an interface, a section a type or function, its words below its declaration.
pub(crate) fn render(wit: &str) -> String {
    let mut out = String::new();
    let mut words: Vec<&str> = Vec::new();
    let mut resource = None;
    let mut lines = wit.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if let Some(said) = line.strip_prefix("///") {
            words.push(said.trim());
            continue;
        }
        if line.is_empty() || line.starts_with("@since") {
            continue;
        }
        let _written = if let Some(package) = line.strip_prefix("package ") {
            let package = package.trim_end_matches(';');
            writeln!(out, "# Interface of extractors: `{package}`\n\n{HEAD}")
        } else if let Some(name) = opened(line, "interface") {
            writeln!(out, "## Interface `{name}`\n\n{}", said(&mut words))
        } else if let Some(name) = opened(line, "world") {
            let mut body = vec![line];
            body.extend(lines.by_ref());
            writeln!(out, "## World `{name}`\n\n```wit\n{}\n```", body.join("\n"))
        } else if let Some(name) = opened(line, "resource") {
            resource = Some(name);
            writeln!(out, "### Resource `{name}`\n\n{}", said(&mut words))
        } else if line == "}" {
            resource = None;
            words.clear();
            continue;
        } else {
            let mut declaration = vec![line];
            // A record or an enum over several lines, with its fields' words inside.
            while declaration
                .last()
                .is_some_and(|last| !last.ends_with(';') && !last.ends_with('}'))
            {
                let Some(next) = lines.next() else { break };
                declaration.push(next.trim());
            }
            let name = name_of(line);
            let owner = resource
                .map(|resource| format!("{resource}."))
                .unwrap_or_default();
            let block = indented(&declaration);
            writeln!(
                out,
                "### `{owner}{name}`\n\n```wit\n{block}\n```\n\n{}",
                said(&mut words)
            )
        };
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in out.lines() {
        let is_second_blank = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !is_second_blank {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

const HEAD: &str = "Rendered from `wit/v0.1/extractor.wit`, which is frozen. A component imports these interfaces and exports `extract`;
WASI 0.2 is there for the sake of languages and gives nothing. New functions may be added to the imported interfaces; any
other change is a new version in a new folder. The keys of `field` are in `plugin-statement-fields.md`, the dimensions with
a meaning of their own in `plugin-manifest.md`.
";

fn opened<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    line.strip_prefix(word)?.strip_suffix('{').map(str::trim)
}

fn said(words: &mut Vec<&str>) -> String {
    let text = words.join("\n");
    words.clear();
    if text.is_empty() { text } else { text + "\n" }
}

fn name_of(line: &str) -> &str {
    let mut parts = line
        .split([' ', ':', '.', '{', '='])
        .filter(|part| !part.is_empty());
    match parts.next() {
        Some("type" | "record" | "enum" | "use" | "variant") => parts.next().unwrap_or_default(),
        first => first.unwrap_or_default(),
    }
}

fn indented(declaration: &[&str]) -> String {
    let last = declaration.len().saturating_sub(1);
    let lines = declaration.iter().enumerate().map(|(number, line)| {
        let is_inner = number > 0 && number < last;
        if is_inner {
            format!("  {line}")
        } else {
            (*line).to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
