//! Rich text: the block document of notes, tasks and RICH_TEXT fields, and its markdown twin.
//!
//! A RICH_TEXT value is `{blocknote, markdown}`: the first is the JSON text of a document (an array of blocks),
//! the second the same content for readers, search and other programs. [`Document`] is the typed form between
//! them: [`parse`] reads the JSON, [`to_markdown`] and [`from_markdown`] go to markdown and back, and
//! [`complete`] makes the half that a writer left out.
//!
//! A parsed document holds no link outside [`url::safe_href`]. Blocks and inline elements of unknown types are
//! kept as they are, so that a document written by another program survives an edit.
//!
//! A new block type gets a [`BlockKind`] variant, a line in `json` (both ways), in `write` and `read` (markdown),
//! and a place in the views of `icosa_ui::rich_text`.

mod emphasis;
mod json;
mod read;
mod read_inline;
mod read_lines;
mod scan;
mod text;
pub mod url;
mod write;
mod write_inline;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

/// A rich text document: blocks from top to bottom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Top-level blocks.
    pub blocks: Vec<Block>,
}

/// One block with the blocks nested under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Identifier, unique in the document.
    pub id: String,
    /// What the block is, with the facts only its type has.
    pub kind: BlockKind,
    /// Text of the block; empty for code, tables, media and dividers. For an unknown block, what could be read
    /// of its text, for display only.
    pub content: Vec<Inline>,
    /// Display properties (colours, alignment) and whatever else the writer set, without what `kind` holds.
    pub props: Map<String, Value>,
    /// Nested blocks.
    pub children: Vec<Block>,
}

/// The type of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// Plain text.
    Paragraph,
    /// A heading; `level` is 1 to 6, of which the editor offers 1 to 3.
    Heading {
        /// 1 is the largest.
        level: u8,
    },
    /// Item of a bullet list; neighbours form one list.
    BulletListItem,
    /// Item of a numbered list; neighbours form one list.
    NumberedListItem {
        /// Number of the first item of a list that does not begin at 1.
        start: Option<u32>,
    },
    /// Item with a check box.
    CheckListItem {
        /// The box is ticked.
        checked: bool,
    },
    /// A quotation.
    Quote,
    /// Program text.
    CodeBlock {
        /// Name of the language; empty when not given.
        language: String,
        /// The text, lines separated by `\n`.
        code: String,
    },
    /// A table.
    Table(Table),
    /// An image, video, sound or file by address.
    Media(Media),
    /// A horizontal line.
    Divider,
    /// A block of another type: its JSON without `children`.
    Unknown(Map<String, Value>),
}

/// The rows of a table block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Rows from top to bottom.
    pub rows: Vec<Vec<Cell>>,
    /// Number of rows at the top that are headers.
    pub header_rows: u32,
    /// What else the table's content holds (column widths, header columns).
    pub rest: Map<String, Value>,
}

/// A table cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// Text of the cell.
    pub content: Vec<Inline>,
    /// Properties of a cell that is written as an object; `None` for the short form.
    pub props: Option<Map<String, Value>>,
}

/// An image, video, sound or file.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// Which of them.
    pub kind: MediaKind,
    /// Address as written; show it only through [`url::safe_source`].
    pub url: String,
    /// File name; may be empty.
    pub name: String,
    /// Text shown under it; may be empty.
    pub caption: String,
}

/// Kinds of [`Media`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "self-evident")]
pub enum MediaKind {
    Image,
    Video,
    Audio,
    File,
}

/// A piece of a block's text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text in one style.
    Text(Span),
    /// A link; the address has passed [`url::safe_href`].
    Link {
        /// Address.
        href: String,
        /// Linked text.
        content: Vec<Span>,
    },
    /// An inline element of another type, as it was.
    Unknown(Map<String, Value>),
}

/// Text in one style.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Span {
    /// The text; `\n` is a line break inside the block.
    pub text: String,
    /// How it looks.
    pub styles: Styles,
}

/// Styles of a [`Span`].
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "self-evident")]
pub struct Styles {
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    pub code: bool,
    /// Other styles as written, such as `textColor` and `backgroundColor`.
    pub other: Map<String, Value>,
}

/// Why a rich text value is refused. The texts are for the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RichTextError {
    /// The document is not JSON.
    #[error("the document is not valid JSON (line {line}, column {column})")]
    Json {
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault, from 1.
        column: usize,
    },
    /// The JSON is not an array of blocks.
    #[error("the document must be an array of blocks")]
    NotBlocks,
    /// A block has no type; the path names it, such as `2.children.0`.
    #[error("block {path} must be an object with a type")]
    NotABlock {
        /// Positions from the top.
        path: String,
    },
    /// The value is neither an object nor null.
    #[error("a rich text value must be an object")]
    NotAnObject,
    /// The value has a key that rich text does not have.
    #[error("unknown sub-field \"{0}\"")]
    UnknownKey(String),
    /// A half is neither text nor null.
    #[error("sub-field \"{0}\" must be text")]
    NotText(&'static str),
}

