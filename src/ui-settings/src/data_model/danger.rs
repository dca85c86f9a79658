//! Switching off and deleting where JavaScript does not run: by plain forms, with what is lost said before and the way
//! back offered after.

use icosa_contract::data_model::Target;
use icosa_contract::forms::Flash;
use icosa_contract::routes::{forms, settings};
use icosa_rpc::data_model::data_model_impact;
use icosa_ui::button::{Button, LinkButton, Size, Variant};
use icosa_ui_records::flash::Flashed;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::removal::lost;
use crate::page::refusal;

/// A button that switches an object or a field on or off: at once where the page is awake, else by its form.
#[component]
pub(super) fn SwitchForm(
    /// Where the form goes.
    action: String,
    /// Whether it is on.
    is_active: Memo<bool>,
    /// It is on its way.
    is_busy: RwSignal<bool>,
    /// Called in place of the form.
    on_switch: Callback<()>,
) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_switch.run(());
    };
    let other = (!is_active.get_untracked()).to_string();
    view! {
        <form method="post" action=action on:submit=submit>
            <input type="hidden" name="isActive" value=other/>
            <Button kind="submit" icon="IconArchive" loading=is_busy>
                {move || if is_active.get() { "Deactivate" } else { "Activate" }}
            </Button>
        </form>
    }
    .into_any()
}

/// A button that opens the dialog; without JavaScript a link to the same page with the question on it.
#[component]
pub(super) fn RemovalButton(
    /// "Delete object".
    label: &'static str,
    /// The page, without the question.
    page: String,
    /// Opens the dialog.
    #[prop(into)]
    on_click: Callback<()>,
) -> AnyView {
    view! {
        <span class="js-only"><Button danger=true icon="IconTrash" on_click=move |_| on_click.run(())>{label}</Button></span>
        <a class="btn btn-secondary btn-danger no-js-only" href=settings::with_removal(&page)>{label}</a>
    }
    .into_any()
}

/// The question on the page, where its address asks it.
#[component]
pub(super) fn PlainQuestion(
    /// What is to be deleted.
    target: Target,
    /// What people call it.
    label: String,
    /// The page, without the question.
    page: String,
) -> AnyView {
    let is_asked = use_query_map().with_untracked(|query| query.get("remove").is_some());
    if !is_asked {
        return ().into_any();
    }
    let action = match target {
        Target::Object(id) => forms::delete_object(&id.to_string()),
        Target::Field(id) => forms::delete_field(&id.to_string()),
    };
    let impact = Resource::new(|| (), move |()| data_model_impact(target));
    let loss = move || Suspend::new(async move { lost(Some(&impact.await), target) });
    view! {
        <form method="post" action=action class="set-question no-js-only">
            <h3 class="font-medium">{format!("Delete {label}?")}</h3>
            <Transition>{loss}</Transition>
            <div class="set-buttons">
                <Button kind="submit" variant=Variant::Primary danger=true>"Delete"</Button>
                <LinkButton href=page>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

/// The way back from a deletion, where the address offers it (`?undo=`); also why it could not be gone.
#[component]
pub(super) fn UndoOffer(
    /// The page it stands on.
    #[prop(into)]
    page: String,
) -> AnyView {
    let undo =
        use_query_map().with_untracked(|query| query.get("undo")).and_then(|id| Uuid::parse_str(&id).ok());
    let offer = undo.map(|undo| {
        view! {
            <form method="post" action=forms::RESTORE_DELETED class="set-undo">
                <input type="hidden" name="undo" value=undo.to_string()/>
                <input type="hidden" name="next" value=page/>
                <span>"Deleted. It can be brought back for a day."</span>
                <Button kind="submit" size=Size::Small>"Undo"</Button>
            </form>
        }
    });
    view! { <Flashed content=Callback::new(|flash: Flash| refusal(&flash))/>{offer} }.into_any()
}
