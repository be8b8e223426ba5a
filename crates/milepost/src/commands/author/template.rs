//! The files that a new extractor starts with, by language.

use milepost_model::PluginId;

use crate::cli::PluginLanguage;

mod sdk {
    //! The sources of the SDK and of its test crate, and the plugin interface, as they were when this program was built.
    include!(concat!(env!("OUT_DIR"), "/sdk_files.rs"));
}

/// The indicator that a template starts with: one that no plan has, so that it cannot be mistaken for a real one.
const INDICATOR: &str = "heritage.sites";

/// A template: path below the folder, and content with `{id}`, `{indicator}`, `{version}` to fill in.
type Template = &'static [(&'static str, &'static str)];

const SHARED: Template = &[
    (
        "fixtures/first/fixture.toml",
        include_str!("../../../templates/shared/fixture.toml.in"),
    ),
    (
        "fixtures/first/document.html",
        include_str!("../../../templates/shared/document.html.in"),
    ),
];

const RUST: Template = &[
    (
        "milepost-plugin.toml",
        include_str!("../../../templates/rust/manifest.toml.in"),
    ),
    ("README.md", include_str!("../../../templates/rust/README.md.in")),
    (
        "Cargo.toml",
        include_str!("../../../templates/rust/Cargo.toml.in"),
    ),
    ("src/lib.rs", include_str!("../../../templates/rust/lib.rs.in")),
    (
        "tests/fixtures.rs",
        include_str!("../../../templates/rust/fixtures.rs.in"),
    ),
    (
        "sdk/milepost-plugin-sdk/Cargo.toml",
        include_str!("../../../templates/rust/sdk-Cargo.toml.in"),
    ),
    (
        "sdk/milepost-plugin-testing/Cargo.toml",
        include_str!("../../../templates/rust/testing-Cargo.toml.in"),
    ),
];

const JAVASCRIPT: Template = &[
    (
        "milepost-plugin.toml",
        include_str!("../../../templates/shared/manifest-interpreter.toml.in"),
    ),
    ("README.md", include_str!("../../../templates/js/README.md.in")),
    (
        "package.json",
        include_str!("../../../templates/js/package.json.in"),
    ),
    (
        "src/extractor.js",
        include_str!("../../../templates/js/extractor.js.in"),
    ),
    (
        "src/milepost.js",
        include_str!("../../../templates/js/milepost.js.in"),
    ),
];

const PYTHON: Template = &[
    (
        "milepost-plugin.toml",
        include_str!("../../../templates/shared/manifest-interpreter.toml.in"),
    ),
    (
        "README.md",
        include_str!("../../../templates/python/README.md.in"),
    ),
    (
        "requirements.txt",
        include_str!("../../../templates/python/requirements.txt.in"),
    ),
    (
        "src/extractor.py",
        include_str!("../../../templates/python/extractor.py.in"),
    ),
    (
        "src/milepost.py",
        include_str!("../../../templates/python/milepost.py.in"),
    ),
];

/// Returns a name that cargo takes: ids may hold points and begin with a digit.
fn package(id: &PluginId) -> String {
    let name = id.as_str().replace('.', "-");
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name
    } else {
        format!("extractor-{name}")
    }
}

/// Returns the files of a new extractor: path below its folder, and content.
pub(super) fn files(language: PluginLanguage, id: &PluginId) -> Vec<(String, String)> {
    let package = package(id);
    let fill = |text: &str| {
        text.replace("{id}", id.as_str())
            .replace("{package}", &package)
            .replace("{crate}", &package.replace('-', "_"))
            .replace("{indicator}", INDICATOR)
            .replace("{version}", env!("CARGO_PKG_VERSION"))
    };
    let filled = |templates: [Template; 2]| {
        templates
            .into_iter()
            .flatten()
            .map(|(path, text)| ((*path).to_owned(), fill(text)))
            .collect::<Vec<_>>()
    };
    // Rust's bindings look for the interface two folders above the SDK; the others are told where it is.
    let interface = ("wit/v0.1/extractor.wit".to_owned(), sdk::WIT.to_owned());
    let mut files = match language {
        PluginLanguage::Rules => {
            let rules = include_str!("../../../templates/rules/rules.toml.in");
            return vec![(format!("{id}.toml"), fill(rules))];
        }
        PluginLanguage::Js => filled([SHARED, JAVASCRIPT]),
        PluginLanguage::Python => filled([SHARED, PYTHON]),
        PluginLanguage::Rust => {
            let mut files = filled([SHARED, RUST]);
            let crates = [
                ("milepost-plugin-sdk", sdk::SDK),
                ("milepost-plugin-testing", sdk::REHEARSAL),
            ];
            for (package, sources) in crates {
                let source =
                    |(name, text): &(&str, &str)| (format!("sdk/{package}/src/{name}"), (*text).to_owned());
                files.extend(sources.iter().map(source));
            }
            files
        }
    };
    files.push(interface);
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_template_leaves_a_place_to_fill_in() {
        let id = PluginId::parse("3.heritage-sites").unwrap();
        for language in [
            PluginLanguage::Rust,
            PluginLanguage::Rules,
            PluginLanguage::Js,
            PluginLanguage::Python,
        ] {
            for (path, text) in files(language, &id) {
                for place in ["{id}", "{package}", "{crate}", "{indicator}", "{version}"] {
                    let is_sdk = path.starts_with("sdk/") && path.contains("/src/");
                    assert!(is_sdk || !text.contains(place), "{path}: {place}");
                }
            }
        }
        assert_eq!(package(&id), "extractor-3-heritage-sites");
    }
}
