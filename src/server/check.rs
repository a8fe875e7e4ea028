//! Looks at everything that a start needs, one finding a thing, and starts nothing.

use std::fmt::Display;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;

use super::machine;
use crate::config::assets::{Assets, client_file};
use crate::config::settings::{Origin, RoomSettings};
use crate::config::{Settings, preset_file, tuning};

/// What was looked at, and how it is.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in a word.
    pub what: &'static str,
    /// What there is, or what is wrong with it.
    pub result: Result<String, Fault>,
}

/// What keeps a server from starting, or from serving as it should.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

/// Looks at everything that a server with these settings would need.
pub fn check(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![finding("settings", Ok(given(settings)))];
    match Assets::choose(settings.assets.as_deref(), Path::new("")) {
        Ok(assets) => findings.extend([
            finding("assets", Ok(assets.to_string())),
            finding("tuning", tuning_of(&assets)),
            match &settings.rooms.map {
                Some(map) => finding("map", map_of(&assets, map)),
                None => finding("presets", presets_of(&assets, &settings.rooms)),
            },
        ]),
        Err(error) => {
            let remedy =
                "--assets takes a folder that holds maps and tuning; without it the copy in the binary is used";
            findings.push(finding("assets", Err(fault(error, remedy))));
        }
    }
    findings.extend([
        finding("address", address(settings.listen)),
        finding("descriptors", descriptors(settings.sessions_max, machine::descriptors_allowed())),
        finding("client", client(client_file("index.html").is_some())),
    ]);
    findings
}

/// Where others in the house would find a server that listens everywhere.
pub fn house(port: u16) -> Finding {
    let remedy = "join the house's network first, by cable or Wi-Fi";
    let result = match machine::house_addresses() {
        Ok(addresses) if addresses.is_empty() => {
            Err(fault("no address by which others in the house could reach this machine", remedy))
        }
        Ok(addresses) => {
            let addresses = addresses.iter().map(|address| format!("http://{address}:{port}"));
            Ok(addresses.collect::<Vec<_>>().join(", "))
        }
        Err(error) => Err(fault(error, remedy)),
    };
    finding("house", result)
}

fn finding(what: &'static str, result: Result<String, Fault>) -> Finding {
    Finding { what, result }
}

fn fault(reason: impl Display, remedy: impl Into<String>) -> Fault {
    Fault { reason: reason.to_string(), remedy: remedy.into() }
}

/// What somebody set; defaults need no mention.
fn given(settings: &Settings) -> String {
    let set = settings.given.iter().filter(|given| given.origin != Origin::Default);
    let set: Vec<String> =
        set.map(|given| format!("{} = {} by {}", given.setting.key, given.text, given.origin)).collect();
    if set.is_empty() { "all as by default".to_owned() } else { set.join(", ") }
}

fn tuning_of(assets: &Assets) -> Result<String, Fault> {
    match assets.tuning() {
        Ok(_) => Ok(assets.name(tuning::DEFAULT)),
        Err(problems) => {
            let remedy = format!("`fray config check {}` shows every place", assets.name(tuning::DEFAULT));
            Err(fault(first(&problems), remedy))
        }
    }
}

fn map_of(assets: &Assets, name: &str) -> Result<String, Fault> {
    match assets.map(name) {
        Ok(map) => {
            let (file, hash) = (&map.file, map.hash_hex());
            Ok(format!("{name}, {} × {} u, {} spawns, {hash}", file.width, file.height, file.spawns.len()))
        }
        Err(problems) => {
            Err(fault(first(&problems), "`fray maps build` compiles what Tiled has drawn, `--map` takes another"))
        }
    }
}

