//! Files of a running server: from a folder, or from the copy that is embedded in the binary.
//!
//! ```text
//! --assets DIR ─▶ DIR        else ./assets, if it holds a tuning        else the embedded copy, which nobody can edit
//! ```

use std::borrow::Cow;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;

use super::diagnostics::Diagnostics;
use super::document::nearest;
use super::map_file::{self, MapProblems};
use super::tuning;
use crate::sim::{Map, Tuning};

/// The folder that is taken when none is named.
const FOLDER: &str = "assets";

/// The `assets/` folder as it was when the binary was built. A debug build reads the folder itself.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Embedded;

/// The built client as it was when the binary was built; empty when it had not been built.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/game-client/dist"]
#[allow_missing = true]
struct Client;

/// Where the files come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assets {
    /// A folder: its files are read again when they change.
    Folder(PathBuf),
    /// The copy inside the binary.
    Embedded,
}

/// A folder of assets that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// The folder that was asked for is none of ours.
    #[error("{} has no {}, so it is no folder of assets", .0.display(), tuning::DEFAULT)]
    NoTuning(PathBuf),
}

impl Assets {
    /// The folder that was asked for, or the one that is there, or the embedded copy. `here` is the working directory.
    pub fn choose(asked: Option<&Path>, here: &Path) -> Result<Assets, AssetsError> {
        let is_ours = |folder: &Path| folder.join(tuning::DEFAULT).is_file();
        let found = here.join(FOLDER);
        match asked {
            Some(folder) if is_ours(folder) => Ok(Assets::Folder(folder.to_owned())),
            Some(folder) => Err(AssetsError::NoTuning(folder.to_owned())),
            None if is_ours(&found) => Ok(Assets::Folder(found)),
            None => Ok(Assets::Embedded),
        }
    }

    /// The folder, when there is one to watch.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Assets::Folder(folder) => Some(folder),
            Assets::Embedded => None,
        }
    }

    /// The bytes of a file such as `tuning/default.toml`.
    pub fn read(&self, path: &str) -> std::io::Result<Cow<'static, [u8]>> {
        let missing = || std::io::Error::new(std::io::ErrorKind::NotFound, "no such file among the assets");
        if !stays_inside(path) {
            return Err(missing());
        }
        match self {
            Assets::Folder(folder) => std::fs::read(folder.join(path)).map(Cow::Owned),
            Assets::Embedded => Embedded::get(path).map(|file| file.data).ok_or_else(missing),
        }
    }

    /// How a file is named in messages.
    pub fn name(&self, path: &str) -> String {
        match self {
            Assets::Folder(folder) => folder.join(path).display().to_string(),
            Assets::Embedded => format!("embedded {path}"),
        }
    }

    /// The text of the tuning in use, with the name of its file.
    pub fn tuning_text(&self) -> Result<(String, String), Diagnostics> {
        let name = self.name(tuning::DEFAULT);
        let bytes = self.read(tuning::DEFAULT).map_err(|error| Diagnostics::unreadable(&name, error.to_string()))?;
        match String::from_utf8(bytes.into_owned()) {
            Ok(text) => Ok((name, text)),
            Err(error) => Err(Diagnostics::unreadable(&name, error.utf8_error().to_string())),
        }
    }

    /// The tuning in use.
    pub fn tuning(&self) -> Result<Tuning, Diagnostics> {
        let (name, text) = self.tuning_text()?;
        tuning::read_tuning(&name, &text)
    }

    /// A compiled map by name.
    pub fn map(&self, name: &str) -> Result<Arc<Map>, MapProblems> {
        self.map_and_bytes(name).map(|(map, _)| map)
    }

    /// The same with the bytes of its file.
    pub fn map_and_bytes(&self, name: &str) -> Result<(Arc<Map>, Cow<'static, [u8]>), MapProblems> {
        let path = format!("maps/{name}.json");
        let source = self.name(&path);
        let bytes = self.read(&path).map_err(|error| {
            let names = self.map_names();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let help = nearest(name, &names).map_or(names.join(", "), |near| format!("did you mean `{near}`?"));
            MapProblems::one(&source, format!("{error}; {help}"))
        })?;
        let map = map_file::read(&source, &bytes)?;
        Ok((Arc::new(map), bytes))
    }

    /// The names of the compiled maps, sorted.
    pub fn map_names(&self) -> Vec<String> {
        self.names("maps", "json")
    }

    /// The names of the files in a folder that end so, sorted, without their ends.
    pub fn names(&self, folder: &str, extension: &str) -> Vec<String> {
        let files: Vec<PathBuf> = match self {
            Assets::Folder(root) => {
                let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
                entries.map(|entry| entry.path()).collect()
            }
            Assets::Embedded => Embedded::iter().map(|path| PathBuf::from(path.as_ref())).collect(),
        };
        let is_asked = |path: &&PathBuf| {
            path.parent().is_some_and(|parent| parent.ends_with(folder))
                && path.extension().is_some_and(|end| end == extension)
        };
        let stems = files.iter().filter(is_asked).filter_map(|path| path.file_stem());
        let mut names: Vec<String> = stems.map(|stem| stem.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The values that the program ships with.
///
/// # Panics
/// Never in a tested build: a test reads the same file.
pub fn embedded_default() -> Tuning {
    Assets::Embedded.tuning().expect("the shipped tuning is embedded and valid, a test holds it")
}

/// As the start line says it.
impl fmt::Display for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Assets::Folder(folder) => write!(f, "{}, read again when a file is saved", folder.display()),
            Assets::Embedded => f.write_str("embedded in the binary, fixed"),
        }
    }
}

