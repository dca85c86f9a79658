//! The mark that a statement leaves where the address of a file has to be.

use std::sync::OnceLock;

use uuid::Uuid;

/// Stands before a file's id in the answer of a statement; whoever runs it puts the file's address in the place of
/// both. Made anew by each process and never sent out, so that no stored text can look like it.
pub fn file_mark() -> &'static str {
    static MARK: OnceLock<String> = OnceLock::new();
    MARK.get_or_init(|| format!("file-{}-", Uuid::new_v4().simple()))
}