/// The presets, each with its map, and how many of its players find a seat where those are fewer.
fn presets_of(assets: &Assets, RoomSettings { presets, seats, .. }: &RoomSettings) -> Result<String, Fault> {
    let each = presets.iter().map(|name| match preset_file::find(name, assets) {
        Ok(preset) if preset.players > *seats => {
            let (map, players) = (&preset.map.file.name, preset.players);
            Ok(format!("{name} on {map} (by {seats} of its {players}: more need --seats {players})"))
        }
        Ok(preset) => Ok(format!("{name} on {}", preset.map.file.name)),
        Err(problems) => Err(fault(first(&problems), "`--presets` takes others, `--map` one map without a vote")),
    });
    Ok(each.collect::<Result<Vec<_>, _>>()?.join(", "))
}

/// Takes the address and lets it go again.
fn address(address: SocketAddr) -> Result<String, Fault> {
    let remedy = |kind| match kind {
        ErrorKind::AddrInUse => "stop what listens there (`ss -ltnp` names it), or take another port with --listen",
        ErrorKind::PermissionDenied => "take a port above 1023, or grant CAP_NET_BIND_SERVICE",
        ErrorKind::AddrNotAvailable => "no interface here has this address; 0.0.0.0 stands for all of them",
        _ => "take another address with --listen",
    };
    match machine::listen(address) {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) => Err(fault(format!("{address}: {error}"), remedy(error.kind()))),
    }
}

fn descriptors(sessions_max: usize, allowed: Option<u64>) -> Result<String, Fault> {
    let wanted = machine::descriptors_wanted(sessions_max);
    match allowed {
        None => Ok(format!("{wanted} for {sessions_max} connections, any number is allowed")),
        Some(allowed) if allowed >= wanted => {
            Ok(format!("{wanted} for {sessions_max} connections, {allowed} are allowed"))
        }
        Some(allowed) => Err(fault(
            format!("{wanted} for {sessions_max} connections, only {allowed} are allowed"),
            format!(
                "LimitNOFILE={wanted} in the unit, `ulimit -n {wanted}` as root, or --sessions-max {}",
                machine::sessions_for(allowed)
            ),
        )),
    }
}

fn client(is_there: bool) -> Result<String, Fault> {
    match is_there {
        true => Ok("its pages are in the binary".to_owned()),
        false => {
            Err(fault("its pages are not in the binary", "`make client`, then build again; `make play` does both"))
        }
    }
}

/// The first of several problems, a line each, and how many follow.
fn first(problems: &impl Display) -> String {
    let text = problems.to_string();
    match text.lines().count() {
        0 | 1 => text,
        many => format!("{} (and {} more)", text.lines().next().unwrap_or_default(), many - 1),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn too_few_descriptors_are_told_with_how_many_connections_they_are_enough_for() {
        assert_eq!(descriptors(2_000, None).unwrap(), "4128 for 2000 connections, any number is allowed");
        assert_eq!(descriptors(2_000, Some(4_128)).unwrap(), "4128 for 2000 connections, 4128 are allowed");
        let few = descriptors(2_000, Some(1_024)).unwrap_err();
        assert_eq!(few.reason, "4128 for 2000 connections, only 1024 are allowed");
        assert_eq!(few.remedy, "LimitNOFILE=4128 in the unit, `ulimit -n 4128` as root, or --sessions-max 448");
    }

    #[test]
    fn an_address_that_is_no_ones_here_is_told_with_a_remedy() {
        let foreign = address("198.51.100.1:0".parse().unwrap()).unwrap_err();
        assert!(foreign.reason.starts_with("198.51.100.1:0: "), "{foreign:?}");
        assert!(foreign.remedy.contains("0.0.0.0"), "{foreign:?}");
    }

    #[test]
    fn a_client_that_was_not_built_is_told_with_the_command_that_builds_it() {
        assert!(client(true).is_ok());
        assert!(client(false).unwrap_err().remedy.contains("make client"));
    }

    #[test]
    fn of_several_problems_the_first_is_told_and_the_others_counted() {
        assert_eq!(first(&"a\nb\nc"), "a (and 2 more)");
        assert_eq!(first(&"a"), "a");
    }
}
