//! Files of a running server: from a folder, or from the copy that is embedded in the binary.

use rust_embed::RustEmbed;

/// The `assets/` folder as it was when the binary was built.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Embedded;

/// A text file of the embedded assets.
pub fn embedded_text(path: &str) -> Option<String> {
    let file = Embedded::get(path)?;
    String::from_utf8(file.data.into_owned()).ok()
}
