//! Where the server can be reached.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

use fast_qr::QRBuilder;

/// How many ports are tried, from the one that was asked for upwards.
const PORTS: u16 = 20;

/// Who may reach the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// This machine.
    #[default]
    Machine,
    /// Whoever is in the same network.
    Network,
}

/// Listens on a port, or on the next that is free; port 0 lets the system choose.
///
/// # Errors
/// The system's, of the last port that was tried.
pub fn listen(reach: Reach, port: u16) -> std::io::Result<TcpListener> {
    let address = match reach {
        Reach::Machine => Ipv4Addr::LOCALHOST,
        Reach::Network => Ipv4Addr::UNSPECIFIED,
    };
    let mut last = std::io::Error::from(ErrorKind::AddrInUse);
    for port in (0..PORTS).filter_map(|more| port.checked_add(more)) {
        match TcpListener::bind(SocketAddr::from((address, port))) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// The machine's address in its network, if it has one. Nothing is sent to find it.
pub fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address of the documentation's range (RFC 5737): the system chooses the way to it, and with it our own address.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|address| !address.is_loopback() && !address.is_unspecified())
}

/// An address as a QR code of characters, for the camera of a phone.
pub fn qr_code(url: &str) -> Option<String> {
    QRBuilder::new(url).build().ok().map(|code| code.to_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_moves_to_the_next() {
        let first = listen(Reach::Machine, 0).expect("a free port");
        let port = first.local_addr().expect("an address").port();
        let second = listen(Reach::Machine, port).expect("a port after it").local_addr().expect("an address").port();
        assert!(second > port, "{second} after {port}");
    }
}
