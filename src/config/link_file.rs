//! Reads the file of a link, `links/NAME.toml`, and finds what is wrong with it.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::assets::Assets;
use super::diagnostics::{Diagnostics, Problem};
use super::document::nearest;
use crate::link::preset::{NAME_MAX, is_name};
use crate::link::{Outage, Preset, Way};

/// The folder of the presets, below the assets.
pub const FOLDER: &str = "links";
/// Longest time that a link file may name, in seconds.
const SECONDS_MAX: f64 = 3600.0;
/// Longest delay, jitter or stall, in seconds.
const DELAY_MAX: f64 = 10.0;
/// Least mean time between two stalls, in seconds: each is drawn by chance, also those of the hours in which nothing is sent.
const STALL_EVERY_MIN: f64 = 0.1;
/// Most of the time that outages which come again may take, all together.
const OUTAGES_MAX: f64 = 0.9;

/// As the file has it: seconds, kB and kB/s.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkFile {
    about: String,
    up: WayFile,
    down: WayFile,
    #[serde(default)]
    outage: Vec<OutageFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WayFile {
    delay: Spanned<f64>,
    jitter: Spanned<f64>,
    bandwidth: Spanned<f64>,
    queue: Spanned<f64>,
    stall_every: Spanned<f64>,
    stall: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutageFile {
    at: Spanned<f64>,
    time: Spanned<f64>,
    every: Spanned<f64>,
}

/// The link of this name among the assets, or in the file that `name` is the path of.
pub fn find(name: &str, assets: &Assets) -> Result<Preset, Diagnostics> {
    let path = Path::new(name);
    if path.extension().is_some() || path.components().count() > 1 {
        let text = std::fs::read_to_string(path).map_err(|error| Diagnostics::unreadable(name, error.to_string()))?;
        return read(&path.file_stem().unwrap_or_default().to_string_lossy(), name, &text);
    }
    let file = format!("{FOLDER}/{name}.toml");
    let Ok(bytes) = assets.read(&file) else {
        let known = assets.names(FOLDER, "toml");
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = nearest(name, &known).map_or(known.join(", "), |near| format!("did you mean `{near}`?"));
        return Err(Diagnostics::unreadable(&assets.name(&file), format!("no link is called `{name}`; {help}")));
    };
    read(name, &assets.name(&file), &String::from_utf8_lossy(&bytes))
}

/// Reads the link `name` from the text of `file`.
pub fn read(name: &str, file: &str, text: &str) -> Result<Preset, Diagnostics> {
    let found: LinkFile = toml::from_str(text).map_err(|error| {
        let at = error.span().unwrap_or(text.trim_end().len()..text.trim_end().len());
        let problem = Problem::new(at, error.message().to_owned(), "here");
        Diagnostics::check(file, text, vec![problem]).expect_err("there is a problem")
    })?;
    let mut reader = Reader { problems: Vec::new() };
    reader.name(name);
    let (up, down) = (reader.way(&found.up), reader.way(&found.down));
    let outages: Vec<Outage> = found.outage.iter().map(|outage| reader.outage(outage)).collect();
    reader.together(&outages, &found.outage);
    Diagnostics::check(file, text, reader.problems)?;
    Ok(Preset { name: name.to_owned(), about: found.about, up, down, outages })
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn name(&mut self, name: &str) {
        if !is_name(name) {
            let help = format!("lower case letters, digits and `-`, 1 to {NAME_MAX} of them, make a file's name");
            self.problems.push(Problem::new(0..0, format!("`{name}` is no name for a link"), "").helped(help));
        }
    }

    fn way(&mut self, way: &WayFile) -> Way {
        let delay_us = self.micros("delay", &way.delay, DELAY_MAX);
        if way.jitter.as_ref() > way.delay.as_ref() {
            let message =
                format!("`jitter` of {} is more than the delay of {}", way.jitter.as_ref(), way.delay.as_ref());
            self.problems.push(Problem::new(way.jitter.span(), message, "at most the delay"));
        }
        Way {
            delay_us,
            jitter_us: self.micros("jitter", &way.jitter, DELAY_MAX),
            bytes_per_second: self.scaled("bandwidth", &way.bandwidth, 1.0..=1e6, 1e3, "kB/s"),
            queue_bytes: self.scaled("queue", &way.queue, 2.0..=1e5, 1e3, "kB"),
            stall_every_us: self.stall_every(&way.stall_every),
            stall_us: self.micros("stall", &way.stall, DELAY_MAX),
        }
    }

    fn outage(&mut self, outage: &OutageFile) -> Outage {
        let found = Outage {
            at_us: self.micros("at", &outage.at, SECONDS_MAX),
            time_us: self.micros("time", &outage.time, SECONDS_MAX),
            every_us: self.micros("every", &outage.every, SECONDS_MAX),
        };
        if (1..=found.time_us).contains(&found.every_us) {
            let message =
                format!("an outage of {} s every {} s has no end", outage.time.as_ref(), outage.every.as_ref());
            self.problems.push(Problem::new(outage.every.span(), message, "longer than `time`, or 0 for once"));
        }
        found
    }

    /// Two outages may follow upon one another for ever, though each of them ends.
    fn together(&mut self, outages: &[Outage], files: &[OutageFile]) {
        let again = outages.iter().filter(|outage| outage.every_us > outage.time_us);
        let share: f64 = again.map(|outage| outage.time_us as f64 / outage.every_us as f64).sum();
        if let Some(last) = files.last().filter(|_| share > OUTAGES_MAX) {
            let message = format!("outages that come again take {:.0} % of the time", share * 100.0);
            let label = format!("at most {:.0} % together", OUTAGES_MAX * 100.0);
            self.problems.push(Problem::new(last.every.span(), message, label));
        }
    }

    fn stall_every(&mut self, every: &Spanned<f64>) -> u64 {
        let value = *every.as_ref();
        if value > 0.0 && value < STALL_EVERY_MIN {
            let message = format!("`stall_every` of {value} is out of range");
            self.problems.push(Problem::new(
                every.span(),
                message,
                format!("s, 0 or {STALL_EVERY_MIN} to {SECONDS_MAX}"),
            ));
        }
        self.micros("stall_every", every, SECONDS_MAX)
    }

    fn micros(&mut self, key: &str, value: &Spanned<f64>, most: f64) -> u64 {
        self.scaled(key, value, 0.0..=most, 1e6, "s")
    }

    fn scaled(
        &mut self,
        key: &str,
        value: &Spanned<f64>,
        range: std::ops::RangeInclusive<f64>,
        scale: f64,
        unit: &str,
    ) -> u64 {
        if !range.contains(value.as_ref()) {
            let message = format!("`{key}` of {} is out of range", value.as_ref());
            let label = format!("{unit}, {} to {}", range.start(), range.end());
            self.problems.push(Problem::new(value.span(), message, label));
        }
        (value.as_ref() * scale) as u64
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_shipped_link_can_be_read_and_is_told_apart_by_a_person() {
        let assets = Assets::Embedded;
        let names = assets.names(FOLDER, "toml");
        let links: Vec<Preset> = names.iter().map(|name| find(name, &assets).unwrap()).collect();
        assert!(names.len() >= 4 && links.iter().all(|link| link.about.len() > 20), "{links:?}");
        let mean = |name: &str| {
            let link = links.iter().find(|link| link.name == name).unwrap();
            (link.up.delay_us + link.down.delay_us) / 1000
        };
        assert_eq!((mean("4g"), mean("far")), (100, 150));
    }
}
