//! The one error of the decoder: which field of which message was refused, what it held, and what is allowed.

/// Longest text in a [`Malformed`] and in a parameter of a goodbye, in bytes.
pub const TEXT_BYTES_MAX: usize = 40;

/// Why bytes were refused. Its texts are short enough to travel in a goodbye.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}.{field} is {value}, the limit is {limit}")]
pub struct Malformed {
    /// The message or record, `message` when it never came to one.
    pub message: &'static str,
    /// The field, or `number`, `array`, `bytes` for the message as a whole.
    pub field: &'static str,
    /// What was found there.
    pub value: String,
    /// What is allowed there.
    pub limit: String,
}

impl Malformed {
    /// A refusal. Both texts are cut to [`TEXT_BYTES_MAX`].
    pub fn new(message: &'static str, field: &'static str, value: impl ToString, limit: impl ToString) -> Malformed {
        Malformed { message, field, value: cut(value.to_string()), limit: cut(limit.to_string()) }
    }

    /// Message and field in one word, as the goodbye names them.
    pub fn what(&self) -> String {
        cut(format!("{}.{}", self.message, self.field))
    }
}

/// The longest beginning of `text` that fits a parameter.
pub(super) fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(TEXT_BYTES_MAX));
    text
}

/// A refusal of the library in few words: its own name readers, markers and what it had expected.
pub(super) fn plain(error: impl ToString) -> String {
    let text = error.to_string();
    if text.starts_with("IO error") { "cut short".into() } else { text.split(", expected").next().unwrap_or("").into() }
}
