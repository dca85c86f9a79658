//! Stars.

use leptos::prelude::*;

use crate::icon::Icon;

/// One to five stars; pressing the chosen star again takes the rating away. Without `on_change` it only shows.
#[component]
pub fn Rating(
    /// How many are filled; 0 for none.
    #[prop(into)]
    value: Signal<u8>,
    /// What is rated, for assistive technology.
    #[prop(default = "Rating".to_owned(), into)]
    label: String,
    /// How many there are.
    #[prop(default = 5)]
    max: u8,
    /// Called with the new value; 0 takes it away.
    #[prop(optional, into)]
    on_change: Option<Callback<u8>>,
) -> AnyView {
    let star = move |number: u8| {
        let is_on = move || value.get() >= number;
        let shape = view! { <span class=move || if is_on() { "rating-on" } else { "" }><Icon name="IconStarFilled"/></span> };
        let Some(on_change) = on_change else { return shape.into_any() };
        let choose = move |_| on_change.run(if value.get_untracked() == number { 0 } else { number });
        view! {
            <button type="button" aria-label=format!("{number} of {max}") aria-pressed=move || is_on().to_string()
                on:click=choose>{shape}</button>
        }
        .into_any()
    };
    let stars: Vec<AnyView> = (1..=max).map(star).collect();
    let (role, spoken) = match on_change {
        Some(_) => ("group", Signal::stored(label)),
        None => ("img", Signal::derive(move || format!("{label}: {} of {max}", value.get()))),
    };
    view! { <span class="rating" role=role aria-label=move || spoken.get()>{stars}</span> }.into_any()
}
