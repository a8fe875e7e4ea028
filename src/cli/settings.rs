//! Settings on the command line: one flag for each row of the table, beside file and environment.
//!
//! A subcommand that needs settings flattens [`SettingsArgs`] into its own arguments and calls [`SettingsArgs::read`].

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::{Outcome, print_diagnostics};
use crate::config::setting::{SETTINGS, Setting};
use crate::config::settings::{self, FILE, Layers};
use crate::config::{Diagnostics, Settings};

/// Heading of the flags in `--help`.
const HEADING: &str = "Settings";

/// The flags that were given, and the file that was named.
#[derive(Clone, Debug, Default)]
pub struct SettingsArgs {
    file: Option<PathBuf>,
    flags: Vec<(String, String)>,
}

impl SettingsArgs {
    /// All layers, read and checked. What is wrong is printed.
    pub fn read(self) -> Result<Settings, Outcome> {
        let refused = |reports: Vec<Diagnostics>| {
            reports.iter().for_each(print_diagnostics);
            Outcome::Failed
        };
        let file = self.file_text().map_err(|unreadable| refused(vec![unreadable]))?;
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())));
        let layers = Layers { file, environment: environment.collect(), flags: self.flags };
        settings::read(&layers).map_err(refused)
    }

    /// The file that was named, which must be there, or the usual one, which need not.
    fn file_text(&self) -> Result<Option<(String, String)>, Diagnostics> {
        let path = self.file.clone().unwrap_or_else(|| FILE.into());
        let name = path.display().to_string();
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some((name, text))),
            Err(_) if self.file.is_none() && !path.exists() => Ok(None),
            Err(error) => Err(Diagnostics::unreadable(&name, error.to_string())),
        }
    }
}

/// Where a server of the settings in force here is reached: for commands that talk to one.
pub fn server_address() -> Result<SocketAddr, String> {
    let settings = SettingsArgs::default().read();
    let mut listen = settings.map_err(|_| "no settings say where the server is: --at ADDRESS does".to_owned())?.listen;
    if listen.ip().is_unspecified() {
        listen.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    Ok(listen)
}

impl clap::Args for SettingsArgs {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help(format!("File of settings [default: {FILE}, if there is one]"));
        let flag = |setting: &'static Setting| {
            let default =
                if setting.default.is_empty() { String::new() } else { format!(" [default: {}]", setting.default) };
            Arg::new(setting.key).long(setting.flag).value_name("VALUE").help(format!(
                "{}{default} [env: {}]",
                setting.about,
                setting.variable()
            ))
        };
        command.next_help_heading(HEADING).arg(file).args(SETTINGS.iter().map(flag)).next_help_heading(None::<&str>)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for SettingsArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |key: &str| matches.get_one::<String>(key).map(|value| (key.to_owned(), value.clone()));
        let flags = SETTINGS.iter().filter_map(|setting| given(setting.key)).collect();
        Ok(SettingsArgs { file: matches.get_one::<PathBuf>("config").cloned(), flags })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
