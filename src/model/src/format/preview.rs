//! The first line of a rich text, without its markup.

use serde_json::Value;

/// The first line of a RICH_TEXT value that says something, as plain text of at most `most` characters.
#[must_use]
pub fn preview(value: &Value, most: usize) -> String {
    let part = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let line = of_markdown(part("markdown")).or_else(|| of_blocks(part("blocknote"))).unwrap_or_default();
    super::text::clipped(&line, most)
}

fn of_markdown(markdown: &str) -> Option<String> {
    let is_ornament =
        |line: &str| line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '`' | '~' | '|' | ':' | ' '));
    let mut lines = markdown.lines().map(str::trim).filter(|line| !is_ornament(line));
    lines.find_map(|line| {
        let text = super::text::one_line(&without_marks(without_prefix(line)));
        Some(text).filter(|text| !text.is_empty())
    })
}

/// Drops what makes a line a heading, a list item, a task or a quotation.
fn without_prefix(line: &str) -> &str {
    let mut rest = line;
    loop {
        let shorter = rest.trim_start_matches('#').trim_start_matches('>').trim_start();
        let shorter = ["- ", "* ", "+ ", "[ ] ", "[x] ", "[X] ", "```"]
            .iter()
            .find_map(|mark| shorter.strip_prefix(mark))
            .unwrap_or(shorter);
        let digits = shorter.bytes().take_while(u8::is_ascii_digit).count();
        let shorter = match shorter.get(digits..).and_then(|after| after.strip_prefix([')', '.'])) {
            Some(after) if digits > 0 && after.starts_with(' ') => after,
            _ => shorter,
        };
        let shorter = shorter.trim_start();
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// Drops the marks of bold, italic, code and strike-through; a link or picture leaves its text.
fn without_marks(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                text.extend(after.chars().next());
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            '!' if after.starts_with('[') => {}
            '[' => {
                if let Some((label, url_on)) = after.split_once("](")
                    && !label.contains('[')
                    && let Some((_, tail)) = url_on.split_once(')')
                {
                    text.push_str(&without_marks(label));
                    rest = tail;
                    continue;
                }
                text.push(c);
            }
            '*' | '`' => {}
            '~' if after.starts_with('~') || before(line, rest) == Some('~') => {}
            '_' if is_mark(line, rest) => {}
            _ => text.push(c),
        }
        rest = after;
    }
    text
}

/// The character of `line` before `rest`, which is its end.
fn before(line: &str, rest: &str) -> Option<char> {
    line.get(..line.len() - rest.len())?.chars().next_back()
}

/// An underscore inside a word, as in `snake_case`, is text.
fn is_mark(line: &str, rest: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(is_word(before(line, rest)) && is_word(rest.chars().nth(1)))
}

fn of_blocks(blocks: &str) -> Option<String> {
    let Ok(Value::Array(blocks)) = serde_json::from_str::<Value>(blocks) else { return None };
    blocks.iter().find_map(block_line)
}

fn block_line(block: &Value) -> Option<String> {
    let mut text = String::new();
    collect_text(block.get("content").unwrap_or(&Value::Null), &mut text);
    let line = super::text::one_line(&text);
    if !line.is_empty() {
        return Some(line);
    }
    block.get("children").and_then(Value::as_array)?.iter().find_map(block_line)
}

fn collect_text(content: &Value, text: &mut String) {
    match content {
        Value::String(words) => text.push_str(words),
        Value::Array(items) => items.iter().for_each(|item| collect_text(item, text)),
        Value::Object(map) => {
            if let Some(words) = map.get("text").and_then(Value::as_str) {
                text.push_str(words);
            }
            collect_text(map.get("content").unwrap_or(&Value::Null), text);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shows_the_first_line_that_says_something() {
        for (markdown, shown) in [
            ("", ""),
            ("\n\n# Call *Ada*\n\nmore", "Call Ada"),
            ("- [x] send **offer** to [Acme](https://acme.com)", "send offer to Acme"),
            ("> 1. quoted", "quoted"),
            ("---\nafter the rule", "after the rule"),
            ("![logo](x.png) and `code` in snake_case", "logo and code in snake_case"),
            ("_soft_ ~~gone~~ 5 \\* 3", "soft gone 5 * 3"),
            ("2026. A year", "A year"),
            ("3.5 is a number", "3.5 is a number"),
            ("a [b] c", "a [b] c"),
        ] {
            assert_eq!(preview(&json!({ "markdown": markdown }), 100), shown, "{markdown}");
        }
        assert_eq!(preview(&json!({ "markdown": "abcdef" }), 3), "abc…");
    }

    #[test]
    fn falls_back_to_the_blocks() {
        let blocks = json!([
            { "type": "paragraph", "content": [] },
            { "type": "paragraph", "content": [
                { "type": "text", "text": "Hello " },
                { "type": "link", "href": "x", "content": [{ "type": "text", "text": "world" }] },
            ] },
        ]);
        assert_eq!(preview(&json!({ "blocknote": blocks.to_string() }), 100), "Hello world");
        assert_eq!(preview(&json!({ "blocknote": "broken" }), 100), "");
        assert_eq!(preview(&json!(null), 100), "");
    }
}
