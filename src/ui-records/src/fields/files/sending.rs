//! Files on their way to a record that has no editor open: a line with a bar for each.

use icosa_contract::files::StoredFile;
use icosa_ui::progress::ProgressBar;
use leptos::prelude::*;
use uuid::Uuid;

use super::entries::{Entries, Entry, Progress};
use super::upload::send;

/// What is on its way.
#[derive(Clone, Copy)]
pub(crate) struct Uploads(Entries);

impl Uploads {
    pub fn new() -> Self {
        Self(Entries::new(&serde_json::Value::Null, usize::MAX))
    }
}

/// Sends a file for a field, shown among the uploads until it has ended.
pub(crate) async fn send_for(
    uploads: Uploads,
    field: Uuid,
    file: &web_sys::File,
) -> Result<StoredFile, String> {
    let entry = uploads.0.add(file.name());
    let outcome = send(entry, field, file).await;
    uploads.0.remove(entry.key);
    outcome
}

/// The uploads.
#[component]
pub(crate) fn Sending(uploads: Uploads) -> AnyView {
    let line = |entry: Entry| {
        let share = Signal::derive(move || match entry.progress.get() {
            Progress::Sending(share) => Some(share).filter(|share| *share < 1.0),
            _ => None,
        });
        let name = entry.label.get_untracked();
        let label = format!("Uploading {name}");
        view! { <div class="files-row"><div class="files-name"><span class="truncate">{name}</span><ProgressBar label value=share/></div></div> }
            .into_any()
    };
    view! { <For each=move || uploads.0.list() key=|entry| entry.key children=line/> }.into_any()
}
