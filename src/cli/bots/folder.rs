//! The folder of a run: named by time and seed, and never written twice.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where runs go when nobody says so.
const RUNS: &str = "runs";
/// Runs that may share a name.
const SAME_MAX: u32 = 1_000;

/// A folder that this run alone writes to.
pub struct RunFolder(PathBuf);

impl RunFolder {
    /// Makes the folder that was asked for, or one named by time and seed. One that is there already is left alone, and
    /// another is made beside it; only an empty one that was asked for is taken.
    pub fn make(asked: Option<&Path>, seed: u64, now: SystemTime) -> io::Result<RunFolder> {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let wanted = asked.map_or_else(|| Path::new(RUNS).join(format!("{}-{seed}", stamp(now))), Path::to_owned);
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", wanted.display()));
        let Some(name) = wanted.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            return Err(named(io::Error::new(ErrorKind::InvalidInput, "this names no new folder")));
        };
        if asked.is_some() && std::fs::read_dir(&wanted).is_ok_and(|mut inside| inside.next().is_none()) {
            return Ok(RunFolder(wanted));
        }
        if let Some(parent) = wanted.parent() {
            std::fs::create_dir_all(parent).map_err(named)?;
        }
        for count in 1..=SAME_MAX {
            let folder = if count == 1 { wanted.clone() } else { wanted.with_file_name(format!("{name}-{count}")) };
            match std::fs::create_dir(&folder) {
                Ok(()) => return Ok(RunFolder(folder)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => (),
                Err(error) => return Err(named(error)),
            }
        }
        Err(named(io::Error::new(ErrorKind::AlreadyExists, format!("{SAME_MAX} runs have this name"))))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A new file for the journal of a match, counted from 1.
    pub fn journal(&self, number: u32) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::new(File::create_new(self.0.join(journal_name(number)))?))
    }

    /// A new file with this text.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        io::Write::write_all(&mut File::create_new(self.0.join(name))?, text.as_bytes())
    }
}

/// The name of the journal of a match, counted from 1.
pub fn journal_name(number: u32) -> String {
    format!("match-{number:03}.fray")
}

/// A time since 1970 as `20261124T063752Z`, by the civil calendar (Hinnant, "chrono-compatible low-level date algorithms").
fn stamp(since: Duration) -> String {
    let seconds = since.as_secs();
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Counted from March, so that the leap day is the last of its year.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_time_reads_as_the_calendar_has_it() {
        let cases = [
            (0, "19700101T000000Z"),
            (951_782_400, "20000229T000000Z"),
            (951_868_799, "20000229T235959Z"),
            (1_709_251_200, "20240301T000000Z"),
            (1_795_502_272, "20261124T063752Z"),
            (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
        ];
        for (seconds, stamped) in cases {
            assert_eq!(stamp(Duration::from_secs(seconds)), stamped);
        }
    }

    #[test]
    fn no_run_writes_where_another_has_written() {
        let scratch = std::env::temp_dir().join(format!("fray-folder-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&scratch);
        let asked = scratch.join("run");
        let make = || RunFolder::make(Some(&asked), 7, SystemTime::now()).unwrap();
        let first = make();
        assert_eq!(make().path(), asked, "one that is empty can be taken");
        first.write("results.json", "1").unwrap();
        assert_eq!(make().path(), scratch.join("run-2"));
        assert_eq!(make().path(), scratch.join("run-3"));
        assert_eq!(first.write("results.json", "2").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert!(RunFolder::make(Some(Path::new("/")), 7, SystemTime::now()).is_err());
        std::fs::remove_dir_all(&scratch).unwrap();
    }
}
