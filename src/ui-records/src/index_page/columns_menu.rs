//! The columns of a view: which are shown, and in which order.

use icosa_model::FieldId;
use icosa_ui::button::IconButton;
use icosa_ui::hooks::{focus, use_window_listener};
use icosa_ui::icon::Icon;
use leptos::ev::{self, KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::options::{Current, ViewSender};
use super::view_changes::{move_column, show_column};

/// A field that is or can be a column.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    id: FieldId,
    label: String,
    icon: String,
}

#[derive(Clone, Copy)]
struct List {
    current: Signal<Option<Current>>,
    sender: ViewSender,
    /// The visible columns as they stand, the label first; ahead of the server while one is dragged.
    order: RwSignal<Vec<FieldId>>,
    dragged: RwSignal<Option<FieldId>>,
    element: NodeRef<html::Div>,
}

impl List {
    fn show(self, field: FieldId, is_visible: bool) {
        let change = self
            .current
            .with_untracked(|current| Some(show_column(current.as_ref()?.view()?, field, is_visible)));
        self.sender.send(change.into_iter().collect(), None);
    }

    fn store(self, moved: FieldId) {
        let order = self.order.get_untracked();
        let change =
            self.current.with_untracked(|current| move_column(current.as_ref()?.view()?, &order, moved));
        if let Some(change) = change {
            self.sender.send(vec![change], None);
        }
    }

    /// Moves a column; never before the label.
    fn place(self, moved: FieldId, to: usize) {
        self.order.update(|order| {
            if let Some(from) = order.iter().position(|id| *id == moved) {
                let to = to.clamp(1, order.len().saturating_sub(1).max(1));
                let id = order.remove(from);
                order.insert(to.min(order.len()), id);
            }
        });
    }

    fn place_of(self, field: FieldId) -> Option<usize> {
        self.order.with_untracked(|order| order.iter().position(|id| *id == field))
    }
}

/// The list of columns.
#[component]
pub(super) fn ColumnsMenu(
    current: Signal<Option<Current>>,
    sender: ViewSender,
    #[prop(into)] on_back: Callback<()>,
) -> AnyView {
    let list = List {
        current,
        sender,
        order: RwSignal::new(visible(&current.get_untracked())),
        dragged: RwSignal::new(None),
        element: NodeRef::new(),
    };
    Effect::new(move |_| {
        let stored = current.with(visible);
        if list.dragged.get_untracked().is_none() {
            list.order.set(stored);
        }
    });
    follow_drag(list);
    let hidden = move || -> Vec<AnyView> {
        let hidden = current.with(|current| hidden(current, &list.order.get()));
        hidden.into_iter().map(|entry| hidden_row(list, entry)).collect()
    };
    view! {
        <div class="rec-columns">
            <div class="rec-columns-head">
                <IconButton icon="IconChevronLeft" label="Back" no_tip=true on_click=move |_| on_back.run(())/>
                <span class="font-medium">"Columns"</span>
            </div>
            <div class="rec-columns-list" node_ref=list.element>
                <For each=move || list.order.get() key=|id| *id children=move |id| view! { <ShownRow list id/> }.into_any()/>
                <p class="menu-heading">"Hidden"</p>
                {hidden}
            </div>
        </div>
    }
    .into_any()
}

fn visible(current: &Option<Current>) -> Vec<FieldId> {
    let Some(current) = current else { return Vec::new() };
    let label = current.object.label_identifier_field_id;
    let columns = current.view().map(|view| view.columns.as_slice()).unwrap_or_default();
    let others = columns.iter().filter(|column| column.row.is_visible && column.row.field_id != label);
    std::iter::once(label).chain(others.map(|column| column.row.field_id)).collect()
}

fn hidden(current: &Option<Current>, shown: &[FieldId]) -> Vec<Entry> {
    let Some(current) = current else { return Vec::new() };
    let is_column = |field: &&icosa_model::Field| {
        let kind = field.field_type;
        !shown.contains(&field.id)
            && !matches!(kind, icosa_model::FieldType::TsVector | icosa_model::FieldType::Position)
    };
    current.object.fields.iter().filter(is_column).map(entry).collect()
}

