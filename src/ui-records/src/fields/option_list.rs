//! A search field over a list of choices, with the keys of a combobox: arrows move, Enter picks, typing filters.

use icosa_ui::icon::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is picked.
    pub key: String,
    /// What people read and search.
    pub label: String,
    /// How it looks.
    pub look: Look,
}

/// How a choice is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// Dimmed text: "no value", "create …".
    Plain,
    /// A tag of that colour.
    Tag(String),
    /// A record with its initials.
    Record { id: String, object: String },
}

/// The search field and the list below it. The caller filters: `choices` already fit `query`.
#[component]
pub(crate) fn OptionList(
    /// What is chosen, for screen readers.
    label: String,
    query: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// Keys with a check mark.
    #[prop(into)]
    picked: Signal<Vec<String>>,
    /// More choices are on their way.
    #[prop(optional, into)]
    is_loading: Signal<bool>,
    on_pick: Callback<Choice>,
) -> AnyView {
    let active = RwSignal::new(0_usize);
    let list_id = format!("options-{}", uuid::Uuid::new_v4().simple());
    // Another query, another list: the first choice is the one Enter takes.
    Effect::new(move |_| {
        query.track();
        active.set(0);
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let last = choices.with_untracked(|choices| choices.len().saturating_sub(1));
        match event.key().as_str() {
            "ArrowDown" => active.update(|active| *active = if *active >= last { 0 } else { *active + 1 }),
            "ArrowUp" => active.update(|active| *active = active.checked_sub(1).unwrap_or(last)),
            "Enter" => {
                if let Some(choice) =
                    choices.with_untracked(|choices| choices.get(active.get_untracked()).cloned())
                {
                    on_pick.run(choice);
                }
            }
            _ => return,
        }
        event.prevent_default();
        scroll_to_active(&event);
    };
    let rows = move || {
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, choice)| view! { <Row place choice active picked on_pick/> }.into_any())
            .collect::<Vec<_>>()
    };
    let is_empty = move || choices.with(Vec::is_empty) && !is_loading.get();
    view! {
        <input class="field-input option-search" type="text" role="combobox" data-autofocus="" data-seeded="" aria-expanded="true"
            aria-controls=list_id.clone() aria-label=format!("Search {label}") placeholder="Search" autocomplete="off"
            prop:value=move || query.get() on:input=move |event| query.set(event_target_value(&event)) on:keydown=on_key/>
        <div id=list_id class="option-list" role="listbox" aria-label=label aria-busy=move || is_loading.get().to_string()>
            {rows}
            <p class="option-row option-none" class:hidden=move || !is_empty()>"Nothing found"</p>
        </div>
    }
    .into_any()
}

#[component]
fn Row(
    place: usize,
    choice: Choice,
    active: RwSignal<usize>,
    picked: Signal<Vec<String>>,
    on_pick: Callback<Choice>,
) -> AnyView {
    let key = choice.key.clone();
    let is_picked = Memo::new(move |_| picked.with(|picked| picked.contains(&key)));
    let look = draw(&choice);
    let pick = move |event: leptos::ev::MouseEvent| {
        // A pick may close the editor, and the value takes its place before the click has come that far.
        event.stop_propagation();
        on_pick.run(choice.clone());
    };
    // Mouse down keeps the focus in the search field, so that the editor does not think it was left.
    view! {
        <div class="option-row" role="option" aria-selected=move || is_picked.get().to_string()
            data-active=move || (active.get() == place).to_string()
            on:mousedown=|event| event.prevent_default() on:mousemove=move |_| active.set(place)
            on:click=pick>
            {look}
            <span class="option-check" class:hidden=move || !is_picked.get()><Icon name="IconCheck" size=14/></span>
        </div>
    }
    .into_any()
}

fn draw(choice: &Choice) -> AnyView {
    let label = choice.label.clone();
    match &choice.look {
        Look::Plain => view! { <span class="option-none">{label}</span> }.into_any(),
        Look::Tag(color) => view! { <icosa_ui::tag::Tag label color=color.clone()/> }.into_any(),
        Look::Record { id, object } => view! {
            <icosa_ui::avatar::Avatar name=label.clone() seed=id.clone() size=16/>
            <span class="truncate">{label.clone()}</span>
            <span class="item-badge">{object.clone()}</span>
        }
        .into_any(),
    }
}

fn scroll_to_active(event: &leptos::ev::KeyboardEvent) {
    let input = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let list = input.and_then(|input| input.next_element_sibling());
    request_animation_frame(move || {
        let row = list.and_then(|list| list.query_selector("[data-active='true']").ok().flatten());
        if let Some(row) = row {
            row.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    });
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}
