//! Markdown to blocks: one walk over the parser's events.

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};
use serde_json::{Map, Value, json};

use super::url::{bare_url_length, safe_href, safe_source};
use super::{Block, BlockKind, Cell, Document, Inline, Media, MediaKind, Span, Styles, Table};

/// Blocks nested deeper than this follow their parent instead.
const MAX_DEPTH: usize = 16;

pub(super) fn document(markdown: &str) -> Document {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut builder = Builder { containers: vec![Container::default()], ..Builder::default() };
    for event in TextMergeStream::new(Parser::new_ext(markdown, options)) {
        builder.event(event);
    }
    builder.flush();
    while builder.containers.len() > 1 {
        builder.close();
    }
    let mut blocks = builder.containers.pop().map(|root| root.blocks).unwrap_or_default();
    number(&mut blocks, &mut 0);
    Document { blocks }
}

fn number(blocks: &mut [Block], count: &mut usize) {
    for block in blocks {
        *count += 1;
        block.id = format!("block-{count}");
        number(&mut block.children, count);
    }
}

/// A block that holds others while it is being read; the first one is the document itself.
#[derive(Default)]
struct Container {
    kind: Option<BlockKind>,
    /// The container's own text, once its first paragraph was read.
    content: Option<Vec<Inline>>,
    blocks: Vec<Block>,
}

/// A piece of text, or an image that may turn out to be a block.
enum Piece {
    Inline(Inline),
    Image(Media),
}

