//! Text areas without label or frame: for plain forms, and as the input of an editor.
//!
//! The framework does not escape the text inside this element on the server, so it is escaped here and nowhere else.

use leptos::prelude::*;

/// A text area of a plain form, filled on the server too; three lines high unless said otherwise.
#[must_use]
pub fn plain_area(name: String, value: &str, rows: Option<u16>) -> AnyView {
    let text = value.to_owned();
    let rows = rows.unwrap_or(3).clamp(2, 10).to_string();
    view! { <textarea class="panel-input form-area" name=name rows=rows prop:value=text.clone()>{initial_text(&text)}</textarea> }
        .into_any()
}

/// The input of an editor that opens in the browser: grows with its text, bound to a signal.
#[component]
pub fn BareArea(
    /// The text.
    value: RwSignal<String>,
    /// For screen readers.
    #[prop(into)]
    label: String,
    /// CSS classes.
    class: &'static str,
) -> AnyView {
    view! {
        <textarea class=class rows="1" aria-label=label autocomplete="off" prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))></textarea>
    }
    .into_any()
}

/// What stands between the tags: escaped where it becomes HTML text, as it is where it becomes a text node.
fn initial_text(text: &str) -> String {
    if cfg!(target_arch = "wasm32") {
        return text.to_owned();
    }
    // A line break right after the tag is dropped by the parser, so one more is given.
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::initial_text;

    #[test]
    fn text_cannot_leave_the_text_area() {
        let text = initial_text("</textarea><script>alert(1)</script>");
        assert!(!text.contains('<'));
        assert_eq!(initial_text("\na"), "\n\na");
    }
}
