//! What may be sent to which folder.

use icosa_contract::AppError;
use icosa_contract::files::{FileFolder, MAX_FILE};

use crate::content::SVG;

/// Pictures of people and workspaces.
const PICTURES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", SVG];

/// Most bytes of a picture: pages load it beside every name.
const MAX_PICTURE: u64 = 10 << 20;

/// Most bytes of a file in a folder.
#[must_use]
pub fn most_bytes(folder: FileFolder) -> u64 {
    if folder == FileFolder::CorePicture { MAX_PICTURE } else { MAX_FILE }
}

/// Refuses folders that people send nothing to: the server fills them, or nothing of theirs is here.
///
/// # Errors
/// `BAD_USER_INPUT`.
pub fn check_folder(folder: FileFolder) -> Result<(), AppError> {
    match folder {
        FileFolder::FilesField | FileFolder::CorePicture => Ok(()),
        other => {
            let message = format!("Nothing can be sent to the folder {}.", other.path());
            Err(AppError::bad_input(message).with_sub_code("INVALID_FILE_FOLDER"))
        }
    }
}

/// Refuses kinds of files that have no place in a folder.
///
/// # Errors
/// `BAD_USER_INPUT` with the sub-code `BAD_REQUEST`.
pub fn check_kind(folder: &str, mime_type: &str) -> Result<(), AppError> {
    if folder == FileFolder::CorePicture.path() && !PICTURES.contains(&mime_type) {
        let message = "A picture is wanted: PNG, JPEG, GIF, WebP or SVG.";
        return Err(AppError::bad_input(message).with_sub_code("BAD_REQUEST"));
    }
    Ok(())
}
