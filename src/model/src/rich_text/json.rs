//! The JSON of a document, both ways.

use serde_json::{Map, Value, json};

use super::{
    Block, BlockKind, Cell, Document, Inline, Media, MediaKind, RichTextError, Span, Styles, Table, url,
};

/// A document that was read.
pub(super) struct Read {
    pub(super) document: Document,
    /// Something unsafe was taken out, so that the text read must not be stored as it was.
    pub(super) cleaned: bool,
}

pub(super) fn read(text: &str) -> Result<Read, RichTextError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| RichTextError::Json { line: error.line(), column: error.column() })?;
    let Value::Array(items) = value else { return Err(RichTextError::NotBlocks) };
    let mut reader = Reader { count: 0, cleaned: false };
    let blocks = reader.blocks(items, "")?;
    Ok(Read { document: Document { blocks }, cleaned: reader.cleaned })
}

/// State of one reading. Nesting is bounded by the JSON parser.
struct Reader {
    /// Blocks met so far; numbers those without an id.
    count: usize,
    cleaned: bool,
}

impl Reader {
    fn blocks(&mut self, items: Vec<Value>, path: &str) -> Result<Vec<Block>, RichTextError> {
        items
            .into_iter()
            .enumerate()
            .map(|(index, item)| self.block(item, &format!("{path}{index}")))
            .collect()
    }

    fn block(&mut self, item: Value, path: &str) -> Result<Block, RichTextError> {
        let not_a_block = || RichTextError::NotABlock { path: path.to_owned() };
        let Value::Object(mut map) = item else { return Err(not_a_block()) };
        let Some(name) = map.get("type").and_then(Value::as_str).map(str::to_owned) else {
            return Err(not_a_block());
        };
        self.count += 1;
        let id = match map.get("id").and_then(Value::as_str) {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => format!("block-{}", self.count),
        };
        let children = match map.remove("children") {
            Some(Value::Array(items)) => self.blocks(items, &format!("{path}.children."))?,
            None | Some(Value::Null) => Vec::new(),
            Some(_) => return Err(not_a_block()),
        };
        let mut props = map.get("props").and_then(Value::as_object).cloned().unwrap_or_default();
        let (kind, content) = match self.known(&name, &map, &props) {
            Some(known) => known,
            None => {
                let content = self.content(map.get("content")).unwrap_or_default();
                (BlockKind::Unknown(map), content)
            }
        };
        if let BlockKind::Unknown(_) = &kind {
            props.clear();
        }
        props.retain(|key, _| !own_props(&kind).contains(&key.as_str()));
        Ok(Block { id, kind, content, props, children })
    }

    /// The block when its type is known and its parts have the shape the type asks for.
    fn known(
        &mut self,
        name: &str,
        map: &Map<String, Value>,
        props: &Map<String, Value>,
    ) -> Option<(BlockKind, Vec<Inline>)> {
        let kind = match name {
            "paragraph" => BlockKind::Paragraph,
            "heading" => BlockKind::Heading { level: heading_level(props)? },
            "bulletListItem" => BlockKind::BulletListItem,
            "numberedListItem" => BlockKind::NumberedListItem { start: start(props) },
            "checkListItem" => BlockKind::CheckListItem { checked: checked(props) },
            "quote" => BlockKind::Quote,
            "divider" => return Some((BlockKind::Divider, Vec::new())),
            "table" => return Some((BlockKind::Table(self.table(map.get("content")?)?), Vec::new())),
            "codeBlock" => {
                let content = self.content(map.get("content"))?;
                let kind = BlockKind::CodeBlock {
                    language: text_of(props, "language"),
                    code: super::text::content(&content),
                };
                return Some((kind, Vec::new()));
            }
            _ => return Some((BlockKind::Media(media(name, props)?), Vec::new())),
        };
        Some((kind, self.content(map.get("content"))?))
    }

    fn content(&mut self, value: Option<&Value>) -> Option<Vec<Inline>> {
        match value {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(Value::String(text)) if text.is_empty() => Some(Vec::new()),
            Some(Value::String(text)) => Some(vec![Inline::plain(text)]),
            Some(Value::Array(items)) => {
                let mut content = Vec::with_capacity(items.len());
                for item in items {
                    self.inline(item, &mut content)?;
                }
                Some(content)
            }
            Some(_) => None,
        }
    }

