//! The text of an import's file, piece by piece.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, Encoding, UTF_8};
use icosa_store::Db;
use icosa_store::imports::files::{self, CHUNK};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::MOST_ROW_BYTES;

/// Pieces waiting to be read: what is in memory of a file.
const WAITING: usize = 2;
/// The mark at the beginning of a UTF-8 file, bytes.
const MARK: u64 = 3;

/// A file to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    /// Whose file.
    pub import: Uuid,
    /// How its bytes are read.
    pub encoding: &'static Encoding,
    /// It has been checked to be UTF-8 to its end, so bytes of text are bytes of the file.
    pub is_valid_utf8: bool,
}

/// Text as a reader for a thread that may block; ends with an error when a row never does.
pub(crate) struct Text {
    /// None when all of it is there; a runtime must not be blocked for nothing.
    pieces: Option<mpsc::Receiver<Result<String, String>>>,
    now: String,
    at: usize,
    row: RowLength,
}

/// How much has been read since the last row was complete.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowLength(Arc<AtomicU64>);

impl RowLength {
    /// A row is complete.
    pub fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn add(&self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        self.0.fetch_add(bytes, Ordering::Relaxed) + bytes <= MOST_ROW_BYTES
    }
}

impl Source {
    /// The text from byte `at` on where that can be told, else from the beginning; answers where it really begins.
    pub async fn open(self, db: &Db, at: u64) -> Result<(Text, u64), sqlx::Error> {
        let (sender, pieces) = mpsc::channel(WAITING);
        let mut start = 0;
        if self.is_valid_utf8 && at > 0 {
            let first = files::lookup(db.pool(), self.import, 0).await?.unwrap_or_default();
            start = at + if Encoding::for_bom(&first).is_some() { MARK } else { 0 };
        }
        let begins = if start > 0 { at } else { 0 };
        tokio::spawn(feed(self, db.clone(), start, sender));
        Ok((Text { pieces: Some(pieces), now: String::new(), at: 0, row: RowLength::default() }, begins))
    }
}

/// Sends the pieces until nobody wants them any more.
async fn feed(source: Source, db: Db, start: u64, sender: mpsc::Sender<Result<String, String>>) {
    let mut decoder =
        if start > 0 { UTF_8.new_decoder_without_bom_handling() } else { source.encoding.new_decoder() };
    let mut number = i32::try_from(start / CHUNK as u64).unwrap_or(i32::MAX);
    let mut skip = usize::try_from(start % CHUNK as u64).unwrap_or_default();
    loop {
        let piece = db.read(|pool| async move { files::lookup(&pool, source.import, number).await }).await;
        let (text, is_last) = match piece {
            Ok(Some(bytes)) => {
                let bytes = bytes.get(std::mem::take(&mut skip)..).unwrap_or_default();
                (Ok(decoded(&mut decoder, bytes, false)), false)
            }
            Ok(None) => (Ok(decoded(&mut decoder, &[], true)), true),
            Err(error) => (Err(error.to_string()), true),
        };
        if sender.send(text).await.is_err() || is_last {
            return;
        }
        number = number.saturating_add(1);
    }
}

fn decoded(decoder: &mut Decoder, bytes: &[u8], is_last: bool) -> String {
    let most = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    let mut text = String::with_capacity(most);
    let (_, _, _) = decoder.decode_to_string(bytes, &mut text, is_last);
    text
}

impl Text {
    /// A text that is there already, for tests and samples.
    pub fn of(text: String) -> Self {
        Self { pieces: None, now: text, at: 0, row: RowLength::default() }
    }

    /// To be told when a row is complete.
    pub fn row_length(&self) -> RowLength {
        self.row.clone()
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let rest = self.now.as_bytes().get(self.at..).unwrap_or_default();
            if !rest.is_empty() {
                let count = rest.len().min(into.len());
                for (to, from) in into.iter_mut().zip(rest) {
                    *to = *from;
                }
                self.at += count;
                return if self.row.add(count) { Ok(count) } else { Err(endless()) };
            }
            match self.pieces.as_mut().and_then(mpsc::Receiver::blocking_recv) {
                None => return Ok(0),
                Some(Err(problem)) => return Err(io::Error::other(problem)),
                Some(Ok(text)) => (self.now, self.at) = (text, 0),
            }
        }
    }
}

fn endless() -> io::Error {
    let most = MOST_ROW_BYTES >> 20;
    let message = format!("a row is longer than {most} MB; a closing quotation mark may be missing");
    io::Error::new(io::ErrorKind::InvalidData, message)
}
