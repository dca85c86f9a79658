//! Choosing a filter: the field, how its values are compared, and what with. What is chosen stands in the address at
//! once.

mod records;

use std::sync::Arc;

use icosa_model::query::Criterion;
use icosa_model::view_filter::named;
use icosa_model::{Field, Model, Object};
use icosa_rpc::use_signed_in;
use icosa_ui::button::{Button, IconButton, Size, Variant};
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use icosa_ui::floating::{Placement, Popover, use_popover};
use icosa_ui::input::TextInput;
use icosa_ui::select::Select;
use leptos::html;
use leptos::prelude::*;
use serde_json::json;

use super::address::Address;
use super::filter_words::{Asked, Operand, day_of, operand_of, operands, value_of_day};
use super::names::RecordNames;
use super::panel::Panel;
use crate::fields::type_icon;
use crate::followed::Followed;

/// The field that is being filtered by.
#[derive(Clone)]
struct Chosen {
    object: Arc<Object>,
    model: Arc<Model>,
    name: String,
    names: RecordNames,
}

impl Chosen {
    fn field(&self) -> Option<&Field> {
        self.object.field(&self.name)
    }
}

/// Puts criteria into the address: what is chosen while the menu is open is one step, which Back takes back.
#[derive(Clone, Copy)]
struct Sender {
    address: Memo<Address>,
    panel: Panel,
    is_first: StoredValue<bool>,
}

impl Sender {
    /// The criterion on a field as it stands.
    fn criterion(self, field: &str) -> Option<Criterion> {
        self.address.with(|address| address.filters.iter().find(|one| one.field == field).cloned())
    }

    fn put(self, field: &str, operand: &str, value: String) {
        let one = Criterion { field: field.to_owned(), operand: operand.to_owned(), value };
        self.go(&self.address.with_untracked(|address| address.and(one)));
    }

    /// Takes the criterion on a field away.
    fn drop(self, field: &str) {
        self.go(&self.address.with_untracked(|address| address.without(field)));
    }

    fn go(self, address: &Address) {
        let is_first = self.is_first.try_update_value(|is_first| std::mem::replace(is_first, false));
        self.panel.narrow(address, is_first.unwrap_or(true));
    }
}

/// The button and what opens below it.
#[component]
pub(super) fn FilterMenu(
    followed: Memo<Option<Followed>>,
    address: Memo<Address>,
    names: RecordNames,
    panel: Panel,
) -> AnyView {
    let sender = Sender { address, panel, is_first: StoredValue::new(true) };
    let (open, field) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let anchor = NodeRef::<html::Button>::new();
    let press = move |_| {
        field.set(None);
        sender.is_first.set_value(true);
        open.update(|open| *open = !*open);
    };
    let content = move || {
        let followed = followed.get_untracked();
        match (followed, field.get()) {
            (Some(Followed { object, model }), Some(name)) => {
                let chosen = Chosen { object, model, name, names };
                view! { <Compare chosen sender on_back=move |()| field.set(None)/> }.into_any()
            }
            (Some(followed), None) => fields(&followed.object, field),
            (None, _) => ().into_any(),
        }
    };
    view! {
        <span class="js-only">
            <Button size=Size::Small variant=Variant::Tertiary icon="IconFilter" button_ref=anchor on_click=press>"Filter"</Button>
            <Popover open anchor placement=Placement::BELOW_END label="Filter by" bare=true width=260>{content}</Popover>
        </span>
    }
    .into_any()
}

/// The fields that can be filtered by.
fn fields(object: &Object, field: RwSignal<Option<String>>) -> AnyView {
    let choice = |field: &Field| Choice {
        id: field.name.clone(),
        label: field.label.clone(),
        hint: String::new(),
        look: Look::Icon(field.icon.clone().unwrap_or_else(|| type_icon(field.field_type).to_owned()).into()),
    };
    // A table shows no deleted records: asking when they were is of no use.
    let is_offered = |field: &&Field| !operands(field).is_empty() && field.name != "deletedAt";
    let choices: Vec<Choice> = object.fields.iter().filter(is_offered).map(choice).collect();
    view! { <Combobox label="Search fields" choices=Signal::stored(choices) on_pick=move |name: String| field.set(Some(name))/> }
        .into_any()
}

/// The operand and the value. Changing the operand keeps the value where it fits.
#[component]
fn Compare(chosen: Chosen, sender: Sender, #[prop(into)] on_back: Callback<()>) -> AnyView {
    let Some(field) = chosen.field() else { return ().into_any() };
    let (name, label) = (field.name.clone(), field.label.clone());
    let stored = untrack(|| sender.criterion(&name));
    let known = stored.as_ref().and_then(|one| operand_of(field, &one.operand));
    let Some(first) = known.or_else(|| operands(field).first().copied()) else { return ().into_any() };
    let operand = RwSignal::new(first);
    let options: Vec<(String, String)> =
        operands(field).iter().map(|one| (one.word.to_owned(), one.label.to_owned())).collect();
    let choose = {
        let chosen = chosen.clone();
        move |word: String| {
            let Some(next) = chosen.field().and_then(|field| operand_of(field, &word)) else { return };
            let value = sender.criterion(&chosen.name).map(|one| one.value).unwrap_or_default();
            let is_kept = operand.get_untracked().asked == next.asked && !value.is_empty();
            operand.set(next);
            if is_kept || next.asked == Asked::Nothing {
                let value = if next.asked == Asked::Nothing { String::new() } else { value };
                sender.put(&chosen.name, next.word, value);
            }
        }
    };
    let asked = Memo::new(move |_| operand.get().asked);
    let input = move || {
        asked.track();
        view! { <Value chosen=chosen.clone() operand sender/> }
    };
    view! {
        <div class="rec-compare">
            <div class="rec-compare-head">
                <IconButton icon="IconChevronLeft" label="Other field" no_tip=true on_click=move |_| on_back.run(())/>
                <span class="font-medium truncate">{label}</span>
                <Select label="How" hide_label=true options value=Signal::derive(move || operand.get().word.to_owned()) on_change=choose/>
            </div>
            {input}
        </div>
    }
    .into_any()
}

