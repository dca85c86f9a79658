//! The text inside a markdown block: emphasis, code, links, images, breaks.

use super::emphasis::{Run, styles};
use super::scan::{Angle, Scan};
use super::url::{bare_url_length, safe_href, safe_source};
use super::{Inline, Media, MediaKind, Span, Styles};

/// A piece of text, or an image that may turn out to be a block.
pub(super) enum Piece {
    Inline(Inline),
    Image(Media),
}

/// What may stand in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Everything,
    /// Text of a link: no links.
    Link,
    /// Description of an image: no links and images.
    Image,
}

/// A part of the text before its emphasis is known.
enum Token {
    Text(String),
    Code(String),
    Run(Run),
    Link(String, Vec<Span>),
    Image(Media),
}

/// Reads the text of a block; lines are separated by `\n`.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let scan = Scan::new(text.trim_end());
    scan.pieces(0, scan.length, Mode::Everything)
}

/// The pieces as content of a block, images as links; nothing when only white space is left.
pub(super) fn flatten(pieces: Vec<Piece>) -> Vec<Inline> {
    let content: Vec<Inline> = pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Inline(inline) => inline,
            Piece::Image(media) => image_link(media),
        })
        .collect();
    let blank = content.iter().all(|piece| piece.text().trim().is_empty());
    if blank { Vec::new() } else { content }
}

fn image_link(media: Media) -> Inline {
    let text = if media.caption.is_empty() { media.url.clone() } else { media.caption };
    match safe_href(&media.url) {
        Some(href) => Inline::Link { href, content: vec![Span { text, styles: Styles::default() }] },
        None => Inline::plain(text),
    }
}

impl Scan {
    fn pieces(&self, from: usize, to: usize, mode: Mode) -> Vec<Piece> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut text = String::new();
        let mut at = from;
        while at < to {
            let Some((token, end)) = self.token(at, mode, &mut text) else {
                text.extend(self.char(at));
                at += 1;
                continue;
            };
            if let Some(token) = token {
                if !text.is_empty() {
                    tokens.push(Token::Text(std::mem::take(&mut text)));
                }
                tokens.push(token);
            }
            at = end;
        }
        if !text.is_empty() {
            tokens.push(Token::Text(text));
        }
        styled(tokens, mode)
    }

    /// The token at `at` and where it ends; what is plain text is put into `text` instead. `None` for a character
    /// without meaning.
    fn token(&self, at: usize, mode: Mode, text: &mut String) -> Option<(Option<Token>, usize)> {
        let c = self.char(at)?;
        match c {
            '\\' if self.char(at + 1) == Some('\n') => {
                text.push('\n');
                Some((None, at + 2))
            }
            '\\' if self.is_escape(at) => {
                text.extend(self.char(at + 1));
                Some((None, at + 2))
            }
            '\n' => {
                let hard = text.ends_with("  ");
                text.truncate(text.trim_end_matches([' ', '\t']).len());
                text.push(if hard { '\n' } else { ' ' });
                Some((None, at + 1))
            }
            '&' => {
                let (c, end) = self.entity(at)?;
                text.push(c);
                Some((None, end))
            }
            '`' => {
                let Some((start, end, after)) = self.code_span(at) else {
                    // The whole row is text: a shorter one inside it opens nothing.
                    let length = self.ticks(at);
                    text.extend(std::iter::repeat_n('`', length));
                    return Some((None, at + length));
                };
                Some((Some(Token::Code(code_text(&self.text(start, end)))), after))
            }
            '<' => self.angle_token(at, mode, text),
            '!' if mode != Mode::Image && self.char(at + 1) == Some('[') => self.image(at, text),
            '[' if mode == Mode::Everything => self.link(at),
            '*' | '_' | '~' => {
                let run = self.run(at);
                let end = at + run.length;
                Some((Some(Token::Run(run)), end))
            }
            _ => None,
        }
    }

    fn angle_token(&self, at: usize, mode: Mode, text: &mut String) -> Option<(Option<Token>, usize)> {
        let (angle, end) = self.angle(at)?;
        match angle {
            Angle::Nothing => {}
            Angle::Break => text.push('\n'),
            Angle::Address(href, shown) => match safe_href(&href).filter(|_| mode == Mode::Everything) {
                Some(href) => {
                    let span = Span { text: shown, styles: Styles::default() };
                    return Some((Some(Token::Link(href, vec![span])), end));
                }
                None => text.push_str(&shown),
            },
        }
        Some((None, end))
    }

    fn link(&self, at: usize) -> Option<(Option<Token>, usize)> {
        let closing = self.closing(at)?;
        let (href, end) = self.target(closing + 1)?;
        let inner = self.pieces(at + 1, closing, Mode::Link);
        let content = flatten(inner).into_iter().filter_map(|piece| match piece {
            Inline::Text(span) => Some(vec![span]),
            Inline::Link { content, .. } => Some(content),
            Inline::Unknown(_) => None,
        });
        // An address that may not be followed leaves its text.
        Some((Some(Token::Link(safe_href(&href).unwrap_or_default(), content.flatten().collect())), end))
    }

    fn image(&self, at: usize, text: &mut String) -> Option<(Option<Token>, usize)> {
        let closing = self.closing(at + 1)?;
        let (source, end) = self.target(closing + 1)?;
        let caption: String =
            flatten(self.pieces(at + 2, closing, Mode::Image)).iter().map(Inline::text).collect();
        let Some(url) = safe_source(&source, false) else {
            text.push_str(&caption);
            return Some((None, end));
        };
        Some((Some(Token::Image(Media { kind: MediaKind::Image, url, name: String::new(), caption })), end))
    }
}

