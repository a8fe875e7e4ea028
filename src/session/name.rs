//! What a player may be called. Pure.

/// Most characters of a name.
pub const NAME_CHARS_MAX: usize = 16;
/// Names that are made up count round after so many.
const MADE_UP: u64 = 1_000;

/// A name that can stand in anybody's list: no control or direction characters, no space around it or doubled, at most
/// [`NAME_CHARS_MAX`] characters. An empty one becomes "Spool" and the last digits of `number`.
pub fn clean(name: &str, number: u64) -> String {
    let visible: String = name.chars().filter(|&c| c.is_whitespace() || is_visible(c)).collect();
    let spaced = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = spaced.chars().take(NAME_CHARS_MAX).collect();
    match cut.trim_end() {
        "" => format!("Spool {}", number % MADE_UP),
        name => name.to_owned(),
    }
}

/// False for characters that draw nothing or turn the direction of what follows, by which one name could pass for another.
fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
            | '\u{E000}'..='\u{F8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        let cases = [
            ("Ann", "Ann"),
            ("  Ann   of  Thread ", "Ann of Thread"),
            ("", "Spool 7"),
            (" \t\n ", "Spool 7"),
            ("\u{202E}nnA\u{0000}", "nnA"),
            ("A\u{200B}n\u{FEFF}n", "Ann"),
            ("\u{3164}\u{2800}", "\u{2800}"),
            ("tab\there", "tab here"),
            ("Ünïcødé 名前", "Ünïcødé 名前"),
            ("0123456789abcdefXYZ", "0123456789abcdef"),
            ("0123456789abcde fg", "0123456789abcde"),
        ];
        for (name, cleaned) in cases {
            assert_eq!(clean(name, 3_007), cleaned, "{name:?}");
        }
    }

    #[test]
    fn a_cleaned_name_stays_as_it_is() {
        let once = clean("\u{202E} a \u{200B} b  c ", 1);
        assert_eq!(clean(&once, 2), once);
    }
}
