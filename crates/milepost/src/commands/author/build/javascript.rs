//! Makes a component of an extractor in JavaScript, by the script `build` of its package.json.

use std::path::Path;

use milepost_service::Refusal;

use super::{clear_component, run_tool, written_component};

const NO_NODE: &str =
    "install Node.js 18 or newer; metrics without code need none: `milepost plugin new NAME --lang rules`";

/// The node package that makes components.
const TOOL: &str = "node_modules/componentize-qjs";

/// Runs the script `build`, after the packages that package.json names are installed.
///
/// # Errors
/// When npm is missing or fails.
pub(super) fn compile(dir: &Path) -> Result<Vec<u8>, Refusal> {
    let npm = Path::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    if !dir.join(TOOL).is_dir() {
        let arguments = ["install", "--silent", "--no-fund", "--no-audit"];
        run_tool(dir, npm, &arguments, NO_NODE)
            .map_err(|refusal| hinted(refusal, "npm must reach its registry for the first build"))?;
    }
    clear_component(dir)?;
    run_tool(dir, npm, &["run", "--silent", "build"], NO_NODE)?;
    written_component(dir)
}

fn hinted(refusal: Refusal, hint: &str) -> Refusal {
    match refusal.hint {
        Some(_) => refusal,
        None => refusal.hint(hint),
    }
}
