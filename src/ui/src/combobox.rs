//! Choosing one or several of many by typing and by key.

mod matches;
mod rows;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::chip::Look;
use crate::hooks::{focus, matching};
use crate::icon::Icon;
use matches::matches;
use rows::options;

/// One thing that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What `on_pick` gets.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Grey text at its end.
    pub hint: String,
    /// What stands before the label.
    pub look: Look,
}

#[derive(Clone, Copy)]
struct Combo {
    choices: Signal<Vec<Choice>>,
    selected: Signal<Vec<String>>,
    multiple: bool,
    searches_itself: bool,
    query: RwSignal<String>,
    active: RwSignal<usize>,
    loading: Signal<bool>,
    on_pick: Callback<String>,
    on_create: Option<Callback<String>>,
    words: StoredValue<Words>,
}

/// What does not change while the component lives.
struct Words {
    none: String,
    create: String,
    /// Id of the list; those of its options begin with it.
    list: String,
}

impl Combo {
    /// Choices that match, in order; "none" comes first while nothing is typed.
    fn shown(self) -> Vec<Choice> {
        let all = self.choices.get();
        let mut shown =
            if self.searches_itself { self.query.with(|query| matches(&all, query)) } else { all };
        let none = self.words.with_value(|words| words.none.clone());
        if !none.is_empty() && self.query.with(|query| query.trim().is_empty()) {
            shown.insert(0, Choice { label: none, ..Choice::default() });
        }
        shown
    }

    /// Text for which "create" is offered: typed, looked for, and no choice is called exactly that.
    fn creatable(self, shown: &[Choice]) -> Option<String> {
        self.on_create?;
        if self.loading.get() {
            return None;
        }
        let text = self.query.with(|query| query.trim().to_owned());
        let is_new = !text.is_empty() && shown.iter().all(|choice| !choice.label.eq_ignore_ascii_case(&text));
        is_new.then_some(text)
    }

    /// The chosen one of several, where it can be told at once.
    fn first_active(self) -> usize {
        let is_chosen = |choice: &Choice| self.selected.with(|selected| selected.contains(&choice.id));
        let place = || self.shown().iter().position(is_chosen);
        if self.multiple { 0 } else { place().unwrap_or(0) }
    }

    fn option_id(self, at: usize) -> String {
        self.words.with_value(|words| format!("{}-{at}", words.list))
    }
}

/// A search field over a list. Type to filter, arrows move, Enter picks, Escape is left to what is around it. With
/// `multiple`, picking toggles and the list stays. Stands in a `Popover` with `bare`, or in the editor of a field.
#[component]
pub fn Combobox(
    /// What is chosen: "Search people".
    #[prop(into)]
    label: String,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Ids of what is chosen.
    #[prop(optional, into)]
    selected: Signal<Vec<String>>,
    /// Several can be chosen.
    #[prop(optional)]
    multiple: bool,
    /// Called with the id that was picked (with `multiple`: toggled).
    #[prop(into)]
    on_pick: Callback<String>,
    /// Called with the text whenever it changes; then `choices` must follow and is not filtered here.
    #[prop(optional, into)]
    on_search: Option<Callback<String>>,
    /// Choices for the text are on their way.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Offers to create what was typed.
    #[prop(optional, into)]
    on_create: Option<Callback<String>>,
    /// That offer is made at all.
    #[prop(default = true)]
    creates: bool,
    /// How that offer begins: "Create company".
    #[prop(default = "Create".to_owned(), into)]
    create: String,
    /// A first choice with an empty id: "No company".
    #[prop(optional, into)]
    none: String,
    /// What stands in the search field at first.
    #[prop(optional, into)]
    seed: String,
    /// Stands below the list.
    #[prop(optional)]
    footer: Option<ViewFn>,
) -> AnyView {
    let (query, active) = (RwSignal::new(seed), RwSignal::new(0_usize));
    let searches_itself = on_search.is_none();
    let on_create = on_create.filter(|_| creates);
    let list_id = format!("options-{}", uuid::Uuid::new_v4().simple());
    let words = StoredValue::new(Words { none, create, list: list_id.clone() });
    let combo = Combo {
        choices,
        selected,
        multiple,
        searches_itself,
        query,
        active,
        loading,
        on_pick,
        on_create,
        words,
    };
    active.set(untrack(|| combo.first_active()));
    let (input, list) = (NodeRef::<html::Input>::new(), NodeRef::<html::Div>::new());
    Effect::new(move |before: Option<String>| {
        let text = query.get();
        if before.as_ref().is_some_and(|before| *before != text) {
            active.set(0);
            if let Some(on_search) = on_search {
                on_search.run(text.clone());
            }
        }
        text
    });
    // The active option scrolls into view; the focus stays in the search field.
    Effect::new(move || {
        active.track();
        let Some(list) = list.get() else { return };
        if let Some(option) = matching(&list, "[data-active]").first() {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    Effect::new(move || {
        if let Some(input) = input.get() {
            focus(&input);
        }
    });
    let on_key = move |event: KeyboardEvent| press_key(combo, &event);
    view! {
        <div class="combo" on:keydown=on_key>
            <div class="combo-search input-group input-search input-plain">
                <Icon name="IconSearch"/>
                <input class="input" type="text" role="combobox" data-autofocus="" data-seeded="" placeholder=label.clone()
                    aria-label=label.clone() aria-expanded="true" aria-controls=list_id.clone() autocomplete="off" spellcheck="false"
                    aria-activedescendant=move || combo.option_id(active.get()) node_ref=input
                    prop:value=move || query.get() on:input=move |event| query.set(event_target_value(&event))/>
            </div>
            // Mouse down leaves the focus in the search field, so that nobody thinks it was left.
            <div id=list_id class="combo-list" role="listbox" aria-label=label aria-multiselectable=multiple.then_some("true")
                node_ref=list aria-busy=move || loading.get().then_some("true") on:mousedown=|event| event.prevent_default()>
                {move || options(combo, loading.get())}
            </div>
            {footer.map(|footer| view! { <div class="combo-foot">{footer.run()}</div> })}
        </div>
    }
    .into_any()
}

fn press_key(combo: Combo, event: &KeyboardEvent) {
    if event.is_composing() {
        return;
    }
    let (shown, key) = (untrack(move || combo.shown()), event.key());
    let creatable = untrack(move || combo.creatable(&combo.shown()));
    let count = shown.len() + usize::from(creatable.is_some());
    let at = combo.active.get_untracked();
    if key == "Enter" {
        event.prevent_default();
        event.stop_propagation();
        if combo.loading.get_untracked() {
            return; // what is listed does not fit what is typed yet
        }
        match (shown.get(at), creatable, combo.on_create) {
            (Some(choice), _, _) => combo.on_pick.run(choice.id.clone()),
            (None, Some(text), Some(on_create)) => on_create.run(text),
            _ => {}
        }
    } else if let ("ArrowDown" | "ArrowUp", Some(next)) =
        (key.as_str(), crate::menu::step(&key, Some(at), count))
    {
        event.prevent_default();
        event.stop_propagation();
        combo.active.set(next);
    }
}
