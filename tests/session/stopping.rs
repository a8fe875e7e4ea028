//! How a server stops.

use std::time::Duration;

use crate::support::assets::Copy;
use crate::support::child::Server;
use crate::support::client::{Client, frame};
use crate::support::server::serve;

/// The server may take so long to notice something.
const SOON: Duration = Duration::from_secs(5);

#[test]
fn a_terminated_server_says_goodbye_to_everybody_and_exits_in_time() {
    let mut server = Server::start(&[]);
    let (mut player, _) = Client::join(server.address);
    player.play(3);
    let mut silent = Client::connect(server.address);
    server.terminate();
    for client in [&mut player, &mut silent] {
        let farewell = client.farewell();
        assert_eq!(farewell.goodbye.map(|goodbye| goodbye.code), Some(4000));
        assert_eq!(farewell.close, Some((4000, "stopping".into())));
    }
    let (took, well) = server.ended(Duration::from_secs(8));
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(well);
}

#[test]
fn a_server_whose_output_nobody_reads_takes_saved_files_and_stops_as_well() {
    let copy = Copy::new("unheard");
    let mut server = Server::unheard(&["--assets", copy.flag()]);
    let (mut player, _) = Client::join(server.address);
    // Each of these it tells: a message that is none, a mistake in a file, a file that is good again.
    let mut garbler = Client::connect(server.address);
    garbler.raw(&frame(0x82, &[0xc1]));
    assert_eq!(garbler.farewell().close.map(|(code, _)| code), Some(4008));
    for (from, to, result) in [("320", "fast", "refused"), ("fast", "400", "taken")] {
        copy.edit("tuning/default.toml", &format!("top_speed = {from}"), &format!("top_speed = {to}"));
        server.await_metric(&format!("fray_tuning_reloads_total{{result=\"{result}\"}}"), 1.0, SOON);
    }
    player.play(3);
    server.terminate();
    assert_eq!(player.farewell().close, Some((4000, "stopping".into())));
    assert!(server.ended(Duration::from_secs(8)).1);
}

#[test]
fn a_client_that_does_not_read_holds_no_stop_up() {
    let mut server = Server::start(&[]);
    let (_deaf, _) = Client::join(server.address);
    let idle = std::net::TcpStream::connect(server.address).unwrap();
    server.terminate();
    let (took, well) = server.ended(Duration::from_secs(8));
    assert!(took < Duration::from_secs(5) && well, "{took:?}");
    drop(idle);
}

#[test]
fn a_stopped_server_frees_its_address() {
    let server = serve(&[]);
    let address = server.address;
    let (_client, _) = Client::join(address);
    assert_eq!(server.sessions(), 1);
    server.stop();
    assert!(std::net::TcpStream::connect(address).is_err());
    let again = serve(&[("listen", &address.to_string())]);
    Client::join(again.address).0.play(2);
}
