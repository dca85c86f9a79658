//! Requests and answers of HTTP/1.1, with as little of a client as can be: what it takes itself counts against the server,
//! and pgbench, which stands beside it, takes next to nothing.

use std::io::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it is sent.
#[derive(Clone)]
pub struct Request {
    address: String,
    bytes: Vec<u8>,
}

impl Request {
    /// `headers` are whole lines; the URL is a host with its port, and a path.
    pub fn get(url: &str, path: &str, headers: &str) -> Self {
        Self::new("GET", url, path, headers, "")
    }

    /// With a JSON body.
    pub fn post(url: &str, path: &str, headers: &str, body: &Value) -> Self {
        let headers = format!("content-type: application/json\r\n{headers}");
        Self::new("POST", url, path, &headers, &body.to_string())
    }

    fn new(method: &str, url: &str, path: &str, headers: &str, body: &str) -> Self {
        let address = url.trim_start_matches("http://").to_owned();
        let mut bytes = Vec::with_capacity(512 + body.len());
        let length = body.len();
        // Writing to memory does not fail.
        let _ = write!(
            bytes,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\naccept: */*\r\n{headers}content-length: {length}\r\n\r\n{body}"
        );
        Self { address, bytes }
    }
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: Vec<u8>,
}

impl Connection {
    /// To where the request goes.
    pub async fn to(request: &Request) -> Result<Self> {
        let stream = TcpStream::connect(&request.address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new(), body: Vec::new() })
    }

    /// The status and the body of the answer.
    pub async fn send(&mut self, request: &Request) -> Result<(u16, &[u8])> {
        self.stream.write_all(&request.bytes).await?;
        self.buffer.clear();
        self.body.clear();
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let head = std::str::from_utf8(self.buffer.get(..head_end).unwrap_or_default())?.to_ascii_lowercase();
        let status = head.split_whitespace().nth(1).context("no status")?.parse()?;
        let header = |name: &str| {
            head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        if header("transfer-encoding") == Some("chunked") {
            self.chunks(head_end).await?;
            return Ok((status, &self.body));
        }
        let length: usize = header("content-length").unwrap_or("0").parse()?;
        while self.buffer.len() < head_end + length {
            self.read().await?;
        }
        Ok((status, self.buffer.get(head_end..).unwrap_or_default()))
    }

    async fn chunks(&mut self, mut at: usize) -> Result<()> {
        loop {
            let Some(line) = self.buffer.get(at..).and_then(|rest| find(rest, b"\r\n")) else {
                self.read().await?;
                continue;
            };
            let size = std::str::from_utf8(self.buffer.get(at..at + line).unwrap_or_default())?;
            let size = usize::from_str_radix(size.trim(), 16)?;
            let start = at + line + 2;
            while self.buffer.len() < start + size + 2 {
                self.read().await?;
            }
            if size == 0 {
                return Ok(());
            }
            self.body.extend_from_slice(self.buffer.get(start..start + size).unwrap_or_default());
            at = start + size + 2;
        }
    }

    async fn read(&mut self) -> Result<()> {
        self.buffer.reserve(1 << 16);
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed");
        }
        Ok(())
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}
