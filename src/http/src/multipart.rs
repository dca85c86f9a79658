//! Bodies of several parts (`multipart/form-data`): texts in memory, files on the disk while they are looked at.

use std::fs::File;
use std::io::{Seek, Write};

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::{HeaderMap, header};
use icosa_contract::files::{MAX_FORM_FILE, MAX_FORM_FILES};
use icosa_contract::{AppError, Code};

/// Largest text of a part, bytes.
const MAX_TEXT: usize = 2 << 20;
/// All texts of a body together, names of parts included: they are in memory, whoever sends them.
const MAX_TEXTS: usize = 10 << 20;
/// Most parts of a body.
const MAX_PARTS: usize = 2_000;

/// A part of a body.
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What a part holds.
pub enum Content {
    /// A text.
    Text(String),
    /// A file.
    File(SentFile),
}

/// A file that lies on the disk without a name, and is gone with this value.
pub struct SentFile {
    /// As the sender calls it.
    pub filename: String,
    /// At its beginning.
    pub file: File,
    /// Bytes.
    pub size: u64,
}

/// Whether a body is of several parts.
#[must_use]
pub fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Reads all parts. An input for files that was left empty is no part.
///
/// # Errors
/// `BAD_USER_INPUT` for what cannot be read, `PAYLOAD_TOO_LARGE` for too large or too many files.
pub async fn read(mut multipart: Multipart) -> Result<Vec<Part>, AppError> {
    let mut parts = Vec::new();
    let mut files = 0;
    let mut room = MAX_TEXTS;
    while let Some(field) = multipart.next_field().await.map_err(|_| unreadable())? {
        if parts.len() >= MAX_PARTS {
            return Err(unreadable());
        }
        let name = field.name().unwrap_or_default().to_owned();
        room = room.checked_sub(name.len()).ok_or_else(texts_too_large)?;
        let content = match field.file_name().map(str::to_owned) {
            None => {
                let text = text(field, room).await?;
                room = room.saturating_sub(text.len());
                Content::Text(text)
            }
            Some(filename) => {
                let sent = file(field, filename).await?;
                if sent.filename.is_empty() && sent.size == 0 {
                    continue;
                }
                files += 1;
                if files > MAX_FORM_FILES {
                    let message = format!("At most {MAX_FORM_FILES} files can be sent at once.");
                    return Err(AppError::new(Code::PayloadTooLarge, message).with_sub_code("TOO_MANY_FILES"));
                }
                Content::File(sent)
            }
        };
        parts.push(Part { name, content });
    }
    Ok(parts)
}

async fn text(mut field: Field<'_>, room: usize) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(&mut field).await? {
        if bytes.len() + chunk.len() > room {
            return Err(texts_too_large());
        }
        if bytes.len() + chunk.len() > MAX_TEXT {
            return Err(AppError::new(Code::PayloadTooLarge, "A text of the form is larger than 2 MB."));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| AppError::bad_input("The form is not valid UTF-8."))
}

async fn file(mut field: Field<'_>, filename: String) -> Result<SentFile, AppError> {
    let mut file = tempfile::tempfile().map_err(|error| unwritable(&error))?;
    let mut size = 0;
    while let Some(chunk) = next(&mut field).await? {
        size += chunk.len() as u64;
        if size > MAX_FORM_FILE {
            let message = format!("A file of a form may have {} MB.", MAX_FORM_FILE >> 20);
            return Err(AppError::new(Code::PayloadTooLarge, message).with_sub_code("FILE_TOO_LARGE"));
        }
        // Into the page cache: short, and bounded by what the network brings.
        file = tokio::task::spawn_blocking(move || file.write_all(&chunk).map(|()| file))
            .await
            .map_err(|_| AppError::internal())?
            .map_err(|error| unwritable(&error))?;
    }
    file.rewind().map_err(|error| unwritable(&error))?;
    Ok(SentFile { filename, file, size })
}

async fn next(field: &mut Field<'_>) -> Result<Option<Bytes>, AppError> {
    field.chunk().await.map_err(|error| {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            let message = format!("A form may have {} MB.", MAX_FORM_FILE >> 20);
            AppError::new(Code::PayloadTooLarge, message)
        } else {
            unreadable()
        }
    })
}

fn texts_too_large() -> AppError {
    let message = format!("The texts of a form may have {} MB together.", MAX_TEXTS >> 20);
    AppError::new(Code::PayloadTooLarge, message).with_sub_code("TEXTS_TOO_LARGE")
}

fn unreadable() -> AppError {
    AppError::bad_input("The form could not be read.")
}

fn unwritable(error: &std::io::Error) -> AppError {
    tracing::error!(%error, "a file of a form cannot be put aside");
    AppError::new(Code::Unavailable, "Files cannot be taken for the moment. Try again soon.")
}
