//! RATING: stars, set by pointer, by arrow or by number.

use icosa_model::field_type::RATINGS;
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::{Editing, Move};

/// A slider of stars. Pressing a star stores it, pressing the stored one takes the rating away (where it may be
/// absent); arrows and digits change it until Enter stores it.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let can_be_empty = editing.definition().is_none_or(|field| field.is_nullable);
    let before = stars_of(&editing.value());
    let stars = RwSignal::new(
        editing.seed.as_deref().and_then(|seed| by_key(seed, before, can_be_empty)).unwrap_or(before),
    );
    let label = editing.label();
    let slider_label = label.clone();
    let draft = move |stars: usize| Draft::of(&editing.field, &editing.value(), value_of(stars));
    let read = {
        let draft = draft.clone();
        Callback::new(move |()| Ok(draft(stars.get_untracked())))
    };
    let press = Callback::new(move |star: usize| {
        let next = if star == before && can_be_empty { 0 } else { star };
        finish.save(draft(next), Move::Stay);
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if let Some(next) = by_key(&event.key(), stars.get_untracked(), can_be_empty) {
            event.prevent_default();
            stars.set(next);
        }
    };
    // What a press would give is shown under the pointer, and nothing of it is kept when the pointer goes.
    let hovered = RwSignal::new(None::<usize>);
    let shown = Signal::derive(move || hovered.get().unwrap_or_else(|| stars.get()));
    let drawn: Vec<AnyView> =
        (1..=RATINGS.len()).map(|star| view! { <Star star shown hovered press/> }.into_any()).collect();
    view! {
        <EditorFrame label read finish>
            <div class="field-stars" role="slider" tabindex="0" data-autofocus="" aria-label=slider_label aria-valuemin="0"
                aria-valuemax=RATINGS.len().to_string() aria-valuenow=move || stars.get().to_string() on:keydown=on_key
                on:pointerleave=move |_| hovered.set(None)>
                {drawn}
            </div>
        </EditorFrame>
    }
    .into_any()
}

#[component]
fn Star(
    star: usize,
    shown: Signal<usize>,
    hovered: RwSignal<Option<usize>>,
    press: Callback<usize>,
) -> AnyView {
    let class =
        move || if shown.get() >= star { "field-star text-star" } else { "field-star text-extra-light" };
    view! {
        <span class=class on:mousedown=|event| event.prevent_default() on:pointermove=move |_| hovered.set(Some(star))
            on:click=move |event| {
                event.stop_propagation();
                press.run(star);
            }>
            <Icon name="IconStarFilled" size=16/>
        </span>
    }
    .into_any()
}

fn stars_of(value: &Value) -> usize {
    RATINGS.iter().position(|rating| value == rating).map_or(0, |place| place + 1)
}

fn value_of(stars: usize) -> Value {
    stars.checked_sub(1).and_then(|place| RATINGS.get(place)).map_or(Value::Null, |rating| json!(rating))
}

/// The stars after a key; none for keys of other meaning.
fn by_key(key: &str, stars: usize, can_be_empty: bool) -> Option<usize> {
    let least = usize::from(!can_be_empty);
    match key {
        "ArrowRight" | "ArrowUp" | "+" => Some((stars + 1).min(RATINGS.len())),
        "ArrowLeft" | "ArrowDown" | "-" => Some(stars.saturating_sub(1).max(least)),
        "Home" | "Backspace" | "Delete" => Some(least),
        "End" => Some(RATINGS.len()),
        digit => digit.parse().ok().filter(|stars| (least..=RATINGS.len()).contains(stars)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_within_the_stars() {
        assert_eq!(by_key("ArrowRight", 5, true), Some(5));
        assert_eq!(by_key("ArrowLeft", 1, true), Some(0));
        assert_eq!(by_key("ArrowLeft", 1, false), Some(1));
        assert_eq!(by_key("4", 0, true), Some(4));
        assert_eq!(by_key("0", 3, false), None);
        assert_eq!(by_key("6", 3, true), None);
        assert_eq!(by_key("Tab", 3, true), None);
    }

    #[test]
    fn stars_are_values_and_back() {
        for stars in 0..=5 {
            assert_eq!(stars_of(&value_of(stars)), stars);
        }
    }
}
