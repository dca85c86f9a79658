//! Rich text: shown as plain views everywhere, edited where a person may write.
//!
//! [`RichTextView`] renders a document as semantic HTML, on the server and without JavaScript. [`RichTextEditor`]
//! shows the same until the browser has loaded the editor (`public/editor/editor.js`, built from `editor/`), then
//! hands the document over to it.

mod changes;
mod editor;
mod fallback;
mod inline;
mod labels;
mod script;
mod view;

pub use editor::RichTextEditor;
pub use labels::EditorLabels;
pub use view::{RichTextView, document_view};
