//! The table of settings: what an operator may set, what each means and which values it takes.

use std::net::SocketAddr;

use toml::de::DeValue;

use super::diagnostics::Problem;
use super::document::{Entry, nearest};
use crate::session::origin::is_origin;
use crate::sim::world::SEATS_MAX;

/// One thing that an operator may set.
#[derive(Debug)]
pub struct Setting {
    /// Key in the file; a dot stands for a table.
    pub key: &'static str,
    /// Flag on the command line, without the dashes.
    pub flag: &'static str,
    /// Which values it takes.
    pub kind: Kind,
    /// The value when nobody sets it, as text.
    pub default: &'static str,
    /// One sentence on what it does.
    pub about: &'static str,
}

/// Which values a setting takes.
#[derive(Debug)]
pub enum Kind {
    /// An IP address and a port.
    Address,
    /// A whole number between two others.
    Count(usize, usize),
    /// A whole number between two others, or `auto`.
    Auto(usize, usize),
    /// A folder; empty for none.
    Folder,
    /// Origins of pages, `https://example.org`, with commas between them.
    Origins,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The name of a file without its ending, or `auto`.
    Name,
    /// Names of files without their endings, with commas between them, at least one.
    Names,
}

/// Longest time for which a seat is held, in seconds: an hour, as the protocol has it.
const HOLD_MAX_S: usize = 3600;
/// Most threads of one sort.
const THREADS: Kind = Kind::Auto(1, 256);
/// Stands for "as many as the machine suggests".
pub const AUTO: &str = "auto";

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    row(
        ("listen", "listen"),
        Kind::Address,
        "127.0.0.1:7777",
        "Address and port that the server listens on; the WebSocket is at /ws",
    ),
    row(("workers", "workers"), THREADS, AUTO, "Threads that serve connections; auto is half of the cores"),
    row(("arbiters", "arbiters"), THREADS, AUTO, "Threads that run rooms; auto is the cores that are left"),
    row(("rooms_max", "rooms-max"), Kind::Count(1, 10_000), "200", "Most rooms at once"),
    row(("sessions_max", "sessions-max"), Kind::Count(1, 100_000), "2000", "Most connections at once"),
    row(
        ("assets", "assets"),
        Kind::Folder,
        "",
        "Folder of maps and tuning; without it ./assets, else the copy in the binary",
    ),
    row(
        ("allow_origin", "allow-origin"),
        Kind::Origins,
        "",
        "Origins beside the server's own whose pages may connect, with commas between them",
    ),
    row(
        ("log", "log"),
        Kind::Choice(&["error", "warn", "info", "debug", "trace"]),
        "info",
        "Least level that is logged",
    ),
    row(
        ("rooms.seats", "seats"),
        Kind::Count(1, SEATS_MAX as usize),
        "12",
        "Seats of a room; a preset may leave some empty",
    ),
    row(
        ("rooms.fill", "fill"),
        Kind::Auto(0, SEATS_MAX as usize),
        AUTO,
        "Seats that bots keep filled, they give way to people; auto is as many as the preset says, or 6 on one map",
    ),
    row(
        ("rooms.hold", "hold"),
        Kind::Count(0, HOLD_MAX_S),
        "25",
        "Seconds for which a seat is held whose connection was lost; 0 frees it at once",
    ),
    row(
        ("rooms.hold_hidden", "hold-hidden"),
        Kind::Count(0, HOLD_MAX_S),
        "120",
        "The same for a page that said it is hidden; never less than rooms.hold",
    ),
    row(
        ("rooms.presets", "presets"),
        Kind::Names,
        "unravel-hoop,tug-hoop,unravel-quilt,tug-loom,unravel-loom,tug-quilt",
        "What is played in turn, and voted on, with commas between them; the first is a room's first match",
    ),
    row(
        ("rooms.map", "map"),
        Kind::Name,
        AUTO,
        "The one map that rooms are played on, without a vote; auto leaves it to the presets",
    ),
];

const fn row(
    (key, flag): (&'static str, &'static str),
    kind: Kind,
    default: &'static str,
    about: &'static str,
) -> Setting {
    Setting { key, flag, kind, default, about }
}

impl Setting {
    /// Its variable in the environment: `FRAY_ROOMS_SEATS`.
    pub fn variable(&self) -> String {
        format!("FRAY_{}", self.key.to_uppercase().replace('.', "_"))
    }
}

impl Kind {
    /// What is wrong with a value; `Ok` when nothing is.
    pub fn check(&self, text: &str) -> Result<(), String> {
        match self {
            Kind::Address => {
                text.parse::<SocketAddr>().map_err(|_| format!("`{text}` is no address with a port")).map(|_| ())
            }
            Kind::Auto(..) if text == AUTO => Ok(()),
            Kind::Auto(min, max) | Kind::Count(min, max) => count(text, *min, *max),
            Kind::Folder => Ok(()),
            Kind::Origins => match text.split(',').find(|origin| !text.is_empty() && !is_origin(origin)) {
                Some(origin) => Err(format!("`{origin}` is no origin")),
                None => Ok(()),
            },
            Kind::Choice(words) if words.contains(&text) => Ok(()),
            Kind::Choice(words) => {
                let help = nearest(text, words).map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                Err(format!("`{text}` is none of its words{help}"))
            }
            Kind::Name => name(text),
            Kind::Names => text.split(',').try_for_each(name),
        }
    }

    /// What it takes, as help and carets say it.
    pub fn range(&self) -> String {
        match self {
            Kind::Address => "an address such as 127.0.0.1:7777".to_owned(),
            Kind::Auto(min, max) => format!("auto, or {min} to {max}"),
            Kind::Count(min, max) => format!("{min} to {max}"),
            Kind::Folder => "a folder".to_owned(),
            Kind::Origins => "origins such as https://example.org".to_owned(),
            Kind::Choice(words) => words.join(", "),
            Kind::Name => "auto, or letters, digits, _ and -".to_owned(),
            Kind::Names => "names of letters, digits, _ and -".to_owned(),
        }
    }

    /// The value of a file's entry as text, if it is of the right type.
    pub fn text_of(&self, entry: &Entry<'_>) -> Result<String, Problem> {
        match (self, entry.value) {
            (Kind::Count(..) | Kind::Auto(..), DeValue::Integer(_)) => entry.number().map(|number| number.to_string()),
            (Kind::Count(..), _) => Err(entry.wrong_type("a whole number")),
            (Kind::Origins | Kind::Names, DeValue::Array(list)) => {
                let item = |value: &toml::Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
                let items: Option<Vec<String>> = list.iter().map(item).collect();
                items.map(|items| items.join(",")).ok_or_else(|| entry.wrong_type("a list of texts"))
            }
            (Kind::Origins | Kind::Names, _) => Err(entry.wrong_type("a list of texts")),
            _ => entry.text().map(str::to_owned),
        }
    }
}

fn name(text: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let good = !text.is_empty() && text.chars().all(plain);
    if good { Ok(()) } else { Err(format!("`{text}` is no name")) }
}

fn count(text: &str, min: usize, max: usize) -> Result<(), String> {
    match text.parse::<usize>() {
        Ok(number) if (min..=max).contains(&number) => Ok(()),
        Ok(number) => Err(format!("{number} is out of range")),
        Err(_) => Err(format!("`{text}` is no whole number")),
    }
}
