//! A proxy in front of a part, to cut the connection to it.

use std::net::SocketAddr;
use std::thread::JoinHandle;

use anyhow::{Context, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// It is handed on.
    Open,
    /// It is closed at once, those that are open as well.
    Cut,
    /// It stays open and nothing goes through, as when a cable is pulled.
    Silent,
    /// The proxy ends.
    Gone,
}

/// A proxy on a port of loopback, with a thread of its own.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    line: watch::Sender<Line>,
    thread: Option<JoinHandle<()>>,
}

impl Proxy {
    /// In front of that address.
    pub fn to(target: SocketAddr) -> Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", super::port::free())).context("a port for the proxy")?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let (line, watched) = watch::channel(Line::Open);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::spawn(move || runtime.block_on(serve(listener, target, watched)));
        Ok(Self {
            port,
            line,
            thread: Some(thread),
        })
    }

    /// In front of that port of loopback.
    pub fn to_port(port: u16) -> Result<Self> {
        Self::to(SocketAddr::from(([127, 0, 0, 1], port)))
    }

    /// Its own port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Closes every connection, and each new one at once.
    pub fn cut(&self) {
        self.line.send_replace(Line::Cut);
    }

    /// Keeps every connection and lets nothing through; what was sent arrives after [`Proxy::mend`].
    pub fn silence(&self) {
        self.line.send_replace(Line::Silent);
    }

    /// Hands on again.
    pub fn mend(&self) {
        self.line.send_replace(Line::Open);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.line.send_replace(Line::Gone);
        if let Some(thread) = self.thread.take() {
            // A proxy that failed has nothing more to close.
            thread.join().ok();
        }
    }
}

async fn serve(listener: std::net::TcpListener, target: SocketAddr, mut line: watch::Receiver<Line>) {
    let listener = TcpListener::from_std(listener).expect("a listener that does not block");
    let gone = line.clone();
    let accept = async {
        loop {
            // A client that is gone again before it was taken is none of ours.
            let Ok((client, _)) = listener.accept().await else { continue };
            tokio::spawn(carry(client, target, gone.clone()));
        }
    };
    tokio::select! {
        () = accept => {}
        _ = line.wait_for(|line| *line == Line::Gone) => {}
    }
}

/// Carries one connection until either side ends it or it is cut.
async fn carry(mut client: TcpStream, target: SocketAddr, mut line: watch::Receiver<Line>) {
    let mut silences = line.clone();
    let through = async {
        let mut server = TcpStream::connect(target).await?;
        loop {
            opened(&mut silences).await;
            tokio::select! {
                ended = copy_bidirectional(&mut client, &mut server) => return ended,
                // Nothing is lost: what was not read waits in the sockets.
                _ = silences.wait_for(|line| *line == Line::Silent) => {}
            }
        }
    };
    tokio::select! {
        // How it ended is between the two sides.
        _ended = through => {}
        _ = line.wait_for(|line| matches!(line, Line::Cut | Line::Gone)) => {}
    }
}

async fn opened(line: &mut watch::Receiver<Line>) {
    // An error means that the proxy is gone, which `carry` sees as well.
    line.wait_for(|line| *line == Line::Open).await.ok();
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::Proxy;

    #[tokio::test]
    async fn a_connection_is_carried_and_cut() {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Proxy::to(server.local_addr().unwrap()).unwrap();
        let mut client = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
        let (mut accepted, _) = server.accept().await.unwrap();
        let mut word = [0; 4];

        client.write_all(b"ping").await.unwrap();
        accepted.read_exact(&mut word).await.unwrap();
        assert_eq!(&word, b"ping");

        proxy.cut();
        assert_eq!(client.read(&mut word).await.unwrap_or(0), 0);
        assert_eq!(accepted.read(&mut word).await.unwrap_or(0), 0);
        let mut refused = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
        assert_eq!(refused.read(&mut word).await.unwrap_or(0), 0);

        proxy.mend();
        let mut client = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
        client.write_all(b"pong").await.unwrap();
        let (mut accepted, _) = server.accept().await.unwrap();
        // The one that was refused may have come through to here before it was cut.
        if accepted.read_exact(&mut word).await.is_err() {
            (accepted, _) = server.accept().await.unwrap();
            accepted.read_exact(&mut word).await.unwrap();
        }
        assert_eq!(&word, b"pong");
    }
}
