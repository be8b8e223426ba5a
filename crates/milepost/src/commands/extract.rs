//! `milepost extract`: the dry run on given bulletins. Opens no data folder.

use milepost_service::{Exit, Refusal};

use crate::cli::{Extract, Global};
use crate::output::{self, Notes};
use crate::{locate, wiring};

/// Reads the bulletins and shows what comes of them.
///
/// # Errors
/// With what is wrong, where, and the mend.
pub(crate) fn run(global: &Global, extract: &Extract) -> Result<Exit, Refusal> {
    let config = locate::config(global)?;
    let options = wiring::options(&config)?;
    let asked = milepost_service::Extract {
        inputs: extract
            .inputs
            .iter()
            .map(|input| super::given(input))
            .collect::<Result<_, _>>()?,
        plugins: extract.plugin.clone(),
        published: extract.published.clone(),
        html: extract.html.clone(),
    };
    let notes = Notes::new(global.quiet);
    let reply = wiring::runtime()?.block_on(milepost_service::extract(&config, &options, &asked, &notes));
    notes.finish();
    let reply = reply?;
    output::reply(&reply, global.json, None)?;
    Ok(reply.exit)
}