/// A file of the built client with its media type, by the path of its address without the leading `/`.
pub fn client_file(path: &str) -> Option<(Cow<'static, [u8]>, String)> {
    let file = Some(path).filter(|path| stays_inside(path)).and_then(Client::get)?;
    Some((file.data, mime_guess::from_path(path).first_or_octet_stream().to_string()))
}

/// True for a plain relative path: a request must not climb out of the folder.
fn stays_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_shipped_tuning_is_valid() {
        let tuning = embedded_default();
        assert!(tuning.rates.tick >= tuning.rates.snapshot);
        assert_eq!(tuning.weapons[0].name, "stitcher");
    }

    #[test]
    fn a_folder_is_taken_when_it_holds_a_tuning_and_the_copy_else() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(Assets::choose(None, root).unwrap(), Assets::Folder(root.join("assets")));
        assert_eq!(Assets::choose(None, &root.join("src")).unwrap(), Assets::Embedded);
        let refused = Assets::choose(Some(&root.join("src")), root).unwrap_err().to_string();
        assert!(refused.ends_with("src has no tuning/default.toml, so it is no folder of assets"), "{refused}");
    }

    #[test]
    fn both_sources_hold_the_same_tuning_and_maps() {
        let folder = Assets::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"));
        assert_eq!(folder.tuning().unwrap(), Assets::Embedded.tuning().unwrap());
        assert_eq!(folder.map_names(), Assets::Embedded.map_names());
        assert_eq!(folder.map("hoop").unwrap().hash, Assets::Embedded.map("hoop").unwrap().hash);
    }

    #[test]
    fn a_path_cannot_climb_out() {
        for path in ["../Cargo.toml", "maps/../../Cargo.toml", "/etc/hostname", ""] {
            assert!(Assets::Embedded.read(path).is_err(), "{path}");
            assert!(client_file(path).is_none(), "{path}");
        }
    }

    #[test]
    fn a_map_that_is_not_there_is_refused_with_what_is() {
        let refused = Assets::Embedded.map("hop").unwrap_err().to_string();
        assert_eq!(refused, "embedded maps/hop.json: no such file among the assets; did you mean `hoop`?");
    }
}
