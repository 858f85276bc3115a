//! `remnavi openapi`: the API's document, as committed in `openapi/openapi.json`.

use crate::args::Openapi;
use crate::error::Error;
use crate::terminal;

/// Runs the command.
pub fn run(args: &Openapi) -> Result<(), Error> {
    let document = api::openapi_json();
    let Some(file) = &args.check else { return terminal::print(document.trim_end()) };
    let committed = std::fs::read_to_string(file).map_err(Error::io(format!("cannot read {}", file.display())))?;
    if committed.trim_end() == document.trim_end() {
        return Ok(());
    }
    let first = committed.lines().zip(document.lines()).position(|(a, b)| a != b).unwrap_or_default() + 1;
    Err(Error::Usage(format!(
        "{} differs from the code, first in line {first}; write it anew with: cargo run -- openapi > {}",
        file.display(),
        file.display()
    )))
}
