use proptest::prelude::*;
use serde_json::json;

use super::*;

fn text(block: &Block) -> String {
    text::content(&block.content)
}

/// Kinds and texts with their nesting: what the eye sees of a document.
fn outline(blocks: &[Block]) -> Value {
    let one = |block: &Block| {
        let kind = match &block.kind {
            BlockKind::Table(table) => json!({ "rows": table.rows.iter().map(|row| {
                row.iter().map(|cell| text::content(&cell.content)).collect::<Vec<_>>()
            }).collect::<Vec<_>>() }),
            other => json!(format!("{other:?}")),
        };
        json!([kind, text(block), outline(&block.children)])
    };
    blocks.iter().map(one).collect()
}

#[test]
fn a_document_keeps_everything_it_was_written_with() {
    let source = json!([
        { "id": "a", "type": "heading", "props": { "level": 2, "textColor": "red" }, "children": [],
          "content": [{ "type": "text", "text": "Plan", "styles": { "bold": true, "textColor": "blue" } }] },
        { "id": "b", "type": "checkListItem", "props": { "checked": true }, "content": [
            { "type": "link", "href": "https://a.example", "content": [{ "type": "text", "text": "a", "styles": {} }] },
            { "type": "mention", "props": { "label": "Ada", "recordId": "1" } } ], "children": [
            { "id": "c", "type": "numberedListItem", "props": { "start": 4 }, "content": [], "children": [] }] },
        { "id": "d", "type": "kanban", "props": { "x": 1 }, "content": { "anything": [1] }, "children": [] },
        { "id": "e", "type": "codeBlock", "props": { "language": "rust" }, "children": [],
          "content": [{ "type": "text", "text": "fn main() {}", "styles": {} }] },
        { "id": "f", "type": "table", "props": {}, "children": [], "content": {
            "type": "tableContent", "columnWidths": [120, null], "headerRows": 1, "rows": [
                { "cells": [[{ "type": "text", "text": "A", "styles": {} }],
                    { "type": "tableCell", "props": { "colspan": 1 }, "content": [] }] }] } },
        { "id": "g", "type": "image", "children": [],
          "props": { "url": "/file/1", "name": "a.png", "caption": "", "previewWidth": 300 } },
        { "id": "h", "type": "divider", "props": {}, "children": [] },
    ]);
    let document = parse(&source.to_string()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&document.to_json()).unwrap(), source);
    assert_eq!(document.plain_text(), "Plan\naAda\nfn main() {}\nA\na.png");
    assert!(!document.survives_markdown());
}

#[test]
fn malformed_documents_are_refused_with_the_place() {
    assert!(matches!(parse("{"), Err(RichTextError::Json { line: 1, .. })));
    assert_eq!(parse("{}"), Err(RichTextError::NotBlocks));
    let nested = r#"[{"type":"paragraph","children":[{"type":"paragraph"},{"id":"x"}]}]"#;
    assert_eq!(parse(nested), Err(RichTextError::NotABlock { path: "0.children.1".to_owned() }));
    assert_eq!(parse(r#"[{"type":"quote","content":"short"}]"#).unwrap().plain_text(), "short");
}

#[test]
fn unsafe_links_lose_their_address_and_keep_their_text() {
    let source = r#"[{"id":"a","type":"paragraph","content":[
        {"type":"link","href":"JAVA\tSCRIPT:alert(1)","content":[{"type":"text","text":"click","styles":{}}]}]}]"#;
    let stored = complete(&json!({ "blocknote": source })).unwrap();
    assert_eq!(stored["markdown"], "click");
    assert!(!stored["blocknote"].as_str().unwrap().to_lowercase().contains("script"));
    let read =
        from_markdown("[a](javascript:alert(1)) <javascript:x> ![b](data:text/html,x) [c](//evil.example)");
    assert_eq!(read.plain_text(), "a javascript:x b c");
    assert!(!read.to_json().contains("href"));
}

