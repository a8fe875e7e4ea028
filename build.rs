//! Names the build: `FRAY_BUILD` of the environment (a release sets it to its commit), else a hash of the sources.
//!
//! The hash needs no git, and a tree with uncommitted changes has another one than a clean tree.

use std::path::Path;

/// What decides how the program behaves. Folders are read whole.
const SOURCES: &[&str] = &["Cargo.lock", "src", "game-client/src"];
/// The built client. It is embedded in release, so a new one must reach the binary; cargo looks at a folder, so it is there.
const CLIENT: &str = "game-client/dist";

fn main() {
    println!("cargo:rerun-if-env-changed=FRAY_BUILD");
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for source in SOURCES.iter().map(Path::new).filter(|source| source.exists()) {
        println!("cargo:rerun-if-changed={}", source.display());
        add(source, &mut hash);
    }
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        let _ = std::fs::create_dir_all(CLIENT);
        println!("cargo:rerun-if-changed={CLIENT}");
    }
    let build = std::env::var("FRAY_BUILD").ok().filter(|build| !build.is_empty());
    println!("cargo:rustc-env=FRAY_BUILD={}", build.unwrap_or_else(|| format!("{hash:016x}")[..12].to_owned()));
}

/// Adds the bytes of a file, or of every file of a folder in the order of their names (64-bit FNV-1a).
fn add(path: &Path, hash: &mut u64) {
    if let Ok(folder) = std::fs::read_dir(path) {
        let mut inside: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
        inside.sort();
        return inside.iter().for_each(|path| add(path, hash));
    }
    let name = path.to_string_lossy().into_owned().into_bytes();
    for byte in name.into_iter().chain(std::fs::read(path).unwrap_or_default()) {
        *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
}
