//! The text inside a block as HTML.

use icosa_model::rich_text::{Inline, Span};
use leptos::prelude::*;

use super::view::color;

pub(super) fn content(content: &[Inline]) -> AnyView {
    content.iter().map(piece).collect_view().into_any()
}

/// The text without form.
pub(super) fn text_of(content: &[Inline]) -> String {
    content.iter().map(Inline::text).collect()
}

fn piece(piece: &Inline) -> AnyView {
    match piece {
        Inline::Text(text) => span(text),
        Inline::Link { href, content } => {
            let content = content.iter().map(span).collect_view();
            view! { <a href=href.clone() target="_blank" rel="noopener noreferrer nofollow">{content}</a> }
                .into_any()
        }
        Inline::Unknown(_) => view! { <span class="rich-text-chip">{piece.text()}</span> }.into_any(),
    }
}

/// Text inside one element per style.
fn span(span: &Span) -> AnyView {
    let styles = &span.styles;
    let mut shown = span.text.clone().into_any();
    if styles.code {
        shown = view! { <code>{shown}</code> }.into_any();
    }
    if styles.strike {
        shown = view! { <s>{shown}</s> }.into_any();
    }
    if styles.underline {
        shown = view! { <u>{shown}</u> }.into_any();
    }
    if styles.italic {
        shown = view! { <em>{shown}</em> }.into_any();
    }
    if styles.bold {
        shown = view! { <strong>{shown}</strong> }.into_any();
    }
    let (text, background) =
        (color(styles.other.get("textColor")), color(styles.other.get("backgroundColor")));
    if text.is_some() || background.is_some() {
        shown =
            view! { <span data-text-color=text data-background-color=background>{shown}</span> }.into_any();
    }
    shown
}
