//! The files of a field while it is edited: those that are stored, and those on their way.

use icosa_contract::files::{StoredFile, own_address};
use leptos::prelude::*;
use serde_json::{Value, json};

/// How far a file is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Progress {
    /// On its way: 0 to 1.
    Sending(f64),
    /// With the server, as shown in records.
    Stored(Value),
    /// It will not come; why.
    Failed(String),
}

/// A line of the list.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub key: u32,
    pub label: RwSignal<String>,
    pub progress: RwSignal<Progress>,
    /// Gives an upload up.
    pub sending: StoredValue<Option<web_sys::XmlHttpRequest>, LocalStorage>,
}

/// The list.
#[derive(Clone, Copy)]
pub(super) struct Entries {
    list: RwSignal<Vec<Entry>>,
    next_key: StoredValue<u32>,
    most: usize,
}

impl Entry {
    fn new(key: u32, label: String, progress: Progress) -> Self {
        Self {
            key,
            label: RwSignal::new(label),
            progress: RwSignal::new(progress),
            sending: StoredValue::new_local(None),
        }
    }

    /// The upload has ended well.
    pub fn stored(self, file: &StoredFile) {
        let value = json!({
            "fileId": file.id, "label": file.name, "extension": file.extension, "url": own_address(&file.url),
        });
        let _ = self.progress.try_set(Progress::Stored(value));
    }

    pub fn failed(self, reason: String) {
        let _ = self.progress.try_set(Progress::Failed(reason));
    }

    /// A part of a stored file; empty while there is none.
    pub fn part(self, name: &str) -> String {
        self.progress.with(|progress| match progress {
            Progress::Stored(value) => value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned(),
            _ => String::new(),
        })
    }
}

impl Entries {
    /// Over the value as it is; at most so many may be in it.
    pub fn new(value: &Value, most: usize) -> Self {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let entry = |(key, item): (u32, &Value)| {
            let label = item.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
            Entry::new(key, label, Progress::Stored(item.clone()))
        };
        let list: Vec<Entry> = (0..).zip(items).map(entry).collect();
        let next = u32::try_from(list.len()).unwrap_or_default();
        Self { list: RwSignal::new(list), next_key: StoredValue::new(next), most }
    }

    pub fn list(self) -> Vec<Entry> {
        self.list.get()
    }

    pub fn has_room(self) -> bool {
        self.list.with_untracked(Vec::len) < self.most
    }

    pub fn has_room_tracked(self) -> bool {
        self.list.with(Vec::len) < self.most
    }

    /// A file that begins its way.
    pub fn add(self, name: String) -> Entry {
        self.push(name, Progress::Sending(0.0))
    }

    /// A file that is not even tried.
    pub fn refuse(self, name: String, reason: String) {
        self.push(name, Progress::Failed(reason));
    }

    fn push(self, name: String, progress: Progress) -> Entry {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        let entry = Entry::new(key, name, progress);
        self.list.update(|list| list.push(entry));
        entry
    }

    /// Takes a file out; one on its way is given up.
    pub fn remove(self, key: u32) {
        let found = self.list.with_untracked(|list| list.iter().find(|entry| entry.key == key).copied());
        if let Some(request) = found.and_then(|entry| entry.sending.try_get_value().flatten()) {
            let _ = request.abort();
        }
        // The page may be gone while a file was on its way.
        let _ = self.list.try_update(|list| list.retain(|entry| entry.key != key));
    }

    /// Moves a file one place up or down, as far as there is one.
    pub fn shift(self, key: u32, is_up: bool) {
        self.list.update(|list| {
            let Some(at) = list.iter().position(|entry| entry.key == key) else { return };
            let to = if is_up { at.checked_sub(1) } else { Some(at + 1) };
            if let Some(to) = to.filter(|to| *to < list.len()) {
                list.swap(at, to);
            }
        });
    }

    /// Whether a file stands first.
    pub fn is_first(self, key: u32) -> bool {
        self.list.with(|list| list.first().is_none_or(|entry| entry.key == key))
    }

    /// The value as it is shown, without those that failed.
    ///
    /// # Errors
    /// Some are still on their way: the sentence to show.
    pub fn outcome(self) -> Result<Value, String> {
        let mut items = Vec::new();
        for entry in self.list.get_untracked() {
            match entry.progress.get_untracked() {
                Progress::Sending(_) => return Err("Some files are still being uploaded.".to_owned()),
                Progress::Failed(_) => {}
                Progress::Stored(mut item) => {
                    if let Some(item) = item.as_object_mut() {
                        item.insert("label".to_owned(), json!(entry.label.get_untracked()));
                    }
                    items.push(item);
                }
            }
        }
        Ok(Value::Array(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(entries: Entries) -> Vec<String> {
        let value = entries.outcome().unwrap();
        value.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn files_are_renamed_arranged_and_removed() {
        Owner::new().with(|| {
            let value = json!([
                { "fileId": "1", "label": "a.pdf", "url": "/file/x" },
                { "fileId": "2", "label": "b.png" },
                { "fileId": "3", "label": "c.txt" },
            ]);
            let entries = Entries::new(&value, 3);
            assert!(!entries.has_room());
            entries.shift(2, true);
            entries.shift(0, true);
            entries.list.get_untracked()[0].label.set("z.pdf".to_owned());
            assert_eq!(labels(entries), ["z.pdf", "c.txt", "b.png"]);
            entries.remove(2);
            entries.shift(1, false);
            assert_eq!(labels(entries), ["z.pdf", "b.png"]);
            assert_eq!(entries.outcome().unwrap()[0]["url"], "/file/x");
            assert!(entries.has_room());
        });
    }

    #[test]
    fn what_is_on_its_way_keeps_the_editor_open_and_what_failed_does_not() {
        Owner::new().with(|| {
            let entries = Entries::new(&Value::Null, 2);
            let entry = entries.add("a.pdf".to_owned());
            assert!(entries.outcome().is_err());
            entry.failed("No".to_owned());
            entries.refuse("b.iso".to_owned(), "Too large".to_owned());
            assert_eq!(entries.outcome(), Ok(json!([])));
        });
    }
}
