//! What people may be called, and what they may say. Pure.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// Most characters of a name.
pub const NAME_CHARS_MAX: usize = 16;
/// Most bytes of a name, as the protocol takes them.
pub const NAME_BYTES_MAX: usize = 48;
/// Most characters of a line.
pub const LINE_CHARS_MAX: usize = 120;
/// Most marks over and under one letter: as many as living languages need.
const MARKS_MAX: usize = 2;
/// Names that are made up count round after so many.
const MADE_UP: u64 = 1_000;

/// A name that can stand in anybody's list: letters as they are written plainly (NFKC) and all of the script of the first
/// one, what [`tidy`] leaves of them, at most [`NAME_CHARS_MAX`] characters and [`NAME_BYTES_MAX`] bytes. An empty one becomes "Spool" and the last digits of
/// `number`.
pub fn name(text: &str, number: u64) -> String {
    let mut name = String::new();
    for letter in tidy(text.nfkc()).nfkc() {
        name.push(letter);
        if !name.is_single_script() {
            name.pop();
        }
    }
    match cut(&tidy(name.chars()), NAME_CHARS_MAX, NAME_BYTES_MAX) {
        "" => format!("Spool {}", number % MADE_UP),
        name => name.to_owned(),
    }
}

/// A line of talk: what [`tidy`] leaves of it, at most [`LINE_CHARS_MAX`] characters.
pub fn line(text: &str) -> String {
    cut(&tidy(text.nfc()), LINE_CHARS_MAX, usize::MAX).to_owned()
}

/// What a name looks like: two that are mistaken for each other have the same.
pub fn looks(name: &str) -> String {
    let folded = skeleton(name).collect::<String>().to_lowercase();
    skeleton(&folded).collect()
}

/// A name that nobody of those who are there may be mistaken for: the name itself, or with a number behind it.
pub fn unique(name: &str, there: &[String]) -> String {
    let numbered = |number: u32| {
        let tail = format!(" {number}");
        format!("{}{tail}", cut(name, NAME_CHARS_MAX - tail.len(), NAME_BYTES_MAX - tail.len()))
    };
    let is_free = |name: &String| !there.contains(&looks(name));
    std::iter::once(name.to_owned()).chain((2..).map(numbered)).find(is_free).unwrap_or_default()
}

/// Without characters that draw nothing, that turn the direction of what follows or that pile up over a letter, and with
/// single spaces between words.
fn tidy(text: impl Iterator<Item = char>) -> String {
    let mut marks = 0;
    let mut tidied = String::new();
    for letter in text.filter(|&c| c.is_whitespace() || is_visible(c)) {
        marks = if is_combining_mark(letter) { marks + 1 } else { 0 };
        let starts_a_word = tidied.is_empty() || tidied.ends_with(' ');
        if letter.is_whitespace() {
            tidied.extend((!starts_a_word).then_some(' '));
        } else if marks <= MARKS_MAX && !(marks > 0 && starts_a_word) {
            tidied.push(letter);
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

/// The first so many characters of at most so many bytes, without a space at their end.
fn cut(text: &str, chars: usize, bytes: usize) -> &str {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let end = ends.take(chars).take_while(|end| *end <= bytes).last().unwrap_or(0);
    text[..end].trim_end()
}

/// False for characters that draw nothing or turn the direction of what follows, by which one name could pass for another.
fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{FDFA}'..='\u{FDFD}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{12400}'..='\u{1246E}' | '\u{E0000}'..='\u{E0FFF}' | '\u{E000}'..='\u{F8FF}'
            | '\u{F0000}'..='\u{10FFFF}')
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
            ("\u{3164}\u{2800}", "Spool 7"),
            ("tab\there", "tab here"),
            ("Ünïcødé", "Ünïcødé"),
            ("名前とカナ", "名前とカナ"),
            ("Zwirn 🧶", "Zwirn 🧶"),
            ("0123456789abcdefXYZ", "0123456789abcdef"),
            ("0123456789abcde fg", "0123456789abcde"),
            // Of one script: the first letter's.
            ("Pаul", "Pul"),
            ("Ünïcødé 名前", "Ünïcødé"),
            // As they are written plainly.
            ("𝐀𝐝𝐦𝐢𝐧", "Admin"),
            ("Ａｎｎ", "Ann"),
            // As many bytes as the protocol takes, also where the plain letters have more.
            ("🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶", "🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶"),
            (&"\u{FA6C}".repeat(16), &"\u{242EE}".repeat(12)),
            // At most two marks on a letter (the first is one with it), and none on nothing.
            ("Z\u{0301}\u{0302}\u{0303}\u{0304}\u{0305}a", "Z\u{0301}\u{0302}\u{0303}a"),
            ("\u{0301}\u{0302}a", "a"),
        ];
        for (text, cleaned) in cases {
            let cleaned: String = cleaned.nfkc().collect();
            assert_eq!(name(text, 3_007), cleaned, "{text:?}");
        }
    }

    #[test]
    fn what_was_cleaned_stays_as_it_is() {
        for text in ["\u{202E} a \u{200B} b  c ", "Z\u{0301}\u{0302}\u{0303}", "Pаul П", "ﷺ ﷽ x", "  ", "Ünïcødé 名前"]
        {
            let once = name(text, 1);
            assert_eq!(name(&once, 2), once, "{text:?}");
            assert_eq!(line(&line(text)), line(text), "{text:?}");
        }
    }

    #[test]
    fn a_line_may_be_of_many_scripts_and_is_cut() {
        assert_eq!(line(" gg 名前 привет\u{202E}\n  wp "), "gg 名前 привет wp");
        assert_eq!(line(&"x".repeat(10_000)).len(), LINE_CHARS_MAX);
    }

    #[test]
    fn nobody_passes_for_somebody_else() {
        let there: Vec<String> =
            ["Paul", "Bobbin", "Bobbin 2", "0123456789abcdef", "🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶"].map(looks).into();
        let cases = [
            ("Ann", "Ann"),
            ("paul", "paul 2"),
            ("PAUL", "PAUL 2"),
            ("PauI", "PauI 2"),
            ("Bobbin", "Bobbin 3"),
            ("B0bbin", "B0bbin 3"),
            ("0123456789abcdef", "0123456789abcd 2"),
            ("🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶", "🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶🧶 2"),
        ];
        for (name, unique_name) in cases {
            assert_eq!(unique(name, &there), unique_name);
        }
    }
}
