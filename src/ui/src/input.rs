//! Text fields of forms and dialogs.
//!
//! Each works as a plain HTML input before hydration: give it a `name` and an initial `value`. Where the page reacts
//! while a person types, bind it to a signal instead.

mod field;
mod password;
mod search;
mod text_area;

pub use field::{Field, TextInput};
pub use password::PasswordInput;
pub use search::SearchInput;
pub use text_area::TextArea;
