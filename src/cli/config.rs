//! `fray config`: checks and lists the tuning and the settings.

use std::path::{Path, PathBuf};

use super::settings::SettingsArgs;
use super::{Outcome, print_diagnostics};
use crate::config::assets::Assets;
use crate::config::tuning::{self, TuningFile};
use crate::config::{Diagnostics, Settings, listing, preset_file};

/// Check and list what designers turn and what operators set.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Look at tuning and settings; exit with 1 and show every place when something is wrong.
    Check(Files),
    /// Show every value with unit, range, origin, and what a span comes to in ticks.
    List(Files),
}

#[derive(clap::Args)]
struct Files {
    /// A tuning file, or one in a folder `presets`; without it the tuning and the presets of a server that is started here.
    file: Option<PathBuf>,
    #[command(flatten)]
    settings: SettingsArgs,
}

/// Runs the command.
pub fn run(args: Args) -> Outcome {
    let (files, list) = match args.command {
        Command::Check(files) => (files, false),
        Command::List(files) => (files, true),
    };
    let settings = files.settings.read();
    let assets = settings.as_ref().ok().and_then(|settings| settings.assets.clone());
    if let Some(file) = files.file.as_deref().filter(|file| is_preset(file)) {
        return told(preset(file, assets.as_deref()));
    }
    let presets = match (&settings, &files.file) {
        (Ok(settings), None) if !list && settings.rooms.map.is_none() => told(presets(settings)),
        _ => Outcome::Done,
    };
    let tuning = text(files.file.as_deref(), assets.as_deref()).and_then(|(name, text)| {
        let found = tuning::read_file(&name, &text)?;
        Ok((name, text, found))
    });
    let tuning = tuning.map_err(|diagnostics| {
        print_diagnostics(&diagnostics);
        Outcome::Failed
    });
    match (tuning, settings) {
        (Ok((name, text, found)), Ok(settings)) if list => {
            print!("{}\n{}", show(&name, &text, &found), listing::settings(&settings));
            Outcome::Done
        }
        (Ok((name, _, found)), Ok(settings)) => {
            println!("{name}: {} values, all well", found.values.len());
            println!("settings: {} values, all well", settings.given.len());
            presets
        }
        _ => Outcome::Failed,
    }
}

/// Presets stand in a folder of their own.
fn is_preset(file: &Path) -> bool {
    file.parent().and_then(Path::file_name).is_some_and(|folder| folder == preset_file::FOLDER)
}

fn preset(file: &Path, assets: Option<&Path>) -> Result<String, Diagnostics> {
    let (name, text) = text(Some(file), None)?;
    let assets =
        Assets::choose(assets, Path::new("")).map_err(|error| Diagnostics::unreadable("assets", error.to_string()))?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let preset = preset_file::read(&stem, &name, &text, &assets)?;
    Ok(format!("{name}: a preset with {} values of its own, all well", preset.changes.len()))
}

fn presets(settings: &Settings) -> Result<String, Diagnostics> {
    let assets = Assets::choose(settings.assets.as_deref(), Path::new(""))
        .map_err(|error| Diagnostics::unreadable("assets", error.to_string()))?;
    let names = &settings.rooms.presets;
    names.iter().try_for_each(|name| preset_file::find(name, &assets).map(drop))?;
    Ok(format!("presets: {}, all well", names.join(", ")))
}

fn told(found: Result<String, Diagnostics>) -> Outcome {
    match found {
        Ok(line) => {
            println!("{line}");
            Outcome::Done
        }
        Err(diagnostics) => {
            print_diagnostics(&diagnostics);
            Outcome::Failed
        }
    }
}

/// Name and text of the tuning: of the file that was named, else of the assets in use.
fn text(file: Option<&Path>, assets: Option<&Path>) -> Result<(String, String), Diagnostics> {
    if let Some(file) = file {
        let name = file.display().to_string();
        return match std::fs::read_to_string(file) {
            Ok(text) => Ok((name, text)),
            Err(error) => Err(Diagnostics::unreadable(&name, error.to_string())),
        };
    }
    match Assets::choose(assets, Path::new("")) {
        Ok(assets) => assets.tuning_text(),
        Err(error) => Err(Diagnostics::unreadable("assets", error.to_string())),
    }
}

fn show(name: &str, text: &str, found: &TuningFile) -> String {
    let Ok((shipped_name, shipped_text)) = Assets::Embedded.tuning_text() else { return String::new() };
    let Ok(shipped) = tuning::read_file(&shipped_name, &shipped_text) else { return String::new() };
    let file = (name != shipped_name).then_some((name, text));
    listing::tuning(found, file, &shipped)
}
