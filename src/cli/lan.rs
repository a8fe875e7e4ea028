//! What `fray serve --lan` shows: the addresses for others in the house, and the first of them as a code to scan.

use std::io::IsTerminal;

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::server::machine;

/// White on black by number, whatever the terminal's theme makes of its own colours.
const COLOURS: &str = "\x1b[38;5;231;48;5;16m";
const PLAIN: &str = "\x1b[0m";

/// Prints where others find the server that listens on this port of all interfaces.
pub fn announce(port: u16) {
    let addresses = machine::house_addresses().unwrap_or_else(|error| {
        complain!("the interfaces of this machine cannot be listed: {error}");
        Vec::new()
    });
    if addresses.is_empty() {
        return tell!("  house   nobody else can reach this machine: it has no address in any network");
    }
    for address in &addresses {
        tell!("  house   http://{address}:{port}");
    }
    let first = addresses.iter().find(|address| address.is_private());
    if let Some(address) = first.filter(|_| std::io::stdout().is_terminal()) {
        let coloured = std::env::var_os("NO_COLOR").is_none();
        print!("{}", code(&format!("http://{address}:{port}"), coloured).unwrap_or_default());
    }
}

/// A text as a QR code, two rows of it a line; none if the text is too long. Light parts are drawn, dark ones are left
/// out: without colours it is meant for a terminal that is dark.
fn code(text: &str, coloured: bool) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let drawn = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .module_dimensions(1, 1)
        .build();
    let (begin, end) = if coloured { (COLOURS, PLAIN) } else { ("", "") };
    Some(drawn.lines().map(|line| format!("  {begin}{line}{end}\n")).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_fits_a_code_that_a_terminal_shows_whole() {
        let drawn = code("http://192.168.178.200:17777", false).unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        // 25 rows and a margin of 4 on each side, two rows a line.
        assert_eq!(lines.len(), 17);
        assert!(lines.iter().all(|line| line.chars().count() == 2 + 33), "{drawn}");
        // The margin is light, and the corner of a finder pattern dark.
        assert!(lines[0].trim_start().chars().all(|c| c == '█') && lines[2].starts_with("  ████ ▄▄▄▄▄ █"), "{drawn}");
    }

    #[test]
    fn each_line_sets_its_colours_and_takes_them_back() {
        let drawn = code("http://10.0.0.7:7777", true).unwrap();
        assert!(drawn.lines().all(|line| line.starts_with("  \x1b[38;") && line.ends_with(PLAIN)));
    }
}
