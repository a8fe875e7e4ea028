//! A copy of the shipped assets that may be changed.

use std::fs;
use std::path::{Path, PathBuf};

/// The copy; removed when dropped.
pub struct Copy(pub PathBuf);

impl Copy {
    /// A copy for the test of this name.
    pub fn new(name: &str) -> Copy {
        let folder = std::env::temp_dir().join(format!("fray-{name}-{}", std::process::id()));
        for inside in ["tuning", "presets", "maps", "maps/templates"] {
            fs::create_dir_all(folder.join(inside)).unwrap();
            for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(inside)).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() {
                    continue;
                }
                fs::copy(&path, folder.join(inside).join(path.file_name().unwrap())).unwrap();
            }
        }
        Copy(folder)
    }

    pub fn tuning(&self) -> PathBuf {
        self.0.join("tuning/default.toml")
    }

    /// The folder as a flag's value.
    pub fn flag(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// Replaces a text of a file once.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} stands in {}", path.display());
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
