//! The command reference of the documentation, rendered from the definitions that parse the command line.

use clap::Command;

/// Returns every command's help as Markdown, in the order of `milepost help`.
pub(super) fn markdown(mut command: Command) -> String {
    command.build();
    let mut text = String::from(
        "# Command reference\n\nRendered from the program's own definitions by `milepost man --markdown`.\n",
    );
    write(&mut command, "milepost", &mut text);
    text
}

fn write(command: &mut Command, path: &str, text: &mut String) {
    // A fixed width: the same text on every machine and terminal.
    let mut shown = command.clone().term_width(100).color(clap::ColorChoice::Never);
    let help = shown.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!(
        "\n## `{path}`\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    ));
    for inner in command.get_subcommands_mut() {
        if inner.is_hide_set() || inner.get_name() == "help" {
            continue;
        }
        let path = format!("{path} {}", inner.get_name());
        write(inner, &path, text);
    }
}
