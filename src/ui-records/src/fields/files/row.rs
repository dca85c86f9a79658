//! One file of the list: what it is, how far it is, what can be done with it.

use icosa_ui::button::IconButton;
use icosa_ui::hooks::focus;
use icosa_ui::progress::ProgressBar;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::entries::{Entries, Entry, Progress};
use super::rename::RenameInput;
use crate::fields::display::file_mark;

/// A line; while it has the focus, keys act on it.
#[component]
pub(super) fn FileRow(
    entries: Entries,
    entry: Entry,
    /// Where the focus goes when this line goes away.
    home: NodeRef<html::Input>,
) -> AnyView {
    let key = entry.key;
    let row = NodeRef::<html::Div>::new();
    let is_renamed = RwSignal::new(false);
    let remove = move || {
        if let Some(home) = home.get_untracked() {
            focus(&home);
        }
        entries.remove(key);
    };
    let shift = move |is_up: bool| {
        // Moving an element takes the focus from it, as if the editor had been left.
        if let Some(home) = home.get_untracked() {
            focus(&home);
        }
        entries.shift(key, is_up);
        request_animation_frame(move || {
            if let Some(row) = row.try_get_untracked().flatten() {
                focus(&row);
            }
        });
    };
    let on_key = move |event: KeyboardEvent| {
        if event.target() != event.current_target() {
            return;
        }
        match event.key().as_str() {
            // With Ctrl or Cmd it saves everything.
            "Enter" if event.ctrl_key() || event.meta_key() => return,
            "Enter" | "F2" => is_renamed.set(true),
            "Delete" | "Backspace" => remove(),
            "ArrowUp" if event.alt_key() => shift(true),
            "ArrowDown" if event.alt_key() => shift(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let renamed = Callback::new(move |typed: Option<String>| {
        if let Some(typed) = typed {
            entry.label.set(typed);
        }
        if let Some(row) = row.get_untracked() {
            focus(&row);
        }
        is_renamed.set(false);
    });
    let name = move || {
        if is_renamed.get() {
            view! { <RenameInput name=entry.label.get_untracked() on_end=renamed/> }.into_any()
        } else {
            view! { <Name entry/> }.into_any()
        }
    };
    view! {
        <div class="files-row" role="listitem" tabindex="-1" node_ref=row on:keydown=on_key aria-label=move || entry.label.get()>
            {move || file_mark(&entry.label.get(), &entry.part("extension"), &entry.part("url"), 20)}
            <div class="files-name">{name}<Below entry/></div>
            {move || (!entries.is_first(key)).then(|| view! { <IconButton icon="IconArrowUp" label="Move up" on_click=move |_| shift(true)/> })}
            <IconButton icon="IconPencil" label="Rename" on_click=move |_| is_renamed.set(true)/>
            {move || link(entry)}
            <IconButton icon="IconTrash" label="Remove" danger=true on_click=move |_| remove()/>
        </div>
    }
    .into_any()
}

/// Its name; it opens the file where there is one.
#[component]
fn Name(entry: Entry) -> AnyView {
    let inner = move || {
        match entry.part("url") {
        url if url.is_empty() => view! { <span class="truncate">{entry.label.get()}</span> }.into_any(),
        url => view! { <a class="truncate" href=url target="_blank" rel="noopener" tabindex="-1">{entry.label.get()}</a> }.into_any(),
    }
    };
    view! { {inner} }.into_any()
}

fn link(entry: Entry) -> Option<AnyView> {
    let url = entry.part("url");
    (!url.is_empty()).then(|| {
        view! {
            <a class="icon-btn" href=url download=entry.label.get() aria-label="Download" data-tip="Download" tabindex="-1">
                <icosa_ui::icon::Icon name="IconDownload"/>
            </a>
        }
        .into_any()
    })
}

/// How far it is, or what is wrong with it.
#[component]
fn Below(entry: Entry) -> AnyView {
    let share = Signal::derive(move || match entry.progress.get() {
        // All is sent: the server looks at it.
        Progress::Sending(share) => Some(share).filter(|share| *share < 1.0),
        _ => None,
    });
    let stage = Memo::new(move |_| match entry.progress.get() {
        Progress::Sending(_) => Some(None),
        Progress::Failed(reason) => Some(Some(reason)),
        Progress::Stored(_) => None,
    });
    let body = move || match stage.get() {
        None => ().into_any(),
        Some(None) => {
            let label = format!("Uploading {}", entry.label.get_untracked());
            view! { <ProgressBar label value=share/> }.into_any()
        }
        Some(Some(reason)) => view! { <p class="files-error" role="alert">{reason}</p> }.into_any(),
    };
    view! { {body} }.into_any()
}
