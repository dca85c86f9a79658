//! Blocks to markdown.

use super::write_inline::{Place, content};
use super::{Block, BlockKind, Cell, Document, Inline, Media, MediaKind, Span, Styles, Table, text, url};

pub(super) fn document(document: &Document) -> String {
    lines(&document.blocks).join("\n")
}

/// The markdown lines of neighbouring blocks. A line never holds a line break.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before: Option<&BlockKind> = None;
    let mut number = 0;
    for block in blocks {
        number = match &block.kind {
            BlockKind::NumberedListItem { start } => match before {
                Some(BlockKind::NumberedListItem { .. }) => number + 1,
                _ => start.unwrap_or(1),
            },
            _ => 0,
        };
        let own = block_lines(block, number);
        if own.is_empty() {
            continue;
        }
        if before.is_some_and(|before| !same_list(before, &block.kind)) {
            out.push(String::new());
        }
        before = Some(&block.kind);
        out.extend(own);
    }
    out
}

/// Neighbours that stand in one markdown list, without an empty line between them.
fn same_list(one: &BlockKind, other: &BlockKind) -> bool {
    use BlockKind::{BulletListItem, CheckListItem, NumberedListItem};
    matches!(
        (one, other),
        (BulletListItem | CheckListItem { .. }, BulletListItem | CheckListItem { .. })
            | (NumberedListItem { .. }, NumberedListItem { .. })
    )
}

fn block_lines(block: &Block, number: u32) -> Vec<String> {
    match &block.kind {
        BlockKind::BulletListItem => return item(block, "* ", ""),
        BlockKind::NumberedListItem { .. } => return item(block, &format!("{number}. "), ""),
        BlockKind::CheckListItem { checked } => {
            return item(block, "* ", if *checked { "[x] " } else { "[ ] " });
        }
        BlockKind::Quote => return quote(block),
        _ => {}
    }
    let mut own = match &block.kind {
        BlockKind::Heading { level } => vec![heading(*level, &block.content)],
        BlockKind::CodeBlock { language, code } => fence(language, code),
        BlockKind::Table(table) => table_lines(table),
        BlockKind::Media(media) => media_line(media).into_iter().collect(),
        BlockKind::Divider => vec!["---".to_owned()],
        _ => paragraph(&block.content),
    };
    // Markdown cannot nest blocks under these: what is nested follows.
    let children = lines(&block.children);
    if !own.is_empty() && !children.is_empty() {
        own.push(String::new());
    }
    own.extend(children);
    own
}

fn paragraph(pieces: &[Inline]) -> Vec<String> {
    let written = content(pieces, Place::Paragraph);
    if written.is_empty() { Vec::new() } else { written.split('\n').map(str::to_owned).collect() }
}

fn heading(level: u8, pieces: &[Inline]) -> String {
    format!("{} {}", "#".repeat(level.into()), content(pieces, Place::Heading)).trim_end().to_owned()
}

/// A list item: its text after the marker, its children under the text.
fn item(block: &Block, marker: &str, check: &str) -> Vec<String> {
    let mut own = paragraph(&block.content);
    if own.is_empty() {
        // A comment keeps the item's own text empty when a paragraph is nested under it.
        let nested_text = block.children.first().is_some_and(|child| child.kind == BlockKind::Paragraph);
        own.push(if nested_text && check.is_empty() { "<!-- -->".to_owned() } else { String::new() });
    }
    if let Some(first) = own.first_mut() {
        first.insert_str(0, if first.is_empty() { check.trim_end() } else { check });
    }
    let children = lines(&block.children);
    let nested_list = block.children.first().is_some_and(|child| is_list_item(&child.kind));
    if !children.is_empty() && !nested_list {
        own.push(String::new());
    }
    own.extend(children);
    prefixed(own, marker, &" ".repeat(marker.len()))
}

fn is_list_item(kind: &BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::BulletListItem | BlockKind::NumberedListItem { .. } | BlockKind::CheckListItem { .. }
    )
}

fn quote(block: &Block) -> Vec<String> {
    let mut own = paragraph(&block.content);
    let children = lines(&block.children);
    if !own.is_empty() && !children.is_empty() {
        own.push(String::new());
    }
    own.extend(children);
    if own.is_empty() {
        own.push(String::new());
    }
    prefixed(own, "> ", "> ")
}

/// Puts `first` before the first line and `rest` before the others; no white space at the end of a line.
fn prefixed(lines: Vec<String>, first: &str, rest: &str) -> Vec<String> {
    lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let prefix = if index == 0 { first } else { rest };
            if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") }
        })
        .collect()
}

fn fence(language: &str, code: &str) -> Vec<String> {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let language: String = language.chars().filter(|c| c.is_alphanumeric() || "+-#._".contains(*c)).collect();
    let code = code.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    let mut lines = vec![format!("{fence}{language}")];
    if !code.is_empty() {
        lines.extend(code.split('\n').map(str::to_owned));
    }
    lines.push(fence);
    lines
}

fn table_lines(table: &Table) -> Vec<String> {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return Vec::new();
    }
    let row = |row: &Vec<Cell>| {
        let cells = (0..columns).map(|column| row.get(column).map(cell).unwrap_or_default());
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = table.rows.iter().map(row).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    lines
}

fn cell(cell: &Cell) -> String {
    content(&cell.content, Place::Cell)
}

fn media_line(media: &Media) -> Option<String> {
    let label = if media.caption.is_empty() { &media.name } else { &media.caption };
    let plain = Span { text: label.clone(), styles: Styles::default() };
    let Some(source) = url::safe_source(&media.url, false) else {
        let written = content(&[Inline::Text(plain)], Place::Heading);
        return (!written.is_empty()).then_some(written);
    };
    let link = |content| self::content(&[Inline::Link { href: source.clone(), content }], Place::Heading);
    if media.kind == MediaKind::Image {
        let alt = text::content(&[Inline::Text(plain)]);
        return Some(format!(
            "![{}]{}",
            super::write_inline::link_text(&alt),
            super::write_inline::target(&source)
        ));
    }
    let name = if label.is_empty() { Span { text: media.url.clone(), ..Span::default() } } else { plain };
    Some(link(vec![name]))
}