    fn inline(&mut self, item: &Value, into: &mut Vec<Inline>) -> Option<()> {
        let map = match item {
            Value::String(text) => {
                into.push(Inline::plain(text));
                return Some(());
            }
            Value::Object(map) => map,
            _ => return None,
        };
        match map.get("type").and_then(Value::as_str)? {
            "text" => into.push(Inline::Text(span(map)?)),
            "link" => {
                let content = spans(map.get("content")?)?;
                match url::safe_href(map.get("href").and_then(Value::as_str)?) {
                    Some(href) => into.push(Inline::Link { href, content }),
                    None => {
                        self.cleaned = true;
                        into.extend(content.into_iter().map(Inline::Text));
                    }
                }
            }
            _ => into.push(Inline::Unknown(map.clone())),
        }
        Some(())
    }

    fn table(&mut self, content: &Value) -> Option<Table> {
        let mut rest = content.as_object()?.clone();
        let Some(Value::Array(rows)) = rest.remove("rows") else { return None };
        let header_rows =
            rest.remove("headerRows").and_then(|rows| u32::try_from(rows.as_u64()?).ok()).unwrap_or(0);
        rest.remove("type");
        let rows = rows
            .iter()
            .map(|row| row.get("cells")?.as_array()?.iter().map(|cell| self.cell(cell)).collect())
            .collect::<Option<Vec<Vec<Cell>>>>()?;
        Some(Table { rows, header_rows, rest })
    }

    fn cell(&mut self, cell: &Value) -> Option<Cell> {
        match cell {
            Value::Object(map) if map.get("type").and_then(Value::as_str) == Some("tableCell") => {
                let props = map.get("props").and_then(Value::as_object).cloned().unwrap_or_default();
                Some(Cell { content: self.content(map.get("content"))?, props: Some(props) })
            }
            other => Some(Cell { content: self.content(Some(other))?, props: None }),
        }
    }
}

/// The properties that a kind holds itself.
fn own_props(kind: &BlockKind) -> &'static [&'static str] {
    match kind {
        BlockKind::Heading { .. } => &["level"],
        BlockKind::NumberedListItem { .. } => &["start"],
        BlockKind::CheckListItem { .. } => &["checked"],
        BlockKind::CodeBlock { .. } => &["language"],
        BlockKind::Media(_) => &["url", "name", "caption"],
        _ => &[],
    }
}

fn heading_level(props: &Map<String, Value>) -> Option<u8> {
    match props.get("level") {
        None => Some(1),
        Some(level) => u8::try_from(level.as_u64()?).ok().filter(|level| (1..=6).contains(level)),
    }
}

fn start(props: &Map<String, Value>) -> Option<u32> {
    props.get("start").and_then(Value::as_u64).and_then(|start| u32::try_from(start).ok())
}

fn checked(props: &Map<String, Value>) -> bool {
    props.get("checked").and_then(Value::as_bool).unwrap_or(false)
}

fn media(name: &str, props: &Map<String, Value>) -> Option<Media> {
    let kind = [MediaKind::Image, MediaKind::Video, MediaKind::Audio, MediaKind::File]
        .into_iter()
        .find(|kind| kind.name() == name)?;
    Some(Media {
        kind,
        url: text_of(props, "url"),
        name: text_of(props, "name"),
        caption: text_of(props, "caption"),
    })
}