#[derive(Default)]
struct Builder {
    containers: Vec<Container>,
    /// Start numbers of the open lists: `None` for bullets, taken by the first item.
    lists: Vec<Option<u32>>,
    pieces: Vec<Piece>,
    /// Depths of the open styles.
    strong: u32,
    emphasis: u32,
    strike: u32,
    /// Address of the open link and where its text begins.
    link: Option<(Option<String>, usize)>,
    /// Addresses of the open images and where their texts begin.
    images: Vec<(String, usize)>,
    /// Language and text of the open code block.
    code: Option<(String, String)>,
    html: String,
    table: Table,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => self.span(&text, true),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak => self.span(" ", false),
            Event::HardBreak => self.span("\n", false),
            Event::Rule => {
                self.flush();
                self.push(BlockKind::Divider, Vec::new());
            }
            Event::TaskListMarker(checked) => self.tick(checked),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text)
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.strike += 1,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.link = Some((safe_href(&format!("mailto:{dest_url}")), self.pieces.len()));
            }
            Tag::Link { dest_url, .. } => self.link = Some((safe_href(&dest_url), self.pieces.len())),
            Tag::Image { dest_url, .. } => self.images.push((dest_url.to_string(), self.pieces.len())),
            Tag::TableRow | Tag::TableHead => self.table.rows.push(Vec::new()),
            Tag::TableCell => {}
            other => {
                self.flush();
                self.start_block(other);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.open(BlockKind::Quote),
            Tag::List(first) => self.lists.push(first.map(|first| u32::try_from(first).unwrap_or(1))),
            Tag::Item => self.item(),
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((info.to_owned(), String::new()));
            }
            Tag::Table(_) => self.table = Table { header_rows: 1, ..Table::default() },
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.strike = self.strike.saturating_sub(1),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::Heading(level) => {
                let content = self.take_inline();
                self.push(BlockKind::Heading { level: level_number(level) }, content);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::TableCell => {
                let cell = Cell { content: self.take_inline(), props: None };
                if let Some(row) = self.table.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.push(BlockKind::Table(table), Vec::new());
            }
            TagEnd::TableRow | TagEnd::TableHead => {}
            other => {
                self.flush();
                match other {
                    TagEnd::Item | TagEnd::BlockQuote(_) => self.close(),
                    TagEnd::List(_) => {
                        self.lists.pop();
                    }
                    _ => {}
                }
            }
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.containers.push(Container { kind: Some(kind), ..Container::default() });
    }

    fn item(&mut self) {
        let kind = match self.lists.last_mut() {
            Some(Some(number)) => {
                let start = (*number != 1).then_some(*number);
                *number = 1;
                BlockKind::NumberedListItem { start }
            }
            _ => BlockKind::BulletListItem,
        };
        self.open(kind);
    }

    fn tick(&mut self, checked: bool) {
        if let Some(container) = self.containers.last_mut() {
            container.kind = Some(BlockKind::CheckListItem { checked });
        }
    }

    /// Ends the innermost list item or quotation.
    fn close(&mut self) {
        if self.containers.len() < 2 {
            return;
        }
        let Some(container) = self.containers.pop() else { return };
        let mut kind = container.kind.unwrap_or(BlockKind::Paragraph);
        let mut content = container.content.unwrap_or_default();
        // A check box without text is not read as one by the parser.
        if let (BlockKind::BulletListItem, [Inline::Text(span)]) = (&kind, content.as_slice()) {
            let checked = match span.text.as_str() {
                "[ ]" => Some(false),
                "[x]" | "[X]" => Some(true),
                _ => None,
            };
            if let Some(checked) = checked {
                kind = BlockKind::CheckListItem { checked };
                content.clear();
            }
        }
        let too_deep = self.containers.len() > MAX_DEPTH;
        self.push(kind, content);
        let Some(siblings) = self.containers.last_mut().map(|parent| &mut parent.blocks) else { return };
        match siblings.last_mut() {
            Some(block) if !too_deep => block.children = container.blocks,
            _ => siblings.extend(container.blocks),
        }
    }

    fn push(&mut self, kind: BlockKind, content: Vec<Inline>) {
        let props = default_props(&kind);
        let block = Block { props, ..Block::new("", kind, content) };
        if let Some(container) = self.containers.last_mut() {
            container.blocks.push(block);
        }
    }

    /// Ends a paragraph, if one is open: the first one is the text of the list item or quotation it stands in.
    fn flush(&mut self) {
        let blank = |piece: &Piece| matches!(piece, Piece::Inline(inline) if inline.text().trim().is_empty());
        let only_images = self.pieces.iter().any(|piece| matches!(piece, Piece::Image(_)))
            && self.pieces.iter().all(|piece| matches!(piece, Piece::Image(_)) || blank(piece));
        if only_images {
            for piece in std::mem::take(&mut self.pieces) {
                if let Piece::Image(media) = piece {
                    self.push(BlockKind::Media(media), Vec::new());
                }
            }
            return;
        }
        let content = self.take_inline();
        if content.is_empty() {
            return;
        }
        match self.containers.last_mut() {
            Some(container)
                if container.kind.is_some() && container.content.is_none() && container.blocks.is_empty() =>
            {
                container.content = Some(content);
            }
            _ => self.push(BlockKind::Paragraph, content),
        }
    }

    /// The text read since the last block, images as links.
    fn take_inline(&mut self) -> Vec<Inline> {
        let mut content: Vec<Inline> = Vec::new();
        for piece in std::mem::take(&mut self.pieces) {
            match piece {
                Piece::Inline(Inline::Text(span)) => match content.last_mut() {
                    Some(Inline::Text(last)) if last.styles == span.styles => last.text.push_str(&span.text),
                    _ => content.push(Inline::Text(span)),
                },
                Piece::Inline(inline) => content.push(inline),
                Piece::Image(media) => content.push(image_link(media)),
            }
        }
        let blank = content.iter().all(|piece| piece.text().trim().is_empty());
        if blank { Vec::new() } else { content }
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        // Inside a link there are no others.
        while self.link.is_none() {
            let Some((at, length)) = find_url(rest) else { break };
            let (before, from) = rest.split_at(at);
            let (href, after) = from.split_at(length);
            self.span(before, false);
            let span = self.styled(href, false);
            self.pieces.push(Piece::Inline(Inline::Link { href: href.to_owned(), content: vec![span] }));
            rest = after;
        }
        self.span(rest, false);
    }

    fn span(&mut self, text: &str, code: bool) {
        if !text.is_empty() {
            let span = self.styled(text, code);
            self.pieces.push(Piece::Inline(Inline::Text(span)));
        }
    }

    fn styled(&self, text: &str, code: bool) -> Span {
        let styles = Styles {
            bold: self.strong > 0,
            italic: self.emphasis > 0,
            strike: self.strike > 0,
            code,
            ..Styles::default()
        };
        Span { text: text.to_owned(), styles }
    }

    fn inline_html(&mut self, html: &str) {
        let tag: String = html.chars().filter(|c| !c.is_whitespace()).collect();
        match tag.to_ascii_lowercase().as_str() {
            "<br>" | "<br/>" => self.span("\n", false),
            comment if comment.starts_with("<!--") => {}
            _ => self.span(html, false),
        }
    }

    fn end_link(&mut self) {
        let Some((Some(href), from)) = self.link.take() else { return };
        let mut content: Vec<Span> = Vec::new();
        let mut images = Vec::new();
        for piece in self.pieces.drain(from.min(self.pieces.len())..) {
            match piece {
                Piece::Inline(Inline::Text(span)) => match content.last_mut() {
                    Some(last) if last.styles == span.styles => last.text.push_str(&span.text),
                    _ => content.push(span),
                },
                Piece::Inline(_) => {}
                Piece::Image(media) => images.push(Piece::Image(media)),
            }
        }
        if images.is_empty() || !content.is_empty() {
            self.pieces.push(Piece::Inline(Inline::Link { href, content }));
        }
        self.pieces.extend(images);
    }

    fn end_image(&mut self) {
        let Some((source, from)) = self.images.pop() else { return };
        let alt: String = self
            .pieces
            .drain(from.min(self.pieces.len())..)
            .map(|piece| match piece {
                Piece::Inline(inline) => inline.text(),
                Piece::Image(media) => media.caption,
            })
            .collect();
        match safe_source(&source, false) {
            Some(url) => {
                self.pieces.push(Piece::Image(Media {
                    kind: MediaKind::Image,
                    url,
                    name: String::new(),
                    caption: alt,
                }));
            }
            None => self.span(&alt, false),
        }
    }

    fn end_code(&mut self) {
        let Some((language, mut code)) = self.code.take() else { return };
        if code.ends_with('\n') {
            code.pop();
        }
        self.push(BlockKind::CodeBlock { language, code }, Vec::new());
    }

    /// Markup has no meaning here: it is shown as text, comments not at all.
    fn end_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        if !html.trim_start().starts_with("<!--") {
            self.span(html.trim(), false);
            self.flush();
        } else if let Some(container) = self.containers.last_mut() {
            // A comment stands for the empty text of a list item whose first nested block is a paragraph.
            container.content.get_or_insert_default();
        }
    }
}

fn image_link(media: Media) -> Inline {
    let text = if media.caption.is_empty() { media.url.clone() } else { media.caption };
    match safe_href(&media.url) {
        Some(href) => Inline::Link { href, content: vec![Span { text, styles: Styles::default() }] },
        None => Inline::plain(text),
    }
}

/// Position and length of the first bare web address.
fn find_url(text: &str) -> Option<(usize, usize)> {
    text.match_indices("http").find_map(|(at, _)| {
        let inside_word =
            text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric);
        let length = if inside_word { 0 } else { bare_url_length(text.get(at..)?) };
        (length > 0).then_some((at, length))
    })
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
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
