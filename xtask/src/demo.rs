//! `cargo xtask demo`: from a fresh checkout to a deviation report.

use std::path::Path;

use crate::components::{self, Profile};
use crate::step::{Failure, Step, root};

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let binary = components::build(Profile::Release)?;
    let site = root().join("tests").join("sites");
    let plugins = components::folder();
    let mut demo: Vec<&Path> = vec![
        Path::new("demo"),
        Path::new("--site"),
        &site,
        Path::new("--plugins"),
        &plugins,
    ];
    demo.extend(arguments.iter().map(Path::new));
    Step::new(binary, &demo).run()
}