#[component]
fn Value(chosen: Chosen, operand: RwSignal<Operand>, sender: Sender) -> AnyView {
    match operand.get_untracked().asked {
        Asked::Nothing => ().into_any(),
        Asked::Options => options(chosen, operand, sender),
        Asked::Records => records::picker(chosen, operand, sender),
        Asked::Truth => truth(chosen, operand, sender),
        Asked::Text => typed(chosen, operand, sender, false),
        Asked::Number => typed(chosen, operand, sender, true),
        Asked::Day => day(chosen, operand, sender),
    }
}

fn options(of: Chosen, operand: RwSignal<Operand>, sender: Sender) -> AnyView {
    let Some(field) = of.field() else { return ().into_any() };
    let choices: Vec<Choice> = field
        .options
        .iter()
        .map(|option| Choice {
            id: option.value.clone(),
            label: option.label.clone(),
            hint: String::new(),
            look: Look::Tag(option.color.clone().unwrap_or_else(|| "gray".to_owned())),
        })
        .collect();
    let name = of.name.clone();
    let selected = {
        let name = name.clone();
        Signal::derive(move || sender.criterion(&name).map(|one| named(&one.value)).unwrap_or_default())
    };
    let toggle = move |id: String| {
        let mut values = selected.get_untracked();
        match values.iter().position(|value| *value == id) {
            Some(at) => drop(values.remove(at)),
            None => values.push(id),
        }
        // Without a value the filter would keep every row.
        if values.is_empty() {
            sender.drop(&name);
        } else {
            sender.put(&name, operand.get_untracked().word, json!(values).to_string());
        }
    };
    view! { <Combobox label="Search options" choices=Signal::stored(choices) selected multiple=true on_pick=toggle/> }
        .into_any()
}

fn truth(of: Chosen, operand: RwSignal<Operand>, sender: Sender) -> AnyView {
    let name = of.name.clone();
    let selected = {
        let name = name.clone();
        Signal::derive(move || sender.criterion(&name).map(|one| one.value).into_iter().collect::<Vec<_>>())
    };
    let choice =
        |id: &str, label: &str| Choice { id: id.to_owned(), label: label.to_owned(), ..Choice::default() };
    let choices = vec![choice("true", "True"), choice("false", "False")];
    let popover = use_popover();
    let pick = move |id: String| {
        sender.put(&name, operand.get_untracked().word, id);
        if let Some(popover) = popover {
            popover.close();
        }
    };
    view! { <Combobox label="True or false" choices=Signal::stored(choices) selected on_pick=pick/> }
        .into_any()
}

/// A text or a number, taken with Enter or the button.
fn typed(of: Chosen, operand: RwSignal<Operand>, sender: Sender, is_number: bool) -> AnyView {
    let stored = untrack(|| sender.criterion(&of.name)).map(|one| one.value).unwrap_or_default();
    let text = RwSignal::new(stored);
    let is_ready = move || {
        text.with(|text| {
            let text = text.trim();
            !text.is_empty() && (!is_number || text.parse::<f64>().is_ok_and(f64::is_finite))
        })
    };
    let popover = use_popover();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if untrack(is_ready) {
            let value = text.with_untracked(|text| text.trim().to_owned());
            sender.put(&of.name, operand.get_untracked().word, value);
            if let Some(popover) = popover {
                popover.close();
            }
        }
    };
    let (kind, placeholder) = if is_number { ("number", "A number") } else { ("text", "A text") };
    view! {
        <form class="rec-compare-value" on:submit=submit>
            <TextInput bind=text kind placeholder autofocus=true/>
            <Button kind="submit" size=Size::Small variant=Variant::Primary blue=true disabled=Signal::derive(move || !is_ready())>"Apply"</Button>
        </form>
    }
    .into_any()
}

fn day(of: Chosen, operand: RwSignal<Operand>, sender: Sender) -> AnyView {
    let Some(preferences) = use_signed_in().map(|page| page.session.preferences.clone()) else {
        return ().into_any();
    };
    let Some(field) = of.field() else { return ().into_any() };
    let stored = untrack(|| sender.criterion(&of.name)).map(|one| one.value).unwrap_or_default();
    let value = day_of(field, &stored, &preferences);
    let change = move |day: String| {
        if let Some(field) = of.field().filter(|_| !day.is_empty()) {
            sender.put(&of.name, operand.get_untracked().word, value_of_day(field, &day, &preferences));
        }
    };
    view! {
        <div class="rec-compare-value"><TextInput kind="date" value placeholder="A day" autofocus=true on_input=change/></div>
    }
    .into_any()
}