fn text_of(props: &Map<String, Value>, key: &str) -> String {
    props.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The text of a link, which is an array of styled texts or plain text.
fn spans(value: &Value) -> Option<Vec<Span>> {
    match value {
        Value::String(text) => Some(vec![Span { text: text.clone(), styles: Styles::default() }]),
        Value::Array(items) => items.iter().map(|item| span(item.as_object()?)).collect(),
        _ => None,
    }
}

fn span(map: &Map<String, Value>) -> Option<Span> {
    let text = map.get("text")?.as_str()?.to_owned();
    let mut other = map.get("styles").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut flag = |key| other.remove(key).is_some_and(|value| value == Value::Bool(true));
    let styles = Styles {
        bold: flag("bold"),
        italic: flag("italic"),
        underline: flag("underline"),
        strike: flag("strike"),
        code: flag("code"),
        other: Map::new(),
    };
    Some(Span { text, styles: Styles { other, ..styles } })
}

pub(super) fn write(document: &Document) -> Value {
    Value::Array(document.blocks.iter().map(write_block).collect())
}

fn write_block(block: &Block) -> Value {
    if let BlockKind::Unknown(map) = &block.kind {
        let mut map = map.clone();
        map.insert("id".to_owned(), block.id.clone().into());
        map.insert("children".to_owned(), block.children.iter().map(write_block).collect());
        return Value::Object(map);
    }
    let (name, own) = name_and_props(&block.kind);
    let mut props = block.props.clone();
    props.extend(own.into_iter().map(|(key, value)| (key.to_owned(), value)));
    let content = match &block.kind {
        BlockKind::CodeBlock { code, .. } if code.is_empty() => Some(json!([])),
        BlockKind::CodeBlock { code, .. } => Some(write_content(&[Inline::plain(code)])),
        BlockKind::Table(table) => Some(write_table(table)),
        BlockKind::Media(_) | BlockKind::Divider => None,
        _ => Some(write_content(&block.content)),
    };
    let children: Value = block.children.iter().map(write_block).collect();
    let mut value = json!({ "id": block.id, "type": name, "props": props, "children": children });
    if let (Some(content), Some(map)) = (content, value.as_object_mut()) {
        map.insert("content".to_owned(), content);
    }
    value
}

/// The type of a known block on the wire and the properties its kind holds.
fn name_and_props(kind: &BlockKind) -> (&'static str, Vec<(&'static str, Value)>) {
    match kind {
        BlockKind::Paragraph | BlockKind::Unknown(_) => ("paragraph", Vec::new()),
        BlockKind::Heading { level } => ("heading", vec![("level", (*level).into())]),
        BlockKind::BulletListItem => ("bulletListItem", Vec::new()),
        BlockKind::NumberedListItem { start } => {
            ("numberedListItem", start.iter().map(|start| ("start", (*start).into())).collect())
        }
        BlockKind::CheckListItem { checked } => ("checkListItem", vec![("checked", (*checked).into())]),
        BlockKind::Quote => ("quote", Vec::new()),
        BlockKind::CodeBlock { language, .. } => ("codeBlock", vec![("language", language.clone().into())]),
        BlockKind::Table(_) => ("table", Vec::new()),
        BlockKind::Media(media) => {
            let props = [("url", &media.url), ("name", &media.name), ("caption", &media.caption)];
            (media.kind.name(), props.map(|(key, text)| (key, text.clone().into())).to_vec())
        }
        BlockKind::Divider => ("divider", Vec::new()),
    }
}

fn write_content(content: &[Inline]) -> Value {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Text(span) => write_span(span),
            Inline::Link { href, content } => {
                let content: Value = content.iter().map(write_span).collect();
                json!({ "type": "link", "href": href, "content": content })
            }
            Inline::Unknown(map) => Value::Object(map.clone()),
        })
        .collect()
}

fn write_span(span: &Span) -> Value {
    let Styles { bold, italic, underline, strike, code, other } = &span.styles;
    let mut styles = other.clone();
    let flags =
        [("bold", bold), ("italic", italic), ("underline", underline), ("strike", strike), ("code", code)];
    for (key, _) in flags.into_iter().filter(|(_, set)| **set) {
        styles.insert(key.to_owned(), true.into());
    }
    json!({ "type": "text", "text": span.text, "styles": styles })
}

fn write_table(table: &Table) -> Value {
    let mut content = table.rest.clone();
    content.insert("type".to_owned(), "tableContent".into());
    if table.header_rows > 0 {
        content.insert("headerRows".to_owned(), table.header_rows.into());
    }
    let cell = |cell: &Cell| match &cell.props {
        Some(props) => {
            json!({ "type": "tableCell", "content": write_content(&cell.content), "props": props })
        }
        None => write_content(&cell.content),
    };
    let row = |row: &Vec<Cell>| json!({ "cells": row.iter().map(cell).collect::<Value>() });
    content.insert("rows".to_owned(), table.rows.iter().map(row).collect());
    Value::Object(content)
}
