//! Markdown to blocks, line by line. A part of CommonMark: indented code, reference links and markup are text.

use serde_json::{Map, Value, json};

use super::read_inline::{Piece, flatten, pieces};
use super::read_lines::{
    Fence, Marker, block_starts, closes, comment, delimiter_row, fence, heading, indent, interrupts, marker,
    rule, setext, split_row,
};
use super::{Block, BlockKind, Cell, Document, Inline, Table};

/// Lists and quotations nested deeper than this are text.
const MAX_DEPTH: usize = 16;

pub(super) fn document(markdown: &str) -> Document {
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    let lines: Vec<String> = text.split('\n').map(without_leading_tabs).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut blocks = Reader::read(&lines, 0);
    number(&mut blocks, &mut 0);
    Document { blocks }
}

/// Tabs at the start of a line are as wide as the next multiple of four columns.
fn without_leading_tabs(line: &str) -> String {
    let rest = line.trim_start_matches([' ', '\t']);
    let blank = line.get(..line.len() - rest.len()).unwrap_or_default();
    let width = blank.chars().fold(0, |width, c| if c == '\t' { width / 4 * 4 + 4 } else { width + 1 });
    format!("{}{rest}", " ".repeat(width))
}

fn number(blocks: &mut [Block], count: &mut usize) {
    for block in blocks {
        *count += 1;
        block.id = format!("block-{count}");
        number(&mut block.children, count);
    }
}

/// Reads the lines of one container: the document, a quotation or a list item.
struct Reader<'a> {
    lines: &'a [&'a str],
    at: usize,
    depth: usize,
    blocks: Vec<Block>,
}