fn entry(field: &icosa_model::Field) -> Entry {
    let icon = field.icon.clone().unwrap_or_else(|| crate::fields::type_icon(field.field_type).to_owned());
    Entry { id: field.id, label: field.label.clone(), icon }
}

#[component]
fn ShownRow(list: List, id: FieldId) -> AnyView {
    let found = list.current.with_untracked(|current| {
        let object = &current.as_ref()?.object;
        Some((entry(object.field_by_id(id)?), object.label_identifier_field_id == id))
    });
    let Some((entry, is_label)) = found else { return ().into_any() };
    let grip = if is_label {
        view! { <span class="rec-column-grip"></span> }.into_any()
    } else {
        view! { <Grip list id label=entry.label.clone()/> }.into_any()
    };
    let hide = (!is_label).then(|| {
        let label = format!("Hide {}", entry.label);
        view! { <IconButton icon="IconEye" label no_tip=true on_click=move |_| list.show(id, false)/> }
    });
    view! {
        <div class="rec-column" data-column=id.to_string() class:rec-column-held=move || list.dragged.get() == Some(id)>
            {grip}<Icon name=entry.icon/><span class="truncate">{entry.label}</span>{hide}
        </div>
    }
    .into_any()
}

fn hidden_row(list: List, entry: Entry) -> AnyView {
    let (id, label) = (entry.id, format!("Show {}", entry.label));
    view! {
        <div class="rec-column rec-column-off">
            <span class="rec-column-grip"></span><Icon name=entry.icon/><span class="truncate">{entry.label}</span>
            <IconButton icon="IconEyeOff" label no_tip=true on_click=move |_| list.show(id, true)/>
        </div>
    }
    .into_any()
}

/// Drags a column, or moves it by arrow keys.
#[component]
fn Grip(list: List, id: FieldId, label: String) -> AnyView {
    let press = move |event: PointerEvent| {
        if event.button() == 0 {
            event.prevent_default();
            list.dragged.set(Some(id));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(at) = list.place_of(id) else { return };
        let to = match event.key().as_str() {
            "ArrowUp" => at.saturating_sub(1),
            "ArrowDown" => at + 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        list.place(id, to);
        list.store(id);
        refocus(list, id);
    };
    view! {
        <button type="button" class="rec-column-grip" aria-label=format!("Move {label}: drag, or press the up and down arrows")
            on:pointerdown=press on:keydown=on_key><Icon name="IconGripVertical" size=14/></button>
    }
    .into_any()
}

/// A moved element loses the focus.
fn refocus(list: List, id: FieldId) {
    request_animation_frame(move || {
        let Some(element) = list.element.try_get_untracked().flatten() else { return };
        let found = element.query_selector(&format!("[data-column='{id}'] button")).ok().flatten();
        if let Some(grip) = found.and_then(|grip| grip.dyn_into::<web_sys::HtmlElement>().ok()) {
            focus(&grip);
        }
    });
}

fn follow_drag(list: List) {
    use_window_listener(ev::pointermove, move |event| {
        let Some(id) = list.dragged.get_untracked() else { return };
        let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
        let row = under.and_then(|element| element.closest("[data-column]").ok().flatten());
        let target =
            row.and_then(|row| row.get_attribute("data-column")).and_then(|id| id.parse::<FieldId>().ok());
        if let Some(to) = target.filter(|target| *target != id).and_then(|target| list.place_of(target)) {
            list.place(id, to);
        }
    });
    for end in ["pointerup", "pointercancel"] {
        use_window_listener(ev::Custom::<web_sys::Event>::new(end), move |_| {
            if let Some(id) = list.dragged.get_untracked() {
                list.dragged.set(None);
                list.store(id);
            }
        });
    }
}
