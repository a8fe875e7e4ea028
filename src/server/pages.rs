//! The client's files as they were built, what stands in their place when they were not, and the headers of all pages.

use std::borrow::Cow;

use actix_web::http::header::{self, ContentType};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::DefaultHeaders;
use actix_web::{HttpRequest, HttpResponse};

use crate::config::assets::client_file;

/// For what carries a hash in its address, so that other bytes have another address.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For what must be asked for again: a new build has the same address.
pub const ASK_AGAIN: &str = "no-cache";
/// Where the build puts files that carry a hash.
const HASHED: &str = "assets/";

/// For people whose address leads nowhere.
const MISSING: &str = "404.html";

/// Stands in a page where the build's name belongs.
const BUILD_MARK: &str = "__FRAY_BUILD__";
/// Stands where the address of this server belongs: whoever shows a picture of a link wants it in full.
const ORIGIN_MARK: &str = "__FRAY_ORIGIN__";

/// What a page may load: from here alone. Pictures and workers may also be made by the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Fray</title>\n\
    <h1>The server runs, the client is not in it</h1>\n\
    <p>This binary was built before the browser client was. Run <code>make client</code>, build again, and load this page \
    anew; <code>make play</code> does all of it.</p>\n</html>\n";

/// Headers of every answer.
pub fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
}

/// Any address that no other route takes: a file of the client, or nothing.
pub async fn page(request: HttpRequest) -> HttpResponse {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET is answered here.");
    }
    let path = request.path().trim_start_matches('/');
    let files: &[&str] = match path {
        "" => &["index.html"],
        path => &[path, &format!("{path}.html"), &format!("{path}/index.html")],
    };
    match files.iter().find_map(|file| Some((file, client_file(file)?))) {
        Some((file, (bytes, media_type))) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, media_type))
            .insert_header((header::CACHE_CONTROL, if file.starts_with(HASHED) { IMMUTABLE } else { ASK_AGAIN }))
            .body(filled(file, bytes, &request)),
        None if path.is_empty() => not_built(),
        None => nowhere(&request),
    }
}

/// A page names the build of the server that hands it out, so that the two never differ by the way they were built, and
/// where that server is.
fn filled(file: &str, bytes: Cow<'static, [u8]>, request: &HttpRequest) -> Vec<u8> {
    match std::str::from_utf8(&bytes) {
        Ok(text) if file.ends_with(".html") => {
            text.replace(BUILD_MARK, crate::BUILD).replace(ORIGIN_MARK, &origin(request)).into_bytes()
        }
        _ => bytes.into_owned(),
    }
}

/// The address by which the visitor asked. Empty unless it is a plain name, since it becomes a part of a page.
fn origin(request: &HttpRequest) -> String {
    let asked = request.connection_info();
    let is_plain = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte));
    match asked.scheme() {
        scheme @ ("http" | "https") if is_plain(asked.host()) => format!("{scheme}://{}", asked.host()),
        _ => String::new(),
    }
}

/// No page has that address: people are told so by a page, everybody else by a line.
fn nowhere(request: &HttpRequest) -> HttpResponse {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let file = accepted.filter(|types| types.contains("text/html")).and_then(|_| client_file(MISSING));
    match file {
        Some((bytes, media_type)) => HttpResponse::NotFound()
            .insert_header((header::CONTENT_TYPE, media_type))
            .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
            .body(filled(MISSING, bytes, request)),
        None => missing("There is no such page here."),
    }
}

fn not_built() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::html())
        .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
        .body(NOT_BUILT)
}

/// An answer for an address that leads nowhere.
pub fn missing(why: &str) -> HttpResponse {
    plain(StatusCode::NOT_FOUND, why)
}

fn plain(status: StatusCode, text: &str) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::plaintext()).body(format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn asked_by(host: &'static str, scheme: &'static str) -> String {
        let headers = [("host", host), ("x-forwarded-proto", scheme)];
        let request = headers.into_iter().fold(TestRequest::get(), |request, header| request.insert_header(header));
        origin(&request.to_http_request())
    }

    #[test]
    fn a_page_names_the_address_by_which_it_was_asked_for() {
        assert_eq!(asked_by("play.example.org:7777", "https"), "https://play.example.org:7777");
        assert_eq!(asked_by("[::1]:80", "http"), "http://[::1]:80");
    }

    #[test]
    fn what_is_no_plain_address_does_not_become_a_part_of_a_page() {
        assert_eq!(asked_by("a\"><script>", "http"), "");
        assert_eq!(asked_by("example.org/path", "http"), "");
        assert_eq!(asked_by("example.org", "javascript"), "");
    }
}
