//! FILES: one chip a file, pictures in small.

use icosa_contract::files::own_address;
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use serde_json::Value;

use super::{Place, Shown};

/// The files by name, each with its picture or the icon of its kind; those that have an address can be opened.
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
    let url = if place == Place::Sample { "" } else { safe(text("url")) };
    let inner = view! { {file_mark(&label, text("extension"), url, 14)}<span class="truncate">{label.clone()}</span> };
    if url.is_empty() {
        return view! { <span class="pill" title=label.clone()>{inner}</span> }.into_any();
    }
    view! { <a class="pill" href=url.to_owned() target="_blank" rel="noopener noreferrer" title=label.clone()>{inner}</a> }.into_any()
}

/// The address, if it is one of a file; empty otherwise.
fn safe(url: &str) -> &str {
    let url = own_address(url);
    let is_ours = url.starts_with('/') && !url.starts_with("//");
    if is_ours || url.starts_with("https://") || url.starts_with("http://") { url } else { "" }
}

/// A small picture of a picture, or the icon of a file's kind.
pub(crate) fn file_mark(label: &str, extension: &str, url: &str, size: u16) -> AnyView {
    let extension = match extension {
        "" => label.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default(),
        extension => extension.trim_start_matches('.'),
    };
    let extension = extension.to_lowercase();
    let url = safe(url);
    if !url.is_empty() && is_picture(&extension) {
        let size = size.to_string();
        return view! { <img class="file-picture" src=url.to_owned() alt="" width=size.clone() height=size loading="lazy" decoding="async"/> }
            .into_any();
    }
    view! { <Icon name=icon_of(&extension) size/> }.into_any()
}

/// Browsers show it in a page.
fn is_picture(extension: &str) -> bool {
    matches!(extension, "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "bmp")
}

fn icon_of(extension: &str) -> &'static str {
    match extension {
        "heic" | "tif" | "tiff" => "IconPhoto",
        picture if is_picture(picture) => "IconPhoto",
        "mp4" | "mov" | "webm" | "avi" | "mkv" => "IconVideo",
        "mp3" | "wav" | "ogg" | "m4a" | "flac" => "IconMicrophone",
        "xls" | "xlsx" | "csv" | "ods" | "tsv" | "numbers" => "IconTable",
        "zip" | "tar" | "gz" | "rar" | "7z" => "IconArchive",
        "pdf" | "doc" | "docx" | "odt" | "txt" | "md" | "rtf" | "pages" => "IconFileText",
        _ => "IconFile",
    }
}
