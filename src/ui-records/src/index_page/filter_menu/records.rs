//! The records that a filter on a relation names: looked for by text, several, "Me" among members.

use icosa_contract::records::RecordSummary;
use icosa_model::view_filter::{named, names_me};
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use leptos::prelude::*;
use serde_json::json;

use super::{Chosen, Sender};
use crate::fields::record_search::{RecordSearch, found_choice};
use crate::index_page::filter_words::Operand;

/// Id of the choice that stands for whoever looks.
const ME: &str = "me";
/// Object of the people of a workspace.
const MEMBER: &str = "workspaceMember";

/// Picks records; what is picked is in force at once.
pub(super) fn picker(of: Chosen, operand: RwSignal<Operand>, sender: Sender) -> AnyView {
    let target = of.field().and_then(|field| of.model.object(&field.relation.as_ref()?.target_name));
    let Some(target) = target else { return ().into_any() };
    let has_me = target.name_singular == MEMBER;
    let query = RwSignal::new(String::new());
    let search = RecordSearch::new(vec![target.name_singular.clone()], query);
    let name = of.name.clone();
    let selected = {
        let name = name.clone();
        Memo::new(move |_| sender.criterion(&name).map(|one| ids(&one.value)).unwrap_or_default())
    };
    // What was chosen when the menu opened stands first, where it can be taken away.
    let first = chosen(&of, &selected.get_untracked());
    let choices = Memo::new(move |_| {
        let text = query.with(|query| query.trim().to_lowercase());
        let found = search.found.with(|found| found.iter().map(choice).collect::<Vec<_>>());
        let me = has_me && ME.starts_with(&text);
        let first = if text.is_empty() { first.clone() } else { Vec::new() };
        let is_first = |choice: &Choice| first.iter().any(|other| other.id == choice.id);
        let others: Vec<Choice> = found.into_iter().filter(|choice| !is_first(choice)).collect();
        me.then(me_choice).into_iter().chain(first).chain(others).collect::<Vec<_>>()
    });
    let toggle = move |id: String| {
        let mut ids = selected.get_untracked();
        match ids.iter().position(|other| *other == id) {
            Some(at) => drop(ids.remove(at)),
            None => ids.push(id),
        }
        if ids.is_empty() {
            sender.drop(&name);
        } else {
            sender.put(&name, operand.get_untracked().word, value(&ids));
        }
    };
    let label = format!("Search {}", target.label_plural.to_lowercase());
    view! {
        <Combobox label choices selected multiple=true loading=search.is_loading on_search=move |text| query.set(text) on_pick=toggle/>
    }
    .into_any()
}

/// What a filter names, as ids of choices.
fn ids(value: &str) -> Vec<String> {
    let me = names_me(value).then(|| ME.to_owned());
    me.into_iter().chain(named(value)).collect()
}

/// The value of a filter that names these, as views store it.
fn value(ids: &[String]) -> String {
    let records: Vec<&String> = ids.iter().filter(|id| *id != ME).collect();
    json!({
        "isCurrentWorkspaceMemberSelected": ids.len() != records.len(),
        "isCurrentRecordSelected": false,
        "selectedRecordIds": records,
    })
    .to_string()
}

fn me_choice() -> Choice {
    let look = Look::Icon("IconUser".into());
    Choice { id: ME.to_owned(), label: "Me".to_owned(), hint: String::new(), look }
}

fn choice(record: &RecordSummary) -> Choice {
    found_choice(record, None)
}

fn chosen(of: &Chosen, ids: &[String]) -> Vec<Choice> {
    let names = of.names.known.get_untracked();
    let records = ids.iter().filter(|id| *id != ME);
    let choice = |id: &String| Choice {
        id: id.clone(),
        label: names.get(id).cloned().unwrap_or_else(|| "Unknown record".to_owned()),
        hint: String::new(),
        look: Look::person(id.clone(), None),
    };
    records.map(choice).collect()
}