#[test]
fn the_missing_half_is_made_and_given_halves_stay() {
    let from_blocks =
        complete(&json!({ "blocknote": r#"[ {"type":"paragraph","content":"Hi"} ]"# })).unwrap();
    assert_eq!(
        from_blocks,
        json!({ "blocknote": r#"[ {"type":"paragraph","content":"Hi"} ]"#, "markdown": "Hi" })
    );
    let from_markdown = complete(&json!({ "markdown": "# Hi" })).unwrap();
    let blocks = parse(from_markdown["blocknote"].as_str().unwrap()).unwrap().blocks;
    assert_eq!((&blocks[0].kind, text(&blocks[0])), (&BlockKind::Heading { level: 1 }, "Hi".to_owned()));
    let both = json!({ "blocknote": "[]", "markdown": "kept" });
    assert_eq!(complete(&both).unwrap(), both);
    let empty = json!({ "blocknote": null, "markdown": null });
    assert_eq!(complete(&json!({ "markdown": "" })).unwrap(), empty);
    assert_eq!(complete(&Value::Null).unwrap(), Value::Null);
}

#[test]
fn values_of_another_shape_are_refused() {
    assert_eq!(complete(&json!("text")), Err(RichTextError::NotAnObject));
    assert_eq!(complete(&json!({ "html": "" })), Err(RichTextError::UnknownKey("html".to_owned())));
    assert_eq!(complete(&json!({ "markdown": 1 })), Err(RichTextError::NotText("markdown")));
    assert!(matches!(complete(&json!({ "blocknote": "oops" })), Err(RichTextError::Json { .. })));
}

#[test]
fn no_nul_reaches_the_database() {
    let blocknote = json!([{ "type": "paragraph", "content": "a\u{0}b" }]).to_string();
    assert_eq!(complete(&json!({ "blocknote": blocknote })).unwrap()["markdown"], "ab");
    let both = complete(&json!({ "blocknote": "[]", "markdown": "a\u{0}b" })).unwrap();
    assert_eq!(both["markdown"], "ab");
}

const MARKDOWN: &str = "\
# Title with **bold** and `code`

A line with *italic*, ~~struck~~ and [a link](https://a.example/x_(y)),\\
then another line.

* one
  * one a
    1. deep
* two

  under two
* [x] done
* [ ] open

4. four
5. five

> quoted
>
> * inside

```rust
fn main() {
    `x`
}
```

| Name | Price |
| --- | --- |
| A \\| B | 1<br>2 |

![A cat](https://a.example/cat.png)

---

last";

#[test]
fn markdown_of_every_kind_of_block_comes_back_unchanged() {
    let document = from_markdown(MARKDOWN);
    assert_eq!(to_markdown(&document), MARKDOWN);
    assert!(document.survives_markdown());
    assert_eq!(parse(&document.to_json()).unwrap(), document);
    let kinds: Vec<_> = document.blocks.iter().map(|block| block.kind.clone()).collect();
    assert_eq!(kinds[2], BlockKind::BulletListItem);
    assert_eq!(kinds[4], BlockKind::CheckListItem { checked: true });
    assert_eq!(kinds[6], BlockKind::NumberedListItem { start: Some(4) });
    assert_eq!(document.blocks[2].children[0].children[0].kind, BlockKind::NumberedListItem { start: None });
    assert_eq!(document.blocks[3].children[0].kind, BlockKind::Paragraph);
}

#[test]
fn styles_that_touch_stay_apart() {
    let looks = [(true, false), (true, true), (false, true), (false, false)];
    let span = |text: &str, (bold, italic)| {
        Inline::Text(Span { text: text.to_owned(), styles: Styles { bold, italic, ..Styles::default() } })
    };
    for (one, other) in
        looks.into_iter().flat_map(|one| looks.map(|other| (one, other))).filter(|(a, b)| a != b)
    {
        for (before, after) in [("a", "b"), ("a:", "b"), ("a", "\"b"), ("(a)", "(b)")] {
            let content = vec![span(before, one), span(after, other)];
            let document = Document { blocks: vec![Block::new("a", BlockKind::Paragraph, content.clone())] };
            let markdown = to_markdown(&document);
            assert_eq!(from_markdown(&markdown).blocks[0].content, content, "{markdown}");
        }
    }
}

#[test]
fn bare_addresses_become_links_and_code_does_not() {
    let document = from_markdown("See https://a.example/a_b_c. `https://b.example` <mail@c.example>");
    let hrefs: Vec<_> = document.blocks[0]
        .content
        .iter()
        .filter_map(|piece| match piece {
            Inline::Link { href, .. } => Some(href.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(hrefs, ["https://a.example/a_b_c", "mailto:mail@c.example"]);
}

#[test]
fn a_preview_is_one_line_cut_at_a_character() {
    let document = from_markdown("# Über alles\n\n* one\n* two");
    assert_eq!(document.preview(80), "Über alles one two");
    assert_eq!(document.preview(6), "Über…");
    assert_eq!(document.preview(18), "Über alles one two");
    assert_eq!(Document::of_value(&json!({ "blocknote": "broken", "markdown": "*x*" })).preview(9), "x");
    assert!(from_markdown(" \n\n").is_blank());
}

#[test]
fn nesting_without_end_is_flattened() {
    let document = from_markdown(&format!("{}deep", "> ".repeat(5000)));
    assert_eq!(document.plain_text(), "deep");
    assert!(parse(&document.to_json()).is_ok());
}

/// Words with their styles: `*` italic, `**` bold, `~` struck, `` ` `` code, `(…)` link.
fn inline_form(markdown: &str) -> String {
    let span = |span: &Span| {
        let Styles { bold, italic, strike, code, .. } = span.styles;
        let marks = [(bold, "**"), (italic, "*"), (strike, "~"), (code, "`")];
        let marks: String = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect();
        format!("{marks}{}", span.text)
    };
    let document = from_markdown(markdown);
    let content = document.blocks.first().map(|block| block.content.clone()).unwrap_or_default();
    let pieces = content.iter().map(|piece| match piece {
        Inline::Text(text) => span(text),
        Inline::Link { href, content } => {
            format!("({href} {})", content.iter().map(span).collect::<Vec<_>>().join("|"))
        }
        Inline::Unknown(_) => "?".to_owned(),
    });
    pieces.collect::<Vec<_>>().join("|")
}

#[test]
fn emphasis_follows_commonmark() {
    for (markdown, form) in [
        ("*a **b** c*", "*a |***b|* c"),
        ("***a** b*", "***a|* b"),
        ("**a*b*c**", "**a|***b|**c"),
        ("a * b * c", "a * b * c"),
        ("snake_case_name _it_", "snake_case_name |*it"),
        ("5*3*2", "5|*3|2"),
        ("**open", "**open"),
        ("*a _b* c_", "*a _b| c_"),
        ("~~gone~~ ~one~", "~gone| ~one~"),
        ("**`x`** ``a`b``", "**`x| |`a`b"),
        ("[**a** b](https://c.example \"title\")", "(https://c.example **a| b)"),
        ("**[a](https://c.example)**", "(https://c.example **a)"),
        ("[a](<https://c.example/x y>) [b]", "(https://c.example/x y a)| [b]"),
        ("![alt *x*](https://c.example/p.png) in text", "(https://c.example/p.png alt x)| in text"),
        ("a &amp; b &#x41; &copy;", "a & b A &copy;"),
        ("one\ntwo  \nthree\\\nfour<br>five", "one two\nthree\nfour\nfive"),
        ("`unclosed **b**", "`unclosed |**b"),
        ("<b>x</b> <!-- gone -->y", "<b>x</b> y"),
    ] {
        assert_eq!(inline_form(markdown), form, "{markdown}");
    }
}

#[test]
fn blocks_begin_and_end_where_readers_expect() {
    let form = |markdown: &str| outline(&from_markdown(markdown).blocks);
    assert_eq!(
        form("Title\n===\n# Other #"),
        json!([["Heading { level: 1 }", "Title", []], ["Heading { level: 1 }", "Other", []]])
    );
    assert_eq!(
        form("- a\n\tb\n    - c\nlazy\n2) d\n\n\nend"),
        json!([
            ["BulletListItem", "a b", [["BulletListItem", "c lazy", []]]],
            ["NumberedListItem { start: Some(2) }", "d", []],
            ["Paragraph", "end", []],
        ])
    );
    assert_eq!(
        form("In 2024\n1990. was not a list"),
        json!([["Paragraph", "In 2024 1990. was not a list", []]])
    );
    assert_eq!(form("> a\nb\n\nc"), json!([["Quote", "a b", []], ["Paragraph", "c", []]]));
    assert_eq!(form("| a | b\n|---|:-:\n| 1 |"), json!([[{ "rows": [["a", "b"], ["1", ""]] }, "", []]]));
    assert_eq!(
        form("- [X] done\n- [ ]\n- [no] item")[1],
        json!(["CheckListItem { checked: false }", "", []])
    );
    let code = form("1. x\n   ~~~ js run\n     a\n\n   b\n   ~~~\n   after");
    assert_eq!(code[0][2][0][0], "CodeBlock { language: \"js\", code: \"  a\\n\\nb\" }");
    assert_eq!(
        form("```\nnever closed\n- x")[0][0],
        "CodeBlock { language: \"\", code: \"never closed\\n- x\" }"
    );
}

#[test]
fn hostile_texts_are_read_in_one_pass() {
    // Each would take minutes if reading looked ahead to the end again and again.
    for piece in [
        "[", "![", "`", "` `` ", "*a ", "**a*", "<!--", "<a", "[a](", "[a](b (", "[a](<b", "&", "> ", "* ",
        "_a_*", "~~a",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        assert!(!from_markdown(&text).blocks.is_empty());
        let lines = format!("{piece}\n").repeat(5_000);
        assert!(from_markdown(&lines).blocks.len() < 6_000);
    }
    let brackets = format!("https://a.example/{}", ")".repeat(60_000));
    assert_eq!(from_markdown(&brackets).plain_text(), brackets);
}

#[test]
fn text_that_looks_like_markdown_stays_text() {
    for tricky in [
        "# no",
        "1. no",
        "1) no",
        "- no",
        "+ no",
        "* no",
        "> no",
        "---",
        "***",
        "===",
        "```",
        "~~~",
        "| a |",
        "a_b_c",
        "_a_",
        "**a**",
        "[a](b)",
        "![a](b)",
        "<b>a</b>",
        "&amp;",
        "C:\\*x",
        "\\",
        "`",
        "~~a~~",
        "a\n# b",
        "a\n---",
        "a\n\nb",
        "a | b\n--- | ---",
        "[ ]",
        "[x] a",
        "<!-- a -->",
        "+",
        "-",
        "12.",
        "#",
        "[a]: https://b.example",
        "    a",
    ] {
        let document =
            Document { blocks: vec![Block::new("a", BlockKind::Paragraph, vec![Inline::plain(tricky)])] };
        let read = from_markdown(&to_markdown(&document));
        assert_eq!(read.plain_text(), tricky.trim(), "{}", to_markdown(&document));
        assert_eq!(read.blocks[0].kind, BlockKind::Paragraph, "{tricky}");
        let mut item = document.clone();
        item.blocks[0].kind = BlockKind::BulletListItem;
        let read = from_markdown(&to_markdown(&item));
        assert_eq!(outline(&read.blocks), json!([["BulletListItem", tricky.trim(), []]]));
        item.blocks[0].kind = BlockKind::Heading { level: 3 };
        let line = tricky.trim().replace('\n', " ");
        assert_eq!(
            outline(&from_markdown(&to_markdown(&item)).blocks),
            json!([["Heading { level: 3 }", line, []]]),
        );
    }
}

/// The text that a complete CommonMark parser finds, without white space.
fn words_of_commonmark(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser};
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(markdown, options)
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text),
            _ => None,
        })
        .flat_map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>())
        .collect()
}

/// Words with everything that markdown gives a meaning to.
fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-z0-9é*_~`\\[\\]()<>#!&;:.+\\\\|=-]{1,6}", 1..5)
        .prop_map(|words| words.join(" "))
}

fn span() -> impl Strategy<Value = Span> {
    (words(), any::<[bool; 4]>()).prop_map(|(text, [bold, italic, strike, code])| Span {
        text,
        styles: Styles { bold, italic, strike, code, ..Styles::default() },
    })
}

fn inline() -> impl Strategy<Value = Vec<Inline>> {
    let link = proptest::collection::vec(span(), 1..3)
        .prop_map(|content| Inline::Link { href: "https://a.example/(b)?c=1&d;".to_owned(), content });
    proptest::collection::vec(prop_oneof![3 => span().prop_map(Inline::Text), 1 => link], 1..4)
}

fn leaf() -> impl Strategy<Value = (BlockKind, Vec<Inline>)> {
    let textual = prop_oneof![
        Just(BlockKind::Paragraph),
        (1..=3_u8).prop_map(|level| BlockKind::Heading { level }),
        Just(BlockKind::Quote),
    ];
    let code = "[ -~\n]{0,40}".prop_map(|code| BlockKind::CodeBlock { language: "rust".to_owned(), code });
    let cell = inline().prop_map(|content| Cell { content, props: None });
    let table = proptest::collection::vec(proptest::collection::vec(cell, 2), 1..3)
        .prop_map(|rows| BlockKind::Table(Table { rows, header_rows: 1, rest: Map::new() }));
    prop_oneof![
        4 => (textual, inline()),
        1 => (code, Just(Vec::new())),
        1 => (table, Just(Vec::new())),
        1 => (Just(BlockKind::Divider), Just(Vec::new())),
    ]
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let block = leaf().prop_map(|(kind, content)| Block::new("", kind, content));
    block
        .prop_recursive(3, 24, 4, |nested| {
            let kind = prop_oneof![
                Just(BlockKind::BulletListItem),
                Just(BlockKind::NumberedListItem { start: None }),
                any::<bool>().prop_map(|checked| BlockKind::CheckListItem { checked }),
                Just(BlockKind::Quote),
            ];
            (kind, inline(), proptest::collection::vec(nested, 0..4))
                .prop_map(|(kind, content, children)| Block { children, ..Block::new("", kind, content) })
        })
        .prop_flat_map(|first| {
            (Just(first), leaf().prop_map(|(kind, content)| Block::new("", kind, content)))
        })
        .prop_map(|(first, second)| vec![first, second])
}

proptest! {
    #[test]
    fn writing_and_reading_markdown_keeps_text_and_structure(blocks in blocks()) {
        let document = Document { blocks };
        let markdown = to_markdown(&document);
        let read = from_markdown(&markdown);
        prop_assert_eq!(outline(&read.blocks), outline(&document.blocks), "{}", markdown);
        prop_assert_eq!(to_markdown(&read), markdown);
    }

    #[test]
    fn other_readers_of_markdown_see_the_same_words(blocks in blocks()) {
        let document = Document { blocks };
        let markdown = to_markdown(&document);
        let seen = words_of_commonmark(&markdown);
        let meant: String = document.plain_text().chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(seen, meant, "{}", markdown);
    }

    #[test]
    fn any_text_can_be_read_as_markdown(markdown in "[ -~\n\té]{0,80}") {
        let document = from_markdown(&markdown);
        prop_assert_eq!(parse(&document.to_json()).unwrap(), document);
    }
}
