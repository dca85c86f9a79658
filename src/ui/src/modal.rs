//! Dialogs over the page. The browser's own modal dialog traps the focus, makes the page behind inert and gives the
//! focus back when it closes.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::button::{Button, IconButton, Variant};
use crate::input::TextInput;

/// Width of a dialog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ModalSize {
    /// 300 pixels.
    Small,
    /// 400 pixels.
    #[default]
    Medium,
    /// Half of the window, at least 640 pixels.
    Large,
}

/// A dialog. Its content is made when it opens and dropped when it closes; Escape and a press on the backdrop close
/// it. Mark what should have the focus first with `autofocus`.
#[component]
pub fn Modal(
    /// Whether it is open; set it to open and close.
    open: RwSignal<bool>,
    /// Its heading, also its spoken name.
    #[prop(into)]
    title: String,
    /// Its width.
    #[prop(optional)]
    size: ModalSize,
    /// Heading in the middle and no close button, for a question.
    #[prop(optional)]
    centred: bool,
    /// Its content.
    children: ChildrenFn,
) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = dialog.get() else { return };
        match (open.get(), element.open()) {
            (true, false) => {
                let _ = element.show_modal();
                request_animation_frame(move || crate::hooks::focus_first(&element));
            }
            (false, true) => element.close(),
            _ => {}
        }
    });
    let class = match size {
        ModalSize::Small => "modal modal-small",
        ModalSize::Medium => "modal",
        ModalSize::Large => "modal modal-large",
    };
    // The dialog itself is pressed only where its content does not cover it: on the backdrop.
    let press = move |event: leptos::ev::PointerEvent| {
        let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if pressed.is_some() && pressed == dialog.get_untracked() {
            open.set(false);
        }
    };
    let heading = title.clone();
    let content = move || {
        open.get().then(|| {
            let close = (!centred).then(|| {
                view! {
                    <span class="modal-close">
                        <IconButton icon="IconX" label="Close" no_tip=true on_click=move |_| open.set(false)/>
                    </span>
                }
            });
            view! {
                <div class="modal-body" class:modal-centred=centred>
                    <h2 class="modal-head">{heading.clone()}</h2>
                    {children()}
                    {close}
                </div>
            }
            .into_any()
        })
    };
    view! {
        <dialog class=class aria-label=title node_ref=dialog on:pointerdown=press on:close=move |_| open.set(false)>{content}</dialog>
    }
    .into_any()
}

/// Asks before something is done that cannot be undone by another click. Enter confirms, Escape cancels.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question: "Delete 3 people?"
    #[prop(into)]
    title: String,
    /// What follows from it.
    #[prop(into)]
    message: Signal<String>,
    /// Label of the button that does it: the same verb as in the title.
    #[prop(into)]
    confirm: String,
    /// It destroys something.
    #[prop(optional)]
    danger: bool,
    /// Text that must be typed first, for what cannot be taken back at all.
    #[prop(optional, into)]
    typed: Option<String>,
    /// Called once, after the dialog has closed.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> AnyView {
    let (confirm, typed) = (StoredValue::new(confirm), StoredValue::new(typed));
    view! {
        <Modal open title centred=true>
            <ConfirmForm open message confirm=confirm.get_value() danger typed=typed.get_value() on_confirm/>
        </Modal>
    }
    .into_any()
}

/// Made anew each time the dialog opens, so that what was typed before is gone.
#[component]
fn ConfirmForm(
    open: RwSignal<bool>,
    message: Signal<String>,
    confirm: String,
    danger: bool,
    typed: Option<String>,
    on_confirm: Callback<()>,
) -> AnyView {
    let text = RwSignal::new(String::new());
    let wanted = typed.clone();
    let is_ready =
        Memo::new(move |_| wanted.as_ref().is_none_or(|wanted| text.with(|text| text.trim() == *wanted)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_ready.get_untracked() {
            open.set(false);
            on_confirm.run(());
        }
    };
    let field = typed.map(|wanted| {
        let label = format!("Type {wanted} to confirm");
        view! { <TextInput bind=text placeholder=wanted label autofocus=true/> }
    });
    view! {
        <form class="modal-form" on:submit=submit>
            <p class="modal-text">{move || message.get()}</p>
            {field}
            <Button kind="submit" variant=Variant::Primary danger=danger blue=true full_width=true
                disabled=move || !is_ready.get()>{confirm}</Button>
            <Button variant=Variant::Secondary full_width=true on_click=move |_| open.set(false)>"Cancel"</Button>
        </form>
    }
    .into_any()
}
