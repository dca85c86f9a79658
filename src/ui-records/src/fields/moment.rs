//! DATE and DATE_TIME: a text in the person's own form, and a calendar below it.
//!
//! Moments are shown and typed in the person's time zone and stored in UTC.

use chrono::{NaiveDateTime, NaiveTime};
use icosa_model::FieldType;
use icosa_model::format::{Preferences, exact, zone};
use icosa_model::values::{moment, parse_text_with};
use icosa_rpc::use_signed_in;
use icosa_ui::date_picker::DatePicker;
use icosa_ui::hooks::focus;
use leptos::html::{Div, Input};
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::{Editing, Move, preferences};

/// The text takes every usual way to write a date; the arrow down leads into the calendar. A day that is chosen is
/// stored at once, a day that still wants its time is put into the text.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let has_time = editing.definition().is_some_and(|field| field.field_type == FieldType::DateTime);
    let stored = typed(&editing, &editing.value());
    let text = RwSignal::new(editing.seed.clone().unwrap_or_else(|| stored.clone()));
    let (input, calendar) = (NodeRef::<Input>::new(), NodeRef::<Div>::new());
    let (label, is_seeded) = (editing.label(), editing.seed.is_some());
    let input_label = label.clone();
    let local = {
        let editing = editing.clone();
        Signal::derive(move || text.with(|text| local_of(&parsed(&editing, text).ok()?, &preferences())))
    };
    let read = {
        let editing = editing.clone();
        Callback::new(move |()| {
            let text = text.get_untracked();
            if text == stored {
                return Ok(Draft::Unchanged);
            }
            Ok(Draft::of(&editing.field, &editing.value(), parsed(&editing, &text)?))
        })
    };
    let choose = move |chosen: Option<NaiveDateTime>| {
        let value = chosen.map_or(Value::Null, |local| value_of(local, has_time, &preferences()));
        if !has_time && !value.is_null() {
            return finish.save(Draft::of(&editing.field, &editing.value(), value), Move::Stay);
        }
        text.set(typed(&editing, &value));
        leave_button(input);
    };
    let preferences = &page.session.preferences;
    let (today, week_start) =
        (zone::day_at(page.session.now.div_euclid(1000), &preferences.zone), preferences.week_start);
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "ArrowDown" && into_calendar(calendar) {
            event.prevent_default();
        }
    };
    view! {
        <EditorFrame label read finish is_panel=true>
            <input class="field-input field-head" type="text" data-autofocus="" aria-label=input_label placeholder=hint(has_time)
                autocomplete="off" spellcheck="false" data-seeded=is_seeded.then_some("") value=text.get_untracked() node_ref=input
                prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) on:keydown=on_key/>
            <div node_ref=calendar data-aside="">
                <DatePicker value=local on_change=choose today with_time=has_time week_start clear="No date"/>
            </div>
        </EditorFrame>
    }
    .into_any()
}

fn hint(has_time: bool) -> &'static str {
    if has_time { "2026-11-20 17:05" } else { "2026-11-20" }
}

/// The value in the person's own form, as it is typed.
fn typed(editing: &Editing, value: &Value) -> String {
    editing.definition().map(|field| exact(field, value, &preferences())).unwrap_or_default()
}

fn parsed(editing: &Editing, text: &str) -> Result<Value, String> {
    parse_text_with(editing.known()?, text, &preferences()).map_err(|error| editing.reason(&error))
}

/// What the calendar shows of a value.
fn local_of(value: &Value, preferences: &Preferences) -> Option<NaiveDateTime> {
    let text = value.as_str()?;
    match moment::parse_date(text) {
        Some(day) => Some(day.and_time(NaiveTime::MIN)),
        None => zone::local_time(text, &preferences.zone),
    }
}

/// The value of what was chosen in the calendar.
fn value_of(local: NaiveDateTime, has_time: bool, preferences: &Preferences) -> Value {
    if has_time { json!(zone::instant_of(local, &preferences.zone)) } else { json!(local.date().to_string()) }
}

/// Focuses the day the keyboard is on in the calendar.
fn into_calendar(calendar: NodeRef<Div>) -> bool {
    let day = calendar
        .get_untracked()
        .and_then(|calendar| calendar.query_selector(".calendar-day[tabindex='0']").ok().flatten())
        .and_then(|day| day.dyn_into::<HtmlElement>().ok());
    day.inspect(focus).is_some()
}

/// After a button of the calendar has been pressed, Enter stores again.
fn leave_button(input: NodeRef<Input>) {
    let is_button = document().active_element().is_some_and(|active| active.tag_name() == "BUTTON");
    if let (true, Some(input)) = (is_button, input.get_untracked()) {
        focus(&input);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use icosa_model::format::Zone;

    #[test]
    fn the_calendar_shows_and_gives_local_time() {
        let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, 3600)] };
        let preferences = Preferences { zone, ..Preferences::default() };
        let stored = json!("2026-11-20T23:05:00.000Z");
        let local = local_of(&stored, &preferences).unwrap();
        assert_eq!(local.to_string(), "2026-11-21 00:05:00");
        assert_eq!(value_of(local, true, &preferences), stored);
        assert_eq!(value_of(local, false, &preferences), json!("2026-11-21"));
        let day = local_of(&json!("2026-11-20"), &preferences).unwrap();
        assert_eq!(day.to_string(), "2026-11-20 00:00:00");
        assert_eq!(local_of(&Value::Null, &preferences), None);
    }
}
