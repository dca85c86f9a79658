//! What the server sends of a primitive: it must be usable before any script runs.

use icosa_ui::checkbox::Checkbox;
use icosa_ui::chip::Chip;
use icosa_ui::floating::Popover;
use icosa_ui::input::{TextArea, TextInput};
use icosa_ui::modal::ConfirmDialog;
use icosa_ui::select::Select;
use icosa_ui::toast::{ToastStack, provide_toasts};
use leptos::prelude::*;

fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

#[test]
fn a_form_sends_what_it_shows() {
    let html = html(|| {
        let options = vec![("lead".to_owned(), "Lead".to_owned()), ("won".to_owned(), "Won".to_owned())];
        view! {
            <form>
                <TextInput name="email" label="E-mail" kind="email" value="ada@engines.com" required=true/>
                <Checkbox label="Subscribed" name="subscribed" checked=true/>
                <Select label="Stage" name="stage" options value="won"/>
            </form>
        }
        .into_any()
    });
    for part in [
        "type=\"email\"",
        "name=\"email\"",
        "value=\"ada@engines.com\"",
        "required",
        "name=\"subscribed\"",
        "checked",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(html.contains("<option value=\"won\" selected"), "{html}");
    assert!(!html.contains("<option value=\"lead\" selected"), "{html}");
}

#[test]
fn an_error_is_tied_to_its_input() {
    let html = html(|| {
        view! { <TextInput name="domain" label="Domain" error="This is not a domain name"/> }.into_any()
    });
    assert!(
        html.contains("aria-invalid=\"true\"") && html.contains("aria-describedby=\"note-domain\""),
        "{html}"
    );
    assert!(html.contains("id=\"note-domain\"") && html.contains("This is not a domain name"), "{html}");
}

#[test]
fn texts_cannot_become_markup() {
    let evil = "</textarea><script>alert(1)</script>\"><img src=x>";
    let html = html(|| {
        view! {
            <div>
                <TextArea value=RwSignal::new(evil.to_owned()) label="Notes"/>
                <TextInput name="name" value=evil/>
                <Chip label=evil/>
            </div>
        }
        .into_any()
    });
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}

#[test]
fn what_is_closed_is_not_sent() {
    let html = html(|| {
        let open = RwSignal::new(false);
        provide_toasts().success("Never on the server");
        view! {
            <div>
                <Popover open>"in the popover"</Popover>
                <ConfirmDialog open title="Delete?" message="in the dialog" confirm="Delete" on_confirm=|()| ()/>
                <p>"beside them"</p>
            </div>
        }
        .into_any()
    });
    assert!(html.contains("beside them"));
    assert!(!html.contains("in the popover") && !html.contains("in the dialog"), "{html}");
}

#[test]
fn messages_are_announced() {
    let html = html(|| {
        provide_toasts().error("The company was not saved");
        view! { <ToastStack/> }.into_any()
    });
    assert!(html.contains("aria-live=\"polite\"") && html.contains("role=\"alert\""), "{html}");
    assert!(html.contains("The company was not saved"), "{html}");
}
