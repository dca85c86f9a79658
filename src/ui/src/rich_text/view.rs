//! A document as HTML.

use icosa_model::rich_text::url::safe_source;
use icosa_model::rich_text::{Block, BlockKind, Cell, Document, Media, MediaKind, Table, parse};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::inline::{content, text_of};

/// Shows rich text. Text that is not a document shows nothing.
#[component]
pub fn RichTextView(
    /// JSON text of the document (`blocknote`).
    #[prop(into)]
    value: Signal<String>,
) -> AnyView {
    view! {
        <div class="rich-text">
            {move || value.with(|value| blocks(&parse(value).unwrap_or_default().blocks))}
        </div>
    }
    .into_any()
}

/// A document that is at hand, such as one read from markdown.
#[must_use]
pub fn document_view(document: &Document) -> AnyView {
    view! { <div class="rich-text">{blocks(&document.blocks)}</div> }.into_any()
}

/// Kinds of lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Bullets,
    Numbers,
    Checks,
}

fn list_of(block: &Block) -> Option<List> {
    match block.kind {
        BlockKind::BulletListItem => Some(List::Bullets),
        BlockKind::NumberedListItem { .. } => Some(List::Numbers),
        BlockKind::CheckListItem { .. } => Some(List::Checks),
        _ => None,
    }
}

/// Neighbouring list items become one list.
fn blocks(blocks: &[Block]) -> AnyView {
    blocks
        .chunk_by(|one, other| list_of(one).is_some() && list_of(one) == list_of(other))
        .filter_map(|group| {
            let first = group.first()?;
            Some(list_of(first).map_or_else(|| block(first), |kind| list(kind, group)))
        })
        .collect_view()
        .into_any()
}

fn list(kind: List, items: &[Block]) -> AnyView {
    let start = items.first().and_then(|first| match first.kind {
        BlockKind::NumberedListItem { start } => start.map(|start| start.to_string()),
        _ => None,
    });
    let items = items.iter().map(item).collect_view();
    match kind {
        List::Bullets => view! { <ul>{items}</ul> }.into_any(),
        List::Numbers => view! { <ol start=start>{items}</ol> }.into_any(),
        List::Checks => view! { <ul data-type="taskList">{items}</ul> }.into_any(),
    }
}

fn item(block: &Block) -> AnyView {
    let text = paragraph(block);
    let children = (!block.children.is_empty()).then(|| blocks(&block.children));
    let BlockKind::CheckListItem { checked } = block.kind else {
        return view! { <li>{text}{children}</li> }.into_any();
    };
    view! {
        <li data-checked=checked.to_string()>
            <label><input type="checkbox" disabled checked=checked aria-label=text_of(&block.content)/><span></span></label>
            <div>{text}{children}</div>
        </li>
    }
    .into_any()
}

/// A block that is not a list item, with what is nested under it.
fn block(block: &Block) -> AnyView {
    if block.kind == BlockKind::Quote {
        return view! { <blockquote>{paragraph(block)}{blocks(&block.children)}</blockquote> }.into_any();
    }
    let own = match &block.kind {
        BlockKind::Heading { level } => heading(*level, block),
        BlockKind::CodeBlock { language, code } => {
            let language = (!language.is_empty()).then(|| language.clone());
            view! { <pre data-language=language><code>{code.clone()}</code></pre> }.into_any()
        }
        BlockKind::Table(rows) => table(rows),
        BlockKind::Media(facts) => media(facts, &block.props),
        BlockKind::Divider => view! { <hr/> }.into_any(),
        _ => paragraph(block),
    };
    if block.children.is_empty() {
        return own;
    }
    view! { {own}<div class="rich-text-nested">{blocks(&block.children)}</div> }.into_any()
}

fn paragraph(block: &Block) -> AnyView {
    let Looks { text, background, align } = looks(&block.props);
    view! {
        <p data-text-color=text data-background-color=background data-align=align>{content(&block.content)}</p>
    }
    .into_any()
}

fn heading(level: u8, block: &Block) -> AnyView {
    let Looks { text, background, align } = looks(&block.props);
    let inner = content(&block.content);
    macro_rules! heading {
        ($tag:ident) => {
            view! { <$tag data-text-color=text data-background-color=background data-align=align>{inner}</$tag> }
                .into_any()
        };
    }
    match level {
        1 => heading!(h1),
        2 => heading!(h2),
        3 => heading!(h3),
        4 => heading!(h4),
        5 => heading!(h5),
        _ => heading!(h6),
    }
}

/// Colours and alignment of a block, as attributes that the style sheet knows.
struct Looks {
    text: Option<&'static str>,
    background: Option<&'static str>,
    align: Option<&'static str>,
}

fn looks(props: &Map<String, Value>) -> Looks {
    let align = match props.get("textAlignment").and_then(Value::as_str) {
        Some("center") => Some("center"),
        Some("right") => Some("right"),
        Some("justify") => Some("justify"),
        _ => None,
    };
    Looks { text: color(props.get("textColor")), background: color(props.get("backgroundColor")), align }
}

/// Colours a document may name; others are not shown.
const COLORS: [&str; 9] = ["gray", "brown", "red", "orange", "yellow", "green", "blue", "purple", "pink"];

pub(super) fn color(value: Option<&Value>) -> Option<&'static str> {
    let name = value?.as_str()?;
    COLORS.into_iter().find(|color| *color == name)
}

fn table(table: &Table) -> AnyView {
    let split = usize::try_from(table.header_rows).unwrap_or(0).min(table.rows.len());
    let (head, body) = table.rows.split_at(split);
    let row = |cells: &Vec<Cell>, header: bool| {
        let cells = cells.iter().map(|one| cell(one, header)).collect_view();
        view! { <tr>{cells}</tr> }.into_any()
    };
    let head = head.iter().map(|cells| row(cells, true)).collect_view();
    let body = body.iter().map(|cells| row(cells, false)).collect_view();
    view! {
        <div class="rich-text-table"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>
    }
    .into_any()
}

