//! Words the editor shows.

use serde::Serialize;

/// The editor's words, in the person's language; English by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say what each labels")]
pub struct EditorLabels {
    pub menu: String,
    pub no_match: String,
    pub paragraph: String,
    pub heading1: String,
    pub heading2: String,
    pub heading3: String,
    pub bullet_list: String,
    pub numbered_list: String,
    pub check_list: String,
    pub quote: String,
    pub code_block: String,
    pub divider: String,
    pub toolbar: String,
    pub bold: String,
    pub italic: String,
    pub underline: String,
    pub strike: String,
    pub code: String,
    pub link: String,
    pub link_address: String,
    pub apply_link: String,
    pub remove_link: String,
    /// Shown for a block that this editor keeps but cannot change.
    pub unknown_block: String,
    /// Shown above the plain text field when the editor could not be loaded.
    pub failed: String,
    /// Shown instead when the document holds blocks that plain text would lose.
    pub failed_read_only: String,
}

impl Default for EditorLabels {
    fn default() -> Self {
        Self {
            menu: "Insert a block".to_owned(),
            no_match: "No block of that name".to_owned(),
            paragraph: "Text".to_owned(),
            heading1: "Heading 1".to_owned(),
            heading2: "Heading 2".to_owned(),
            heading3: "Heading 3".to_owned(),
            bullet_list: "Bullet list".to_owned(),
            numbered_list: "Numbered list".to_owned(),
            check_list: "Check list".to_owned(),
            quote: "Quote".to_owned(),
            code_block: "Code block".to_owned(),
            divider: "Divider".to_owned(),
            toolbar: "Text style".to_owned(),
            bold: "Bold".to_owned(),
            italic: "Italic".to_owned(),
            underline: "Underline".to_owned(),
            strike: "Strike through".to_owned(),
            code: "Code".to_owned(),
            link: "Link".to_owned(),
            link_address: "Address of the link".to_owned(),
            apply_link: "Apply".to_owned(),
            remove_link: "Remove link".to_owned(),
            unknown_block: "Block that cannot be edited here".to_owned(),
            failed: "The editor could not be loaded. You can edit the text as markdown.".to_owned(),
            failed_read_only: "The editor could not be loaded. Reload the page to edit.".to_owned(),
        }
    }
}
