//! Stands between a program and Postgres, passes everything on and counts what the program asks.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::ops::Sub;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context, Result};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// What was asked.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Statements run, `BEGIN` and `COMMIT` included.
    pub statements: u64,
    /// How often the program waited for an answer.
    pub round_trips: u64,
}

impl Sub for Counts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            statements: self.statements - other.statements,
            round_trips: self.round_trips - other.round_trips,
        }
    }
}

#[derive(Default)]
struct Seen {
    statements: AtomicU64,
    round_trips: AtomicU64,
}

/// The stand-in.
pub struct Wire {
    port: u16,
    seen: Arc<Seen>,
}

impl Wire {
    /// Takes connections for the Postgres whose socket lies where the options say.
    pub fn to(database: &PgConnectOptions) -> Result<Self> {
        let folder = database.get_socket().context("a database reached by a unix socket")?;
        let socket = folder.join(format!(".s.PGSQL.{}", database.get_port()));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (port, seen) = (listener.local_addr()?.port(), Arc::new(Seen::default()));
        let counter = Arc::clone(&seen);
        thread::spawn(move || {
            for program in listener.incoming().map_while(Result::ok) {
                let (socket, seen) = (socket.clone(), Arc::clone(&counter));
                thread::spawn(move || between(program, socket, &seen));
            }
        });
        Ok(Self { port, seen })
    }

    /// The way through it to the same database.
    pub fn instead_of(&self, database: PgConnectOptions) -> PgConnectOptions {
        let mut through = PgConnectOptions::new_without_pgpass()
            .host("127.0.0.1")
            .port(self.port)
            .username(database.get_username())
            .ssl_mode(PgSslMode::Disable);
        if let Some(name) = database.get_database() {
            through = through.database(name);
        }
        through
    }

    /// Since it began.
    pub fn counts(&self) -> Counts {
        let Seen { statements, round_trips } = &*self.seen;
        Counts {
            statements: statements.load(Ordering::SeqCst),
            round_trips: round_trips.load(Ordering::SeqCst),
        }
    }
}

fn between(mut program: TcpStream, socket: PathBuf, seen: &Seen) -> std::io::Result<()> {
    program.set_nodelay(true)?;
    let mut server = UnixStream::connect(socket)?;
    let (mut answers, mut back) = (server.try_clone()?, program.try_clone()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    let (mut buffer, mut messages) = ([0; 1 << 16], Messages::default());
    loop {
        let length = program.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..length).filter(|bytes| !bytes.is_empty()) else { break };
        bytes.iter().for_each(|byte| messages.take(*byte, seen));
        server.write_all(bytes)?;
    }
    server.shutdown(Shutdown::Both)
}

/// What a program sends, message by message: a kind, four bytes of length, and so much less four. The first message has
/// no kind.
#[derive(Default)]
struct Messages {
    is_started: bool,
    head: Vec<u8>,
    left: usize,
}

impl Messages {
    fn take(&mut self, byte: u8, seen: &Seen) {
        if self.left > 0 {
            self.left -= 1;
            return;
        }
        self.head.push(byte);
        let kind_bytes = usize::from(self.is_started);
        let Some(length) = self.head.get(kind_bytes..).and_then(|length| length.try_into().ok()) else {
            return;
        };
        self.left = (u32::from_be_bytes(length) as usize).saturating_sub(4);
        if self.is_started {
            count(self.head.first().copied().unwrap_or_default(), seen);
        }
        self.is_started = true;
        self.head.clear();
    }
}

fn count(kind: u8, seen: &Seen) {
    let Seen { statements, round_trips } = seen;
    match kind {
        // A simple query: a statement and the end of what is asked.
        b'Q' => {
            statements.fetch_add(1, Ordering::SeqCst);
            round_trips.fetch_add(1, Ordering::SeqCst);
        }
        // Execute.
        b'E' => drop(statements.fetch_add(1, Ordering::SeqCst)),
        // Sync.
        b'S' => drop(round_trips.fetch_add(1, Ordering::SeqCst)),
        _ => {}
    }
}