fn code_text(code: &str) -> String {
    let code = code.replace('\n', " ");
    let inner = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' '));
    inner.filter(|inner| !inner.trim().is_empty()).map(str::to_owned).unwrap_or(code)
}

/// Gives each token the styles of the emphasis around it.
fn styled(tokens: Vec<Token>, mode: Mode) -> Vec<Piece> {
    let runs: Vec<(usize, Run)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(index, token)| if let Token::Run(run) = token { Some((index, *run)) } else { None })
        .collect();
    let (looks, rest) = styles(&runs, tokens.len());
    let mut out = Vec::new();
    for ((index, token), look) in tokens.into_iter().enumerate().zip(looks) {
        let plain = |text: String| Span { text, styles: look.clone() };
        match token {
            Token::Text(text) => text_pieces(&mut out, plain(text)),
            Token::Code(text) => {
                text_pieces(&mut out, Span { text, styles: Styles { code: true, ..look.clone() } });
            }
            Token::Run(run) => {
                let left = rest.get(&index).copied().unwrap_or(0);
                text_pieces(&mut out, plain(std::iter::repeat_n(run.mark, left).collect()));
            }
            Token::Link(href, content) => {
                let content = content
                    .into_iter()
                    .map(|span| Span { styles: both(&span.styles, &look), text: span.text });
                if href.is_empty() {
                    content.for_each(|span| text_pieces(&mut out, span));
                } else {
                    out.push(Piece::Inline(Inline::Link { href, content: content.collect() }));
                }
            }
            Token::Image(media) => out.push(Piece::Image(media)),
        }
    }
    if mode == Mode::Everything { out.into_iter().flat_map(with_addresses).collect() } else { out }
}

fn both(one: &Styles, other: &Styles) -> Styles {
    Styles {
        bold: one.bold || other.bold,
        italic: one.italic || other.italic,
        strike: one.strike || other.strike,
        ..one.clone()
    }
}

/// Adds text, to the last piece when it has the same styles.
fn text_pieces(out: &mut Vec<Piece>, span: Span) {
    match out.last_mut() {
        _ if span.text.is_empty() => {}
        Some(Piece::Inline(Inline::Text(last))) if last.styles == span.styles => {
            last.text.push_str(&span.text)
        }
        _ => out.push(Piece::Inline(Inline::Text(span))),
    }
}

/// Makes links of the bare web addresses in a text.
fn with_addresses(piece: Piece) -> Vec<Piece> {
    let Piece::Inline(Inline::Text(span)) = piece else { return vec![piece] };
    let mut out = Vec::new();
    let mut rest = span.text.as_str();
    let part = |text: &str| Span { text: text.to_owned(), styles: span.styles.clone() };
    while let Some((at, length)) = find_url(rest).filter(|_| !span.styles.code) {
        let (before, from) = rest.split_at(at);
        let (href, after) = from.split_at(length);
        text_pieces(&mut out, part(before));
        out.push(Piece::Inline(Inline::Link { href: href.to_owned(), content: vec![part(href)] }));
        rest = after;
    }
    text_pieces(&mut out, part(rest));
    out
}

/// Position and length of the first bare web address.
fn find_url(text: &str) -> Option<(usize, usize)> {
    text.match_indices("http").find_map(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let length =
            if before.is_some_and(char::is_alphanumeric) { 0 } else { bare_url_length(text.get(at..)?) };
        (length > 0).then_some((at, length))
    })
}
