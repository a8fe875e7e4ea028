//! Which web pages may open a connection: those of this host, and those that the operator lists. Pure.
//!
//! A request without an `Origin` comes from a program, not from a page, and is let in: nothing on `/ws` is decided by a
//! cookie, so there is nothing that such a request could borrow.

/// What the default port of a scheme is; other schemes are foreign always.
fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// True when a page of `origin` may connect to a server that was addressed as `host`.
///
/// `origin` and `host` are the headers' raw values, `None` when absent. The scheme of the page does not matter for the
/// same host (a proxy may speak TLS for us); it does for a listed origin.
pub fn is_allowed(origin: Option<&[u8]>, host: Option<&[u8]>, listed: &[String]) -> bool {
    let Some(origin) = origin else { return true };
    let Some(origin) = std::str::from_utf8(origin).ok().and_then(Origin::parse) else { return false };
    let host = host.and_then(|host| std::str::from_utf8(host).ok());
    host.is_some_and(|host| origin.is_of(host)) || listed.iter().any(|one| Origin::parse(one).as_ref() == Some(&origin))
}

/// True when `text` can be listed: scheme, host and perhaps a port, and nothing after it.
pub fn is_origin(text: &str) -> bool {
    Origin::parse(text).is_some()
}

#[derive(Debug, PartialEq, Eq)]
struct Origin {
    scheme: String,
    name: String,
    port: u16,
}

impl Origin {
    fn parse(text: &str) -> Option<Origin> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let (name, port) = host_and_port(rest)?;
        Some(Origin { name, port: port.or(default_port(&scheme))?, scheme })
    }

    /// A `Host` header without a port means the default port of the scheme that the page was loaded by.
    fn is_of(&self, host: &str) -> bool {
        let Some(default) = default_port(&self.scheme) else { return false };
        host_and_port(host).is_some_and(|(name, port)| name == self.name && port.unwrap_or(default) == self.port)
    }
}

/// Splits `name:port` or `[v6]:port`; `None` for anything that carries more (a path, user info, a space) or nothing.
fn host_and_port(text: &str) -> Option<(String, Option<u16>)> {
    let bracket = text.find(']').map_or(0, |at| at + 1);
    let (name, port) = match text[bracket..].find(':') {
        Some(at) => (&text[..bracket + at], Some(parse_port(&text[bracket + at + 1..])?)),
        None => (text, None),
    };
    let harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    (!name.is_empty() && name.chars().all(harmless)).then(|| (name.to_ascii_lowercase(), port))
}

/// Digits only: `str::parse` would take a plus sign.
fn parse_port(text: &str) -> Option<u16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "play.example:7777";

    fn check(origin: &str, host: &str, allowed: bool) {
        let listed = ["https://friend.example".to_string(), "http://dev.example:5173".to_string()];
        let got = is_allowed(Some(origin.as_bytes()), Some(host.as_bytes()), &listed);
        assert_eq!(got, allowed, "origin {origin:?}, host {host:?}");
    }

    #[test]
    fn pages_of_the_same_host_and_listed_ones_are_let_in() {
        let cases = [
            ("http://play.example:7777", HOST),
            ("https://play.example:7777", HOST),
            ("http://PLAY.Example:7777", HOST),
            ("HTTP://play.example:7777", "Play.EXAMPLE:7777"),
            ("http://play.example", "play.example"),
            ("https://play.example", "play.example"),
            ("https://play.example:443", "play.example"),
            ("http://play.example", "play.example:80"),
            ("http://127.0.0.1:7777", "127.0.0.1:7777"),
            ("http://[::1]:7777", "[::1]:7777"),
            ("https://friend.example", HOST),
            ("https://friend.example:443", HOST),
            ("http://dev.example:5173", HOST),
        ];
        cases.iter().for_each(|(origin, host)| check(origin, host, true));
    }

    #[test]
    fn foreign_pages_are_refused_whatever_they_dress_up_as() {
        let cases = [
            "http://evil.example",
            "http://evil.example:7777",
            "http://play.example:7778",
            "http://play.example",
            "http://play.example:",
            "http://play.example:7777.evil.example",
            "http://play.example.evil.example:7777",
            "http://evilplay.example:7777",
            "http://sub.play.example:7777",
            "http://play.example.:7777",
            "http://play.example:7777@evil.example",
            "http://user@play.example:7777",
            "http://user:7777@evil.example",
            "http://play.example:7777/",
            "http://play.example:7777/path",
            "http://play.example:7777#x",
            "http://play.example:7777?x",
            "http://play.example:+7777",
            "http://play.example:77777",
            "http://play.example:7777 http://evil.example",
            " http://play.example:7777",
            "http:/play.example:7777",
            "//play.example:7777",
            "play.example:7777",
            "ftp://play.example:7777",
            "file://",
            "null",
            "NULL",
            "*",
            "",
            "http://",
            "http://127.0.0.1:7777",
            "http://localhost:7777",
            "http://plаy.example:7777",
            "http://[::1]:7777",
            "http://friend.example",
            "https://friend.example:8443",
            "https://friend.example.evil.example",
            "http://dev.example:5174",
        ];
        cases.iter().for_each(|origin| check(origin, HOST, false));
        assert!(!is_allowed(Some(b"http://play.example:7777\xff"), Some(HOST.as_bytes()), &[]));
        assert!(!is_allowed(Some(b"http://play.example"), None, &[]), "no host, so it cannot be the same");
    }

    #[test]
    fn a_program_sends_no_origin_and_is_let_in() {
        assert!(is_allowed(None, Some(HOST.as_bytes()), &[]));
        assert!(is_allowed(None, None, &[]));
    }

    #[test]
    fn only_a_whole_origin_can_be_listed() {
        assert!(is_origin("https://friend.example") && is_origin("http://dev.example:5173"));
        assert!(!is_origin("friend.example") && !is_origin("https://friend.example/") && !is_origin("*"));
    }
}
