//! The command menu: Ctrl or Command and K, from every signed-in page, finds records of all kinds and places to go to.

use std::time::Duration;

use icosa_contract::records::{FindRecords, RecordSummary};
use icosa_contract::routes;
use icosa_model::Model;
use icosa_rpc::LiveModel;
use icosa_rpc::records::records_find;
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use icosa_ui::hooks::{Way, is_held, use_debounce, use_window_listener};
use icosa_ui::modal::{Modal, ModalSize};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Records shown at once.
const RESULTS: u32 = 20;
/// A person types on within this time.
const PAUSE: Duration = Duration::from_millis(120);

/// The menu, closed; `open` opens it, as its keys do.
#[component]
pub fn CommandMenu(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Where one can go to.
    model: LiveModel,
) -> AnyView {
    use_window_listener(leptos::ev::keydown, move |event| {
        let is_meant = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        // The text editor has a use of its own for these keys.
        if is_meant && event.key().eq_ignore_ascii_case("k") && !event.default_prevented() {
            event.prevent_default();
            open.update(|open| *open = !*open);
        }
    });
    view! {
        <div class="command-menu">
            <Modal open title="Search" size=ModalSize::Large><Finder open model/></Modal>
        </div>
    }
    .into_any()
}

/// Made anew each time the menu opens.
#[component]
fn Finder(open: RwSignal<bool>, model: LiveModel) -> AnyView {
    let navigate = use_navigate();
    let (text, is_loading) = (RwSignal::new(String::new()), RwSignal::new(false));
    let found = RwSignal::new(Vec::<RecordSummary>::new());
    let search = use_debounce(PAUSE, move |wanted: String| {
        spawn_local(async move {
            let answer = records_find(FindRecords { text: wanted.clone(), limit: RESULTS }).await;
            // An answer to what is not asked any more says nothing.
            if text.try_get_untracked() == Some(wanted) {
                let _ = found.try_set(answer.unwrap_or_default());
                let _ = is_loading.try_set(false);
            }
        });
    });
    let on_search = Callback::new(move |typed: String| {
        let wanted = typed.trim().to_owned();
        text.set(wanted.clone());
        is_loading.set(!wanted.is_empty());
        if wanted.is_empty() {
            found.set(Vec::new());
        } else {
            search(wanted);
        }
    });
    let choices = Signal::derive(move || {
        let model = model.get();
        let records =
            found.with(|found| found.iter().map(|record| record_choice(&model, record)).collect::<Vec<_>>());
        records.into_iter().chain(places(&model, &text.get())).collect::<Vec<_>>()
    });
    let on_pick = Callback::new(move |path: String| {
        open.set(false);
        if !is_held(Way::Page(path.clone())) {
            navigate(&path, NavigateOptions::default());
        }
    });
    view! { <Combobox label="Search records and pages" choices on_search loading=is_loading on_pick/> }
        .into_any()
}

/// A record by its address.
fn record_choice(model: &Model, record: &RecordSummary) -> Choice {
    let label = if record.label.is_empty() { "Untitled".to_owned() } else { record.label.clone() };
    let object = model.object(&record.object);
    let id = record.id.to_string();
    let look = match (record.object.as_str(), object.and_then(|object| object.icon.clone())) {
        ("person" | "workspaceMember", _) => Look::person(id.clone(), None),
        ("company", _) => Look::company(id.clone(), None),
        (_, Some(icon)) => Look::Icon(icon.into()),
        (_, None) => Look::Plain,
    };
    let hint = object.map(|object| object.label_singular.clone()).unwrap_or_default();
    Choice { id: routes::record(&record.object, &id), label, hint, look }
}

/// Tables and settings whose names hold all the words.
fn places(model: &Model, text: &str) -> Vec<Choice> {
    let place = |path: String, label: String, icon: Option<String>| Choice {
        id: path,
        label,
        hint: String::new(),
        look: icon.map_or(Look::Plain, |icon| Look::Icon(icon.into())),
    };
    let tables = model.places().iter().filter_map(|known| {
        let object = model.object_by_id(known.object_id)?;
        Some(place(routes::index(&object.name_plural), known.label.clone(), known.icon.clone()))
    });
    let go_to = |path: &str, name: &str, icon: &str| {
        place(path.to_owned(), format!("Go to {name}"), Some(icon.to_owned()))
    };
    let settings = [
        go_to(routes::settings::PROFILE, "Settings", "IconSettings"),
        go_to(routes::settings::OBJECTS, "Data model", "IconHierarchy2"),
    ];
    let text = text.to_lowercase();
    let is_meant = |choice: &Choice| {
        let label = choice.label.to_lowercase();
        text.split_whitespace().all(|word| label.contains(word))
    };
    tables.chain(settings).filter(is_meant).collect()
}