impl<'a> Reader<'a> {
    fn read(lines: &'a [&'a str], depth: usize) -> Vec<Block> {
        let mut reader = Self { lines, at: 0, depth, blocks: Vec::new() };
        while let Some(line) = lines.get(reader.at) {
            reader.block(line);
        }
        reader.blocks
    }

    /// Reads the block that begins with `line` and moves behind it.
    fn block(&mut self, line: &'a str) {
        let text = line.trim();
        if text.is_empty() || comment(text) {
            self.at += 1;
        } else if fence(text).is_some() {
            self.code(line);
        } else if let Some((level, content)) = heading(text) {
            self.at += 1;
            self.push(BlockKind::Heading { level }, flatten(pieces(content)));
        } else if rule(text) {
            self.at += 1;
            self.push(BlockKind::Divider, Vec::new());
        } else if text.starts_with('>') && self.depth < MAX_DEPTH {
            self.quote();
        } else if let Some(marker) = marker(line).filter(|_| self.depth < MAX_DEPTH) {
            self.item(&marker);
        } else if self
            .lines
            .get(self.at + 1)
            .is_some_and(|next| delimiter_row(next) == Some(split_row(text).len()))
        {
            self.table(text);
        } else {
            self.paragraph();
        }
    }

    fn push(&mut self, kind: BlockKind, content: Vec<Inline>) {
        let props = default_props(&kind);
        self.blocks.push(Block { props, ..Block::new("", kind, content) });
    }

    fn code(&mut self, line: &str) {
        let Some(opening) = fence(line.trim_start()) else { return };
        let shift = indent(line);
        let mut code = Vec::new();
        self.at += 1;
        while let Some(line) = self.lines.get(self.at) {
            self.at += 1;
            if closes(line, &opening) {
                break;
            }
            // White space before the fence stands before its code too.
            let drop = indent(line).min(shift);
            code.push(line.get(drop..).unwrap_or_default());
        }
        let language = opening.info.split_whitespace().next().unwrap_or_default().to_owned();
        self.push(BlockKind::CodeBlock { language, code: code.join("\n") }, Vec::new());
    }

    fn quote(&mut self) {
        let mut inner = Inner::default();
        while let Some(line) = self.lines.get(self.at) {
            let text = line.trim_start();
            let stripped = match text.strip_prefix('>') {
                Some(rest) if self.depth + 1 == MAX_DEPTH => rest.trim_start_matches(['>', ' ']),
                Some(rest) => rest.strip_prefix(' ').unwrap_or(rest),
                None if inner.goes_on(line) => text,
                None => break,
            };
            inner.push(stripped);
            self.at += 1;
        }
        let children = Reader::read(&inner.lines, self.depth + 1);
        self.container(BlockKind::Quote, children);
    }

    fn item(&mut self, marker: &Marker<'a>) {
        let mut inner = Inner::default();
        inner.push(marker.rest);
        self.at += 1;
        while let Some(line) = self.lines.get(self.at) {
            let blank = line.trim().is_empty();
            // An item may begin with one empty line only.
            if blank && inner.lines == [""] {
                break;
            }
            if blank || indent(line) >= marker.width {
                inner.push(line.get(marker.width..).unwrap_or_default());
            } else if inner.goes_on(line) {
                inner.push(line.trim_start());
            } else {
                break;
            }
            self.at += 1;
        }
        let (kind, empty) = self.item_kind(marker, &mut inner.lines);
        let children = Reader::read(&inner.lines, self.depth + 1);
        if empty {
            self.push(kind, Vec::new());
            if let Some(block) = self.blocks.last_mut() {
                block.children = children;
            }
        } else {
            self.container(kind, children);
        }
    }

    /// The kind of an item, and whether it has no text of its own. Takes the check box off its first line.
    fn item_kind(&self, marker: &Marker<'a>, inner: &mut [&'a str]) -> (BlockKind, bool) {
        if let Some(first) = inner.first_mut() {
            let ticked = ["[ ]", "[x]", "[X]"].iter().position(|tick| {
                first.strip_prefix(tick).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            });
            if let Some(ticked) = ticked {
                *first = first.get(3..).unwrap_or_default().trim_start();
                return (BlockKind::CheckListItem { checked: ticked > 0 }, first.is_empty());
            }
        }
        let empty = comment(marker.rest.trim());
        let Some(number) = marker.number else { return (BlockKind::BulletListItem, empty) };
        let goes_on = matches!(self.blocks.last(), Some(last) if matches!(last.kind, BlockKind::NumberedListItem { .. }));
        (BlockKind::NumberedListItem { start: (number != 1 && !goes_on).then_some(number) }, empty)
    }

    /// A block whose own text is the first paragraph inside it.
    fn container(&mut self, kind: BlockKind, mut children: Vec<Block>) {
        let text = children.first().is_some_and(|first| first.kind == BlockKind::Paragraph);
        let content = if text { children.remove(0).content } else { Vec::new() };
        self.push(kind, content);
        if let Some(block) = self.blocks.last_mut() {
            block.children = children;
        }
    }

    fn table(&mut self, header: &str) {
        let header = split_row(header);
        let columns = header.len();
        let mut rows = vec![header];
        self.at += 2;
        while let Some(line) =
            self.lines.get(self.at).filter(|line| !line.trim().is_empty() && !block_starts(line))
        {
            rows.push(split_row(line.trim()));
            self.at += 1;
        }
        let cell = |text: Option<&String>| Cell {
            content: text.map(|text| flatten(pieces(text))).unwrap_or_default(),
            props: None,
        };
        let rows =
            rows.iter().map(|row| (0..columns).map(|column| cell(row.get(column))).collect()).collect();
        self.push(BlockKind::Table(Table { rows, header_rows: 1, rest: Map::new() }), Vec::new());
    }

    fn paragraph(&mut self) {
        let mut text = String::new();
        while let Some(line) = self.lines.get(self.at) {
            let level = if text.is_empty() { None } else { setext(line) };
            if let Some(level) = level {
                self.at += 1;
                return self.push(BlockKind::Heading { level }, flatten(pieces(&text)));
            }
            if line.trim().is_empty() || (!text.is_empty() && interrupts(line)) {
                break;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line.trim_start());
            self.at += 1;
        }
        let pieces = pieces(&text);
        let blank = |piece: &Piece| matches!(piece, Piece::Inline(inline) if inline.text().trim().is_empty());
        let image = |piece: &Piece| matches!(piece, Piece::Image(_));
        if pieces.iter().any(image) && pieces.iter().all(|piece| image(piece) || blank(piece)) {
            for piece in pieces {
                if let Piece::Image(media) = piece {
                    self.push(BlockKind::Media(media), Vec::new());
                }
            }
            return;
        }
        let content = flatten(pieces);
        if !content.is_empty() {
            self.push(BlockKind::Paragraph, content);
        }
    }
}

/// The lines of a container, without its prefix.
#[derive(Default)]
struct Inner<'a> {
    lines: Vec<&'a str>,
    /// A code block is open at the end.
    code: Option<Fence<'a>>,
}

impl<'a> Inner<'a> {
    fn push(&mut self, line: &'a str) {
        self.code = match self.code.take() {
            Some(opening) if closes(line, &opening) => None,
            None => fence(line.trim_start()),
            open => open,
        };
        self.lines.push(line);
    }

    /// Whether a line that lacks the container's prefix goes on with the paragraph at its end.
    fn goes_on(&self, line: &str) -> bool {
        let text = self.lines.last().map(|last| last.trim()).unwrap_or_default();
        let other = heading(text).is_some() || rule(text) || comment(text);
        !text.is_empty() && self.code.is_none() && !other && !line.trim().is_empty() && !block_starts(line)
    }
}

/// The properties an editor of block documents writes for a new block of the kind.
fn default_props(kind: &BlockKind) -> Map<String, Value> {
    let props = match kind {
        BlockKind::CodeBlock { .. } | BlockKind::Divider | BlockKind::Unknown(_) => json!({}),
        BlockKind::Table(_) => json!({ "textColor": "default" }),
        BlockKind::Quote => json!({ "textColor": "default", "backgroundColor": "default" }),
        BlockKind::Media(_) => json!({ "backgroundColor": "default", "textAlignment": "left" }),
        _ => json!({ "textColor": "default", "backgroundColor": "default", "textAlignment": "left" }),
    };
    match props {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