/// Reads the JSON text of a document. Unsafe links lose their address and keep their text.
///
/// # Errors
/// [`RichTextError`] when the text is not JSON or not an array of blocks.
pub fn parse(blocknote: &str) -> Result<Document, RichTextError> {
    json::read(blocknote).map(|read| read.document)
}

/// The markdown of a document, without a final line break. Colours, underlines, empty paragraphs and the types of
/// unknown blocks have no markdown and are left out; their text stays.
#[must_use]
pub fn to_markdown(document: &Document) -> String {
    write::document(document)
}

/// The document of a markdown text: CommonMark without indented code, reference links and markup, with tables, check
/// lists, strike-through and bare web addresses. Never fails: what is not understood is text. Block ids are `block-1`, `block-2`, … in reading order.
#[must_use]
pub fn from_markdown(markdown: &str) -> Document {
    read::document(markdown)
}

/// Makes the missing half of a RICH_TEXT value and checks the half that was given.
///
/// `{blocknote}` gains `markdown`, `{markdown}` gains `blocknote`; when both are given both are kept. Empty text
/// counts as absent and is null in the result. A document is stored as written, byte for byte, unless it held an
/// unsafe link. Null stays null.
///
/// # Errors
/// [`RichTextError`] when the value has another shape or `blocknote` is not a document.
pub fn complete(value: &Value) -> Result<Value, RichTextError> {
    let given = match value {
        Value::Null => return Ok(Value::Null),
        Value::Object(given) => given,
        _ => return Err(RichTextError::NotAnObject),
    };
    if let Some(key) = given.keys().find(|key| !matches!(key.as_str(), "blocknote" | "markdown")) {
        return Err(RichTextError::UnknownKey(key.clone()));
    }
    let blocknote = half(given, "blocknote")?;
    let markdown = half(given, "markdown")?;
    let (blocknote, markdown) = match (blocknote, markdown) {
        (None, None) => (Value::Null, Value::Null),
        (None, Some(markdown)) => (from_markdown(markdown).to_json().into(), without_nul(markdown).into()),
        (Some(blocknote), given) => {
            let read = json::read(blocknote)?;
            let markdown = match given {
                Some(given) => without_nul(given),
                None => to_markdown(&read.document),
            };
            let stored = if read.cleaned { read.document.to_json() } else { blocknote.to_owned() };
            (stored.into(), if markdown.is_empty() { Value::Null } else { markdown.into() })
        }
    };
    Ok(Value::Object(Map::from_iter([
        ("blocknote".to_owned(), blocknote),
        ("markdown".to_owned(), markdown),
    ])))
}

fn half<'a>(given: &'a Map<String, Value>, key: &'static str) -> Result<Option<&'a str>, RichTextError> {
    match given.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(RichTextError::NotText(key)),
    }
}

/// Postgres text holds no NUL.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

impl Document {
    /// The JSON text of the document, the form that is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self).to_string()
    }

    /// The document of a RICH_TEXT value, for display: its `blocknote` half, or its `markdown` when there is no
    /// readable document, or an empty document.
    #[must_use]
    pub fn of_value(value: &Value) -> Self {
        let text = |key| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        text("blocknote")
            .and_then(|blocknote| parse(blocknote).ok())
            .or_else(|| text("markdown").map(from_markdown))
            .unwrap_or_default()
    }

    /// The text without any form: one line per block or table row.
    #[must_use]
    pub fn plain_text(&self) -> String {
        text::plain(self)
    }

    /// The beginning of the text on one line, at most `max` characters, with `…` where it was cut.
    #[must_use]
    pub fn preview(&self, max: usize) -> String {
        text::preview(self, max)
    }

    /// There is nothing to read or see in the document.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        text::is_blank(&self.blocks)
    }

    /// Markdown can carry every block and inline element of the document, so that writing the markdown back loses
    /// looks (colours, underlines) and nothing else.
    #[must_use]
    pub fn survives_markdown(&self) -> bool {
        text::survives_markdown(&self.blocks)
    }
}

impl Block {
    /// A block without properties and children.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: BlockKind, content: Vec<Inline>) -> Self {
        Self { id: id.into(), kind, content, props: Map::new(), children: Vec::new() }
    }
}

impl Inline {
    /// Text without styles.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text(Span { text: text.into(), styles: Styles::default() })
    }

    /// The text of the piece.
    #[must_use]
    pub fn text(&self) -> String {
        text::inline(self)
    }
}

impl MediaKind {
    /// The block type on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }
}
