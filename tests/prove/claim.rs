//! What a claim is: a sentence about the game server, and a way to see whether it holds that comes up with a figure.

use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::child::Child;

/// A sentence that is proved.
pub struct Claim {
    /// By which it is asked for: `make prove ONLY=name`.
    pub name: &'static str,
    /// The sentence.
    pub says: &'static str,
    /// Finds out.
    pub run: Box<dyn Fn(&Stage) -> Verdict>,
    /// Each of these defects must turn it red.
    pub faults: &'static [&'static str],
    /// Its short form would be too long for every commit.
    pub long_only: bool,
}

/// A figure that holds, or why there is none.
pub type Verdict = Result<Figure, Failure>;

/// What was measured, and the limit that it was held against.
pub struct Figure {
    pub measured: String,
    pub limit: String,
}

/// Why a claim does not hold.
#[derive(Debug)]
pub enum Failure {
    /// It is wrong.
    Broken(String),
    /// This machine is too busy, or lacks something, so that nothing can be said.
    Void(String),
}

/// Under which circumstances a claim is tried.
pub struct Stage {
    /// The long form.
    pub long: bool,
    /// The defect that is planted, by its name in [`super::host::FAULTS`].
    pub fault: Option<&'static str>,
    /// Decides all chance in it.
    pub seed: u64,
}

impl Claim {
    pub fn new(name: &'static str, says: &'static str, run: impl Fn(&Stage) -> Verdict + 'static) -> Claim {
        Claim { name, says, run: Box::new(run), faults: &[], long_only: false }
    }

    /// The defects that must turn it red.
    pub fn turned_red_by(self, faults: &'static [&'static str]) -> Claim {
        Claim { faults, ..self }
    }

    /// Only `make prove` tries it.
    pub fn long_only(self) -> Claim {
        Claim { long_only: true, ..self }
    }
}

impl Stage {
    /// One figure for the short form, another for the long one.
    pub fn pick<T>(&self, short: T, long: T) -> T {
        if self.long { long } else { short }
    }

    /// Starts a server as a child: the built binary, or where a defect is planted a host of the library.
    pub fn server(&self, flags: &[&str]) -> Result<Child, Failure> {
        Child::start(self.fault, flags)
    }
}

impl Figure {
    /// A measurement within its limit.
    pub fn new(measured: impl Into<String>, limit: impl Into<String>) -> Figure {
        Figure { measured: measured.into(), limit: limit.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Broken(why) => write!(f, "{why}"),
            Failure::Void(why) => write!(f, "void: {why}"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Broken(format!("input or output failed: {error}"))
    }
}

/// Fails unless this holds.
pub fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::Broken(otherwise())) }
}

/// Waits until something is so, looking often; false when it still is not after `most`.
pub fn wait_until(most: Duration, mut so: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + most;
    loop {
        if so() {
            return true;
        }
        if Instant::now() >= until {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The value below which this share of the values lies; they are sorted here.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * share).ceil() as usize;
    values.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// A folder that goes with this value.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Result<Scratch, Failure> {
        let path = std::env::temp_dir().join(format!("fray-prove-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }

    /// A copy of the shipped assets in which a text of the tuning is replaced.
    pub fn with_assets(name: &str, replace: &[(&str, &str)]) -> Result<Scratch, Failure> {
        let scratch = Scratch::new(name)?;
        copy(&super::root().join("assets"), &scratch.0)?;
        let file = scratch.tuning();
        let mut text = std::fs::read_to_string(&file)?;
        for (from, to) in replace {
            ensure(text.contains(from), || format!("`{from}` does not stand in the shipped tuning"))?;
            text = text.replacen(from, to, 1);
        }
        std::fs::write(&file, text)?;
        Ok(scratch)
    }

    /// The tuning in a copy of the assets.
    pub fn tuning(&self) -> PathBuf {
        self.0.join("tuning/default.toml")
    }

    /// The folder as a flag's value.
    pub fn flag(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &std::path::Path, to: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => drop(std::fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}
