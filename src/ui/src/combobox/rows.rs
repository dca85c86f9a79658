//! The rows of the list below the search field.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{Choice, Combo};
use crate::chip::Look;
use crate::icon::Icon;
use crate::progress::Spinner;
use crate::tag::Tag;

/// The list as it stands: choices, the offer to create, or why there is nothing.
pub(super) fn options(combo: Combo, is_loading: bool) -> AnyView {
    let shown = combo.shown();
    let creatable = combo.creatable(&shown);
    if shown.is_empty() && creatable.is_none() {
        return if is_loading {
            view! { <p class="combo-note"><Spinner/></p> }.into_any()
        } else {
            view! { <p class="combo-note">"Nothing found"</p> }.into_any()
        };
    }
    let create = creatable.zip(combo.on_create).map(|(text, on_create)| {
        let (at, shown) = (shown.len(), combo.words.with_value(|words| format!("{} “{text}”", words.create)));
        view! {
            <div id=combo.option_id(at) class="combo-option" role="option" aria-selected="false"
                data-active=move || (combo.active.get() == at).then_some("")
                on:pointermove=move |_| combo.active.set(at)
                on:click=move |event| {
                    event.stop_propagation();
                    on_create.run(text.clone());
                }>
                <Icon name="IconPlus"/>
                <span class="truncate">{shown}</span>
            </div>
        }
    });
    let rows: Vec<AnyView> = shown
        .into_iter()
        .enumerate()
        .map(|(at, choice)| view! { <OptionRow combo at choice/> }.into_any())
        .collect();
    view! { <>{rows}{create}</> }.into_any()
}

#[component]
fn OptionRow(combo: Combo, at: usize, choice: Choice) -> AnyView {
    let Choice { id, label, hint, look } = choice;
    let own = id.clone();
    let is_none = id.is_empty();
    let is_chosen = Memo::new(move |_| combo.selected.with(|selected| selected.contains(&own)));
    let text = match &look {
        _ if is_none => view! { <span class="combo-none truncate">{label.clone()}</span> }.into_any(),
        Look::Tag(color) => view! { <Tag label=label.clone() color=color.clone()/> }.into_any(),
        _ => view! { <span class="truncate">{label.clone()}</span> }.into_any(),
    };
    let check = (combo.multiple && !is_none)
        .then(|| view! { <span class="combo-box"><Icon name="IconCheck" size=10/></span> });
    // A pick may close what is around, and the value takes its place before the click has come that far.
    let pick = move |event: MouseEvent| {
        event.stop_propagation();
        combo.on_pick.run(id.clone());
    };
    let tick = move || {
        (!combo.multiple && is_chosen.get())
            .then(|| view! { <span class="combo-tick"><Icon name="IconCheck"/></span> })
    };
    view! {
        <div id=combo.option_id(at) class="combo-option" role="option" aria-selected=move || is_chosen.get().to_string()
            data-active=move || (combo.active.get() == at).then_some("")
            on:pointermove=move |_| combo.active.set(at) on:click=pick>
            {check}
            {look.view(&label, 16)}
            {text}
            {(!hint.is_empty()).then(|| view! { <span class="combo-hint truncate">{hint}</span> })}
            {tick}
        </div>
    }
    .into_any()
}
