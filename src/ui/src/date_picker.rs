//! A calendar for dates and moments, in plain local time: it knows nothing of time zones.

mod calendar;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use icosa_model::format::calendar::month_name;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::button::{Button, IconButton, Size, Variant};
use crate::hooks::{focus, matching};

pub use calendar::{add_months, day_by_key, month_grid, weekday_order};

/// Names for the calendar's heading and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarNames {
    /// January to December.
    pub months: Vec<String>,
    /// Sunday to Saturday, two or three letters.
    pub weekdays: Vec<String>,
}

impl Default for CalendarNames {
    fn default() -> Self {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            months: (1..=12).map(|month| month_name(month).to_owned()).collect(),
            weekdays: own(&["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]),
        }
    }
}

#[derive(Clone, Copy)]
struct Picker {
    value: Signal<Option<NaiveDateTime>>,
    /// The day that has the keyboard; its month is the one on show.
    cursor: RwSignal<NaiveDate>,
    on_change: Callback<Option<NaiveDateTime>>,
}

impl Picker {
    fn day(self) -> Option<NaiveDate> {
        self.value.get().map(|value| value.date())
    }

    /// Another day at the same time.
    fn choose(self, day: NaiveDate) {
        let time = self.value.get_untracked().map_or(NaiveTime::MIN, |value| value.time());
        self.cursor.set(day);
        self.on_change.run(Some(day.and_time(time)));
    }

    fn choose_time(self, text: &str) {
        let Ok(time) = NaiveTime::parse_from_str(text, "%H:%M") else { return };
        let day =
            self.value.get_untracked().map_or_else(|| self.cursor.get_untracked(), |value| value.date());
        self.on_change.run(Some(day.and_time(time)));
    }
}

/// A month of days. Arrows move by day and week, Page Up and Down by month (with Shift by year), Home and End within
/// the week, Enter chooses. Stands in a `Popover` with `bare`, or in the page.
#[component]
pub fn DatePicker(
    /// The chosen moment in local time; of a date without time, its midnight.
    #[prop(into)]
    value: Signal<Option<NaiveDateTime>>,
    /// Called with every change; `None` clears.
    #[prop(into)]
    on_change: Callback<Option<NaiveDateTime>>,
    /// Today, in the person's time zone.
    today: NaiveDate,
    /// Offer the time of day as well.
    #[prop(optional)]
    with_time: bool,
    /// First day of the week: 0 Sunday, 1 Monday, 6 Saturday.
    #[prop(default = 1)]
    week_start: u8,
    /// Names of months and weekdays.
    #[prop(optional)]
    names: CalendarNames,
    /// Offer "Clear".
    #[prop(default = true)]
    clearable: bool,
    /// What that offer says.
    #[prop(default = "Clear".to_owned(), into)]
    clear: String,
    /// Takes the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> AnyView {
    let cursor = RwSignal::new(value.get_untracked().map_or(today, |value| value.date()));
    let picker = Picker { value, cursor, on_change };
    // A value typed elsewhere brings its month along.
    Effect::new(move || {
        if let Some(day) = picker.day() {
            cursor.set(day);
        }
    });
    let time = move || value.get().map(|value| value.format("%H:%M").to_string()).unwrap_or_default();
    let time_input = with_time.then(|| {
        view! {
            <input class="input" type="time" aria-label="Time" prop:value=time value=time
                on:change=move |event| picker.choose_time(&event_target_value(&event))/>
        }
    });
    let clear_button = clearable.then(|| {
        view! { <Button variant=Variant::Tertiary size=Size::Small on_click=move |_| on_change.run(None)>{clear}</Button> }
    });
    view! {
        <div class="calendar">
            <MonthHead cursor names=names.clone()/>
            <Days picker today week_start names autofocus/>
            <div class="calendar-foot">
                {time_input}
                <Button variant=Variant::Tertiary size=Size::Small on_click=move |_| picker.choose(today)>"Today"</Button>
                {clear_button}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn MonthHead(cursor: RwSignal<NaiveDate>, names: CalendarNames) -> AnyView {
    let month = move || {
        let index = cursor.get().month0() as usize;
        names.months.get(index).cloned().unwrap_or_default()
    };
    let step = move |months: i32| move |_| cursor.update(|day| *day = add_months(*day, months));
    let type_year = move |event| {
        if let Ok(year) = event_target_value(&event).parse::<i32>()
            && (1..=9999).contains(&year)
        {
            cursor.update(|day| *day = add_months(*day, (year - day.year()) * 12));
        }
    };
    view! {
        <div class="calendar-head">
            <span class="calendar-title" aria-live="polite">
                <span>{month}</span>
                <input class="calendar-year" type="number" min="1" max="9999" aria-label="Year"
                    prop:value=move || cursor.get().year().to_string() value=cursor.get_untracked().year().to_string()
                    on:change=type_year/>
            </span>
            <IconButton icon="IconChevronLeft" label="Previous month" no_tip=true on_click=step(-1)/>
            <IconButton icon="IconChevronRight" label="Next month" no_tip=true on_click=step(1)/>
        </div>
    }
    .into_any()
}

#[component]
fn Days(picker: Picker, today: NaiveDate, week_start: u8, names: CalendarNames, autofocus: bool) -> AnyView {
    let grid = NodeRef::<html::Div>::new();
    let focus_cursor = move || {
        let Some(grid) = grid.get_untracked() else { return };
        if let Some(day) = matching(&grid, "button[tabindex='0']").first() {
            focus(day);
        }
    };
    if autofocus {
        Effect::new(move || {
            grid.track();
            focus_cursor();
        });
    }
    let on_key = move |event: KeyboardEvent| {
        let day = picker.cursor.get_untracked();
        if let Some(next) = day_by_key(day, &event.key(), event.shift_key(), week_start) {
            event.prevent_default();
            event.stop_propagation();
            picker.cursor.set(next);
            // After the month has been redrawn.
            request_animation_frame(focus_cursor);
        }
    };
    let heads: Vec<_> = weekday_order(week_start)
        .map(|index| view! { <span class="calendar-weekday" aria-hidden="true">{names.weekdays.get(index).cloned()}</span> })
        .collect();
    let month = Memo::new(move |_| {
        let day = picker.cursor.get();
        (day.year(), day.month())
    });
    let days = move || {
        let (year, month) = month.get();
        let days = month_grid(year, month, week_start);
        days.into_iter()
            .map(|day| view! { <Day picker day today is_outside=day.month() != month/> }.into_any())
            .collect_view()
    };
    view! {
        <div class="calendar-grid" role="group" aria-label="Days" node_ref=grid on:keydown=on_key>{heads}{days}</div>
    }
    .into_any()
}

#[component]
fn Day(picker: Picker, day: NaiveDate, today: NaiveDate, is_outside: bool) -> AnyView {
    let tab_index = move || if picker.cursor.get() == day { "0" } else { "-1" };
    view! {
        <button type="button" class="calendar-day" tabindex=tab_index aria-label=day.format("%Y-%m-%d").to_string()
            aria-selected=move || (picker.day() == Some(day)).to_string()
            aria-current=(day == today).then_some("date") data-outside=is_outside.then_some("")
            on:click=move |_| picker.choose(day)>{day.day()}</button>
    }
    .into_any()
}
