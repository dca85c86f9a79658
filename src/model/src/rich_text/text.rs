//! The words of a document without their form.

use serde_json::{Map, Value};

use super::{Block, BlockKind, Cell, Document, Inline};

pub(super) fn plain(document: &Document) -> String {
    let mut lines = Vec::new();
    walk(&document.blocks, &mut |line| {
        lines.push(line);
        true
    });
    lines.join("\n")
}

pub(super) fn preview(document: &Document, max: usize) -> String {
    let mut words = String::new();
    let mut length = 0;
    walk(&document.blocks, &mut |line| {
        for word in line.split_whitespace() {
            let gap = usize::from(!words.is_empty());
            if gap == 1 {
                words.push(' ');
            }
            words.push_str(word);
            length += gap + word.chars().count();
            if length > max {
                return false;
            }
        }
        true
    });
    if length <= max {
        return words;
    }
    let kept: String = words.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Hands the text of each block to `visit`, top to bottom, until it answers `false`.
fn walk(blocks: &[Block], visit: &mut impl FnMut(String) -> bool) -> bool {
    blocks.iter().all(|block| {
        let lines = match &block.kind {
            BlockKind::Table(table) => table.rows.iter().map(|row| cells(row)).collect(),
            BlockKind::CodeBlock { code, .. } => vec![code.clone()],
            BlockKind::Media(media) if media.caption.is_empty() => vec![media.name.clone()],
            BlockKind::Media(media) => vec![media.caption.clone()],
            _ => vec![content(&block.content)],
        };
        lines.into_iter().filter(|line| !line.trim().is_empty()).all(&mut *visit)
            && walk(&block.children, visit)
    })
}

fn cells(row: &[Cell]) -> String {
    let texts: Vec<String> = row.iter().map(|cell| content(&cell.content)).collect();
    texts.join(" ").trim().to_owned()
}

/// The text of a block's content.
pub(super) fn content(content: &[Inline]) -> String {
    content.iter().map(inline).collect()
}

/// The text of one piece; of an unknown element what looks like its label.
pub(super) fn inline(piece: &Inline) -> String {
    match piece {
        Inline::Text(span) => span.text.clone(),
        Inline::Link { content, .. } => content.iter().map(|span| span.text.as_str()).collect(),
        Inline::Unknown(element) => label(element),
    }
}

fn label(element: &Map<String, Value>) -> String {
    let props = element.get("props").and_then(Value::as_object);
    ["label", "name", "title", "text"]
        .iter()
        .find_map(|key| props.and_then(|props| props.get(*key)).or_else(|| element.get(*key))?.as_str())
        .unwrap_or_default()
        .to_owned()
}

pub(super) fn is_blank(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| {
        let own = match &block.kind {
            BlockKind::Media(_) | BlockKind::Table(_) | BlockKind::Divider | BlockKind::Unknown(_) => false,
            BlockKind::CodeBlock { code, .. } => code.trim().is_empty(),
            _ => content(&block.content).trim().is_empty(),
        };
        own && is_blank(&block.children)
    })
}

pub(super) fn survives_markdown(blocks: &[Block]) -> bool {
    let known = |content: &[Inline]| !content.iter().any(|piece| matches!(piece, Inline::Unknown(_)));
    blocks.iter().all(|block| {
        let own = match &block.kind {
            BlockKind::Unknown(_) => false,
            BlockKind::Media(media) => media.kind == super::MediaKind::Image,
            BlockKind::Table(table) => table.rows.iter().flatten().all(|cell| known(&cell.content)),
            _ => known(&block.content),
        };
        own && survives_markdown(&block.children)
    })
}
