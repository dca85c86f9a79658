//! The buttons of an import's forms.

use icosa_contract::transfer::form::{ImportStep, STEP};
use icosa_ui::button::{Button, Variant};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A button that the server understands where it is pressed without JavaScript.
#[component]
pub(super) fn StepButton(
    /// What the server is asked for.
    step: ImportStep,
    /// How much it stands out; the primary one is blue.
    #[prop(optional)]
    variant: Variant,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Does it in this window.
    #[prop(into)]
    act: Callback<()>,
    /// The label.
    children: Children,
) -> AnyView {
    view! {
        <Button kind="submit" name=STEP value=step.as_str() variant blue=variant == Variant::Primary
            disabled on_click=instead(act)>{children()}</Button>
    }
    .into_any()
}

/// Does it in this window instead of sending the form.
pub(super) fn instead(act: Callback<()>) -> impl Fn(MouseEvent) + Send + Sync + 'static {
    move |event| {
        event.prevent_default();
        act.run(());
    }
}
