//! Looking for records while typing, for relation pickers.

use icosa_contract::records::{RecordSummary, SearchRecords};
use icosa_rpc::records::records_search;
use icosa_ui::chip::Look;
use icosa_ui::combobox::Choice;
use leptos::prelude::*;
use leptos::task::spawn_local;

const RESULTS: u32 = 20;

/// Best matches of `query` among some objects; the newest query wins, whatever order the answers come in.
#[derive(Clone, Copy)]
pub(crate) struct RecordSearch {
    pub found: RwSignal<Vec<RecordSummary>>,
    pub is_loading: RwSignal<bool>,
}

impl RecordSearch {
    /// Follows `query` while the component lives.
    pub fn new(objects: Vec<String>, query: RwSignal<String>) -> Self {
        let (found, is_loading) = (RwSignal::new(Vec::new()), RwSignal::new(true));
        let newest = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let request = SearchRecords { objects: objects.clone(), text: query.get(), limit: RESULTS };
            let number = newest.get_value() + 1;
            newest.set_value(number);
            is_loading.set(true);
            spawn_local(async move {
                let answer = records_search(request).await;
                if newest.try_get_value() == Some(number) {
                    let _ = found.try_set(answer.unwrap_or_default());
                    let _ = is_loading.try_set(false);
                }
            });
        });
        Self { found, is_loading }
    }

    /// The record found under an id.
    pub fn by_id(self, id: &str) -> Option<RecordSummary> {
        self.found.with_untracked(|found| found.iter().find(|record| record.id.to_string() == id).cloned())
    }
}

/// A found record as a choice; its kind is named when several kinds are searched.
pub(crate) fn found_choice(record: &RecordSummary, kind: Option<&str>) -> Choice {
    let label = if record.label.is_empty() { "Untitled".to_owned() } else { record.label.clone() };
    let id = record.id.to_string();
    // Initials only: the picture of a company would be looked for at the address of its website.
    let look = Look::person(id.clone(), None);
    Choice { id, label, hint: kind.unwrap_or_default().to_owned(), look }
}
