//! How the file is read and written.

use icosa_contract::transfer::FileFormat;
use icosa_contract::transfer::form::{ImportStep, option};
use icosa_ui::checkbox::Checkbox;
use icosa_ui::select::Select;
use leptos::prelude::*;

use super::state::Wizard;
use super::step::StepButton;

/// The choices, each with a sensible beginning.
#[component]
pub(super) fn Options(wizard: Wizard) -> AnyView {
    let options = wizard.options;
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect()
    };
    let mode = Signal::derive(move || options.with(|options| option::mode(options.mode)).to_owned());
    let set_mode = move |word: String| options.update(|options| options.mode = option::read_mode(&word));
    let number =
        Signal::derive(move || options.with(|options| option::numbers(options.number_format)).to_owned());
    let set_number =
        move |word: String| options.update(|options| options.number_format = option::read_numbers(&word));
    let date = Signal::derive(move || options.with(|options| option::dates(options.date_format)).to_owned());
    let set_date =
        move |word: String| options.update(|options| options.date_format = option::read_dates(&word));
    let clear = Signal::derive(move || options.with(|options| options.clear_empty));
    let is_csv = wizard
        .import
        .with_untracked(|import| import.as_ref().is_none_or(|import| import.format == FileFormat::Csv));
    view! {
        <div class="import-options">
            <Select label="Records that are there already" name=option::MODE value=mode on_change=set_mode options=pairs(&[
                ("UPSERT", "Change them, make the others"),
                ("CREATE", "Leave them, make the others"),
                ("UPDATE", "Change them, make none"),
            ])/>
            <Select label="Numbers" name=option::NUMBERS value=number on_change=set_number
                options=pairs(&[("", "As the file suggests"), ("DOT", "1,234.5"), ("COMMA", "1.234,5")])/>
            <Select label="Dates" name=option::DATES value=date on_change=set_date
                options=pairs(&[("MONTH", "12/31/2026"), ("DAY", "31/12/2026")])/>
            {is_csv.then(|| view! { <Layout wizard/> })}
        </div>
        <Checkbox label="Empty cells empty the field of records that are there" show_label=true name=option::CLEAR_EMPTY checked=clear
            on_change=move |is_on: bool| options.update(|options| options.clear_empty = is_on)/>
    }
    .into_any()
}

/// What the server has found out about the file, and may be told better.
#[component]
fn Layout(wizard: Wizard) -> AnyView {
    let options = wizard.options;
    let found = |pick: fn(&icosa_contract::transfer::ImportPreview) -> String| {
        Signal::derive(move || wizard.preview.with(|preview| preview.as_ref().map(pick)).unwrap_or_default())
    };
    let delimiter = found(|preview| preview.delimiter.clone());
    let encoding = found(|preview| preview.encoding.clone());
    let set_delimiter = move |text: String| {
        options.update(|options| options.delimiter = Some(text));
        wizard.read_again();
    };
    let set_encoding = move |text: String| {
        options.update(|options| options.encoding = Some(text));
        wizard.read_again();
    };
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect()
    };
    view! {
        <Select label="Between values" name=option::DELIMITER value=delimiter on_change=set_delimiter
            options=pairs(&[(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")])/>
        <Select label="Encoding" name=option::ENCODING value=encoding on_change=set_encoding
            options=pairs(&[("UTF-8", "UTF-8"), ("windows-1252", "Windows-1252"), ("UTF-16LE", "UTF-16"), ("UTF-16BE", "UTF-16, big-endian")])/>
        <div class="no-js-only">
            <StepButton step=ImportStep::Read act=move |()| wizard.read_again()>"Read the file again"</StepButton>
        </div>
    }
    .into_any()
}
