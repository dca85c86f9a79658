//! The title of the browser's tab.
//!
//! The framework writes a title into the server's HTML as it is, so a record called `</title><script>…` would become
//! part of the page. It is escaped here; every page takes its title from here.

use leptos::prelude::*;
use leptos_meta::{Title, TitleProps};

/// Gives the tab its title. The server writes it into the head; the browser sets it directly, because the framework's
/// own component asks for a context that a page being exchanged may no longer reach.
#[component]
pub fn PageTitle(
    /// As [`document_title`] makes it.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    if cfg!(target_arch = "wasm32") {
        Effect::new(move |_| document().set_title(&text.get()));
    } else {
        // Told to the response while the component is made; there is nothing to draw. As text: the response asks for
        // it when the page's signals may be gone already, which is a matter of luck with many requests at once.
        drop(Title(TitleProps { formatter: None, text: Some(text.get_untracked().into()) }));
    }
}

/// The text of `<title>` for a page of that name.
#[must_use]
pub fn document_title(page: &str) -> String {
    let title = format!("{page} – Icosa");
    // In the browser it is set as text, where nothing needs escaping.
    if cfg!(target_arch = "wasm32") { title } else { escaped(&title) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::document_title;

    #[test]
    fn a_name_cannot_leave_the_title() {
        assert_eq!(document_title("</title><script>"), "&lt;/title&gt;&lt;script&gt; – Icosa");
    }
}