fn cell(cell: &Cell, header: bool) -> AnyView {
    let span = |key| {
        let count = cell.props.as_ref()?.get(key)?.as_u64()?;
        (count > 1).then(|| count.to_string())
    };
    let (columns, rows) = (span("colspan"), span("rowspan"));
    let content = content(&cell.content);
    if header {
        view! { <th scope="col" colspan=columns rowspan=rows>{content}</th> }.into_any()
    } else {
        view! { <td colspan=columns rowspan=rows>{content}</td> }.into_any()
    }
}

fn media(media: &Media, props: &Map<String, Value>) -> AnyView {
    let name = if media.name.is_empty() { media.caption.clone() } else { media.name.clone() };
    let Some(source) = safe_source(&media.url, media.kind == MediaKind::Image) else {
        return view! { <p>{name}</p> }.into_any();
    };
    let shown = match media.kind {
        MediaKind::Image => {
            let alt = if media.caption.is_empty() { media.name.clone() } else { media.caption.clone() };
            let width = props.get("previewWidth").and_then(Value::as_f64).map(|width| format!("{width:.0}"));
            view! { <img src=source alt=alt width=width loading="lazy"/> }.into_any()
        }
        MediaKind::Video => {
            view! { <video src=source controls preload="metadata" aria-label=name></video> }.into_any()
        }
        MediaKind::Audio => {
            view! { <audio src=source controls preload="metadata" aria-label=name></audio> }.into_any()
        }
        MediaKind::File => {
            let label = if name.is_empty() { source.clone() } else { name };
            view! { <a href=source target="_blank" rel="noopener noreferrer">{label}</a> }.into_any()
        }
    };
    let caption = (!media.caption.is_empty() && media.kind != MediaKind::File).then(|| media.caption.clone());
    view! { <figure>{shown}{caption.map(|caption| view! { <figcaption>{caption}</figcaption> })}</figure> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use icosa_model::rich_text::from_markdown;

    use super::*;

    /// The HTML without the framework's own comments.
    fn html(view: impl FnOnce() -> AnyView) -> String {
        let html = Owner::new().with(|| view().to_html());
        html.replace("<!>", "").replace("<!---->", "")
    }

    fn of_blocks(json: &str) -> String {
        let json = json.to_owned();
        html(move || view! { <RichTextView value=Signal::stored(json)/> }.into_any())
    }

    #[test]
    fn a_document_is_semantic_html_before_any_script_runs() {
        let document = from_markdown(
            "## Plan\n\n**Call** [Ada](https://a.example)\n\n* one\n  1. deep\n* two\n\n> said\n\n* [x] done\n\n---\n\n```rust\nlet x;\n```",
        );
        let shown = html(|| document_view(&document));
        for part in [
            "<h2>Plan</h2>",
            "<p><strong>Call</strong> <a href=\"https://a.example\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">Ada</a></p>",
            "<ul><li><p>one</p><ol><li><p>deep</p></li></ol></li><li><p>two</p></li></ul>",
            "<blockquote><p>said</p>",
            "<li data-checked=\"true\">",
            "<hr>",
            "<pre data-language=\"rust\"><code>let x;</code></pre>",
        ] {
            assert!(shown.contains(part), "{part}\n{shown}");
        }
    }

    #[test]
    fn text_is_escaped_and_unsafe_addresses_are_not_written() {
        let shown = of_blocks(
            r#"[{"type":"paragraph","content":[{"type":"text","text":"<script>alert(1)</script>","styles":{}},
                {"type":"link","href":"javascript:alert(1)","content":"click"}]},
               {"type":"image","props":{"url":"javascript:alert(1)","name":"a.png","caption":"\"><img onerror=x>"}},
               {"type":"file","props":{"url":"data:text/html,x","name":"b.pdf"}},
               {"type":"paragraph","props":{"textColor":"red\" onclick=\"x","textAlignment":"center"},"content":"end"}]"#,
        );
        assert!(
            !shown.contains("<script") && !shown.contains("javascript:") && !shown.contains("data:text"),
            "{shown}"
        );
        assert!(!shown.contains("<img") && !shown.contains("onclick"), "{shown}");
        assert!(shown.contains("click") && shown.contains("a.png") && shown.contains("b.pdf"), "{shown}");
        assert!(shown.contains("<p data-align=\"center\">end</p>"), "{shown}");
    }

    #[test]
    fn tables_pictures_and_unknown_blocks_are_shown() {
        let shown = of_blocks(
            r#"[{"type":"table","content":{"type":"tableContent","headerRows":1,"rows":[{"cells":["A"]},{"cells":[
                {"type":"tableCell","props":{"colspan":2},"content":"1"}]}]}},
               {"type":"image","props":{"url":"/file/a.png","caption":"A cat","previewWidth":300}},
               {"type":"toggleListItem","content":"folded","children":[{"type":"paragraph","content":"inside"}]}]"#,
        );
        assert!(shown.contains("<thead><tr><th scope=\"col\">A</th></tr></thead>"), "{shown}");
        assert!(shown.contains("<td colspan=\"2\">1</td>"), "{shown}");
        assert!(shown.contains("src=\"/file/a.png\" alt=\"A cat\" width=\"300\""), "{shown}");
        assert!(shown.contains("<p>folded</p>") && shown.contains("<p>inside</p>"), "{shown}");
    }

    #[test]
    fn what_is_no_document_shows_nothing() {
        assert_eq!(of_blocks("oops"), "<div class=\"rich-text\"></div>");
    }
}
