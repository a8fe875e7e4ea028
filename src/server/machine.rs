//! What a server asks of the machine: an address to listen on, descriptors, and where others find it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};

use if_addrs::Interface;
use rustix::process::{Resource, getrlimit, setrlimit};
use socket2::{Domain, Protocol, Socket, Type};

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 1024;
/// Descriptors of a connection: its own and the watchdog's.
const DESCRIPTORS_EACH: usize = 2;
/// Descriptors for everything that is no connection.
const DESCRIPTORS_BESIDE: usize = 128;

/// Listens on an address.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// How many descriptors so many sessions need.
pub fn descriptors_wanted(sessions_max: usize) -> u64 {
    (sessions_max * DESCRIPTORS_EACH + DESCRIPTORS_BESIDE) as u64
}

/// For how many sessions so many descriptors are enough.
pub fn sessions_for(descriptors: u64) -> u64 {
    descriptors.saturating_sub(DESCRIPTORS_BESIDE as u64) / DESCRIPTORS_EACH as u64
}

/// How many descriptors the system lets this process have at most; `None` is any number.
pub fn descriptors_allowed() -> Option<u64> {
    getrlimit(Resource::Nofile).maximum
}

/// Asks for as many descriptors as so many sessions need. Systems allow 1,024 unless they are asked for more.
pub fn raise_descriptors(sessions_max: usize) {
    let wanted = descriptors_wanted(sessions_max);
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= wanted) {
        return;
    }
    limit.current = Some(limit.maximum.map_or(wanted, |maximum| maximum.min(wanted)));
    let raised = setrlimit(Resource::Nofile, limit).is_ok();
    if !raised || limit.current != Some(wanted) {
        tracing::warn!(wanted, allowed = limit.maximum, "too few descriptors for so many sessions: raise ulimit -n");
    }
}

/// The addresses by which others in the house reach this machine, private ones first.
pub fn house_addresses() -> std::io::Result<Vec<Ipv4Addr>> {
    Ok(reachable(&if_addrs::get_if_addrs()?))
}

/// Addresses of version 4 alone: a house has them, and a person can type them. A tunnel does not lead into the house.
fn reachable(interfaces: &[Interface]) -> Vec<Ipv4Addr> {
    let others_reach =
        |one: &&Interface| one.is_oper_up() && !one.is_p2p() && !one.is_loopback() && !one.is_link_local();
    let mut addresses: Vec<Ipv4Addr> = interfaces
        .iter()
        .filter(others_reach)
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        })
        .collect();
    addresses.sort_by_key(|address| !address.is_private());
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;
    use if_addrs::{IfAddr, IfOperStatus, Ifv4Addr, Ifv6Addr};

    fn interface(address: IpAddr) -> Interface {
        let addr = match address {
            IpAddr::V4(ip) => {
                IfAddr::V4(Ifv4Addr { ip, netmask: Ipv4Addr::new(255, 255, 255, 0), prefixlen: 24, broadcast: None })
            }
            IpAddr::V6(ip) => IfAddr::V6(Ifv6Addr { ip, netmask: ip, prefixlen: 64, broadcast: None }),
        };
        Interface { name: "eth".into(), addr, index: None, oper_status: IfOperStatus::Up, is_p2p: false }
    }

    fn check(given: &[[u8; 4]], expected: &[[u8; 4]]) {
        let mut interfaces: Vec<Interface> = given.iter().map(|ip| interface(Ipv4Addr::from(*ip).into())).collect();
        interfaces.push(interface("fd00::2".parse::<IpAddr>().expect("an address")));
        let expected: Vec<Ipv4Addr> = expected.iter().map(|ip| Ipv4Addr::from(*ip)).collect();
        assert_eq!(reachable(&interfaces), expected);
    }

    #[test]
    fn others_are_told_addresses_of_this_house_before_public_ones_and_none_that_end_here() {
        check(
            &[[127, 0, 0, 1], [203, 0, 113, 9], [192, 168, 1, 20], [169, 254, 3, 3], [10, 0, 0, 7]],
            &[[192, 168, 1, 20], [10, 0, 0, 7], [203, 0, 113, 9]],
        );
        check(&[[127, 0, 0, 1], [169, 254, 3, 3]], &[]);
    }

    #[test]
    fn what_is_down_and_what_is_a_tunnel_is_left_out() {
        let up = interface(Ipv4Addr::new(10, 0, 0, 7).into());
        let down = Interface { oper_status: IfOperStatus::Unknown, ..up.clone() };
        let tunnel = Interface { is_p2p: true, ..up.clone() };
        assert_eq!(reachable(&[down, tunnel, up]).len(), 1);
    }

    #[test]
    fn descriptors_and_sessions_are_each_others_inverse() {
        for sessions in [1, 500, 100_000] {
            assert_eq!(sessions_for(descriptors_wanted(sessions)), sessions as u64);
        }
        assert_eq!(sessions_for(10), 0);
    }
}
