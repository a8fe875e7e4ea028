//! `fray watch CODE`: the address of a live room, or why there is none.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::support::assets::Copy;
use crate::support::child::Server;
use crate::support::client::Client;

const PATIENCE: Duration = Duration::from_secs(10);

/// Runs `fray watch` in a folder, where the listen setting names this address.
fn watch(folder: &Path, listen: SocketAddr, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fray"));
    command.arg("watch").args(arguments).current_dir(folder).env("FRAY_LISTEN", listen.to_string());
    command.output().unwrap()
}

/// It fails, and what it says has all of these words.
fn refused(output: &Output, words: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(words.iter().all(|word| said.contains(word)) && output.stdout.is_empty(), "{said}");
}

/// An address at which nobody listens.
fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[test]
fn the_address_of_a_live_room_is_printed_and_nobody_stays_in_it() {
    let server = Server::start(&[]);
    let (_client, welcome) = Client::join(server.address);
    let (here, at) = (Copy::new("watch-live"), server.address.to_string());
    let address = format!("http://{at}/?watch&room={}\n", welcome.code);
    // By the flag, whatever the case of the letters; and by the listen setting.
    let lower = welcome.code.to_lowercase();
    for (listen, arguments) in
        [(nobody(), [&lower, "--at", &at].as_slice()), (server.address, [welcome.code.as_str()].as_slice())]
    {
        let output = watch(&here.0, listen, arguments);
        assert_eq!(String::from_utf8_lossy(&output.stdout), address, "{output:?}");
        assert!(output.status.success());
    }
    server.await_metric("fray_sessions", 1.0, PATIENCE);
}

#[test]
fn a_room_that_is_not_there_and_a_server_that_does_not_answer_are_told_by_address_and_code() {
    let server = Server::start(&[]);
    let here = Copy::new("watch-refused");
    let (at, silent) = (server.address.to_string(), nobody());
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    refused(&watch(&here.0, silent, &["zzzzz", "--at", &at]), &[&at, "has no room ZZZZZ"]);
    refused(&watch(&here.0, silent, &["ZZZZZ"]), &[&silent.to_string(), "no server answers", "ZZZZZ"]);
    let deaf = mute.local_addr().unwrap().to_string();
    refused(&watch(&here.0, silent, &["ZZZZZ", "--at", &deaf]), &[&deaf, "within 5s", "ZZZZZ"]);
    refused(&watch(&here.0, server.address, &["ZZZZZ", "--tick", "7"]), &["ZZZZZ is a live room", "--tick"]);
}

#[test]
fn a_file_goes_before_a_room_and_what_can_be_no_code_is_a_file() {
    let here = Copy::new("watch-file");
    std::fs::write(here.0.join("BCDFG"), "a note").unwrap();
    for what in ["BCDFG", "BCDF", "BCDFGH", "BC-FG"] {
        let output = watch(&here.0, nobody(), &[what]);
        refused(&output, &[what]);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("room"), "{output:?}");
    }
}
