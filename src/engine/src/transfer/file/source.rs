//! The text of an import's file, piece by piece.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::Encoding;
use icosa_store::Db;
use icosa_store::imports::Place;
use icosa_store::imports::files::{self, CHUNK};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::MOST_ROW_BYTES;
use super::sections::{Section, Sections};

/// Pieces waiting to be read: what is in memory of a file.
const WAITING: usize = 2;

/// A file to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    /// Whose file.
    pub import: Uuid,
    /// How its bytes are read.
    pub encoding: &'static Encoding,
}

/// Text as a reader for a thread that may block; ends with an error when a row never does.
pub(crate) struct Text {
    /// None when all of it is there; a runtime must not be blocked for nothing.
    pieces: Option<mpsc::Receiver<Result<Section, String>>>,
    now: String,
    at: usize,
    /// Text to pass over before anything is read, bytes.
    skip: u64,
    /// Where the section after `now` begins, bytes of text.
    next: u64,
    /// Where sections begin, in the text and in the file: those that rows may still be in.
    starts: VecDeque<(u64, u64)>,
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
    /// The text from a place on.
    pub fn open(self, db: &Db, place: Place) -> Text {
        let (sender, pieces) = mpsc::channel(WAITING);
        tokio::spawn(feed(self, db.clone(), place.byte, sender));
        Text {
            pieces: Some(pieces),
            now: String::new(),
            at: 0,
            skip: place.skip,
            next: place.text.saturating_sub(place.skip),
            starts: VecDeque::new(),
            row: RowLength::default(),
        }
    }
}

/// Sends the sections from a byte on, until nobody wants them any more.
async fn feed(source: Source, db: Db, start: u64, sender: mpsc::Sender<Result<Section, String>>) {
    let mut sections = Sections::new(source.encoding, start);
    let mut number = i32::try_from(start / CHUNK as u64).unwrap_or(i32::MAX);
    let mut skip = usize::try_from(start % CHUNK as u64).unwrap_or_default();
    loop {
        let piece = db.read(|pool| async move { files::lookup(&pool, source.import, number).await }).await;
        let section = match piece {
            Ok(Some(bytes)) => {
                number = number.saturating_add(1);
                let bytes = bytes.get(std::mem::take(&mut skip)..).unwrap_or_default();
                let Some(section) = sections.push(bytes) else { continue };
                Ok(section)
            }
            Ok(None) => {
                let _ = sender.send(Ok(sections.finish())).await;
                return;
            }
            Err(error) => {
                let _ = sender.send(Err(error.to_string())).await;
                return;
            }
        };
        if sender.send(section).await.is_err() {
            return;
        }
    }
}

impl Text {
    /// A text that is there already, for tests and samples.
    pub fn of(text: String) -> Self {
        let (next, starts) = (text.len() as u64, VecDeque::from([(0, 0)]));
        Self { pieces: None, now: text, at: 0, skip: 0, next, starts, row: RowLength::default() }
    }

    /// The place of a byte of the text, at which the row of that number begins. Places are asked for in order.
    pub fn place(&mut self, text: u64, row: u64) -> Place {
        while self.starts.get(1).is_some_and(|(start, _)| *start <= text) {
            self.starts.pop_front();
        }
        let (start, byte) = self.starts.front().copied().unwrap_or_default();
        Place { row, text, byte, skip: text.saturating_sub(start) }
    }

    fn take_in(&mut self, section: Section) {
        self.starts.extend(section.byte.map(|byte| (self.next, byte)));
        let length = section.text.len() as u64;
        self.next += length;
        let skipped = self.skip.min(length);
        self.skip -= skipped;
        (self.now, self.at) = (section.text, usize::try_from(skipped).unwrap_or_default());
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
                Some(Ok(section)) => self.take_in(section),
            }
        }
    }
}

fn endless() -> io::Error {
    let most = MOST_ROW_BYTES >> 20;
    let message = format!("a row is longer than {most} MB; a closing quotation mark may be missing");
    io::Error::new(io::ErrorKind::InvalidData, message)
}
