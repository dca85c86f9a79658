//! FILES: one chip a file. They are shown only: nothing here stores files.

use icosa_ui::icon::Icon;
use leptos::prelude::*;
use serde_json::Value;

use super::{Place, Shown};

/// The files by name, each with the icon of its kind; those that have an address can be opened.
pub(super) fn chips(shown: Shown<'_>, value: &Value) -> AnyView {
    let files = value.as_array().map(Vec::as_slice).unwrap_or_default();
    files.iter().map(|file| chip(file, shown.place)).collect::<Vec<_>>().into_any()
}

fn chip(file: &Value, place: Place) -> AnyView {
    let text = |key: &str| file.get(key).and_then(Value::as_str).unwrap_or_default();
    let label = match text("label") {
        "" => "Untitled".to_owned(),
        label => label.to_owned(),
    };
    let extension = match text("extension") {
        "" => label.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default(),
        extension => extension.trim_start_matches('.'),
    };
    let icon = icon_of(&extension.to_lowercase());
    let inner = view! { <Icon name=icon size=14/><span class="truncate">{label.clone()}</span> };
    let url = text("url");
    let is_ours = url.starts_with('/') && !url.starts_with("//");
    if place != Place::Sample && (is_ours || url.starts_with("https://") || url.starts_with("http://")) {
        return view! { <a class="pill" href=url.to_owned() target="_blank" rel="noopener noreferrer" title=label.clone()>{inner}</a> }
            .into_any();
    }
    view! { <span class="pill" title=label.clone()>{inner}</span> }.into_any()
}

fn icon_of(extension: &str) -> &'static str {
    match extension {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "heic" | "bmp" => "IconPhoto",
        "mp4" | "mov" | "webm" | "avi" | "mkv" => "IconVideo",
        "mp3" | "wav" | "ogg" | "m4a" | "flac" => "IconMicrophone",
        "xls" | "xlsx" | "csv" | "ods" | "tsv" | "numbers" => "IconTable",
        "zip" | "tar" | "gz" | "rar" | "7z" => "IconArchive",
        "pdf" | "doc" | "docx" | "odt" | "txt" | "md" | "rtf" | "pages" => "IconFileText",
        _ => "IconFile",
    }
}
