//! Choosing an icon and a colour.

use icosa_ui::floating::{Placement, Popover, use_popover};
use icosa_ui::hooks::{focus, focusable};
use icosa_ui::icon::{Icon, names};
use icosa_ui::input::SearchInput;
use icosa_ui::tag::{COLORS, color_classes, swatch_class};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// Icons in a row; the style sheet has the same.
const ICON_COLUMNS: usize = 8;
/// Colours in a row.
const COLOR_COLUMNS: usize = 7;

/// A button with the chosen icon; opens the list of all.
#[component]
pub fn IconPicker(
    /// Its name.
    icon: RwSignal<String>,
    /// Colour of the tile it stands on.
    #[prop(optional, into)]
    color: Signal<String>,
    /// Spoken name.
    #[prop(default = "Icon")]
    label: &'static str,
) -> AnyView {
    let open = RwSignal::new(false);
    let anchor = NodeRef::<html::Button>::new();
    let tile = move || format!("pick-button {}", color.with(|color| color_classes(color)));
    let spoken = move || format!("{label}: {}", words(&icon.get()));
    view! {
        <span class="pick">
            <button type="button" class=tile node_ref=anchor aria-label=spoken data-tip=label aria-haspopup="dialog"
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                {move || view! { <Icon name=icon.get() size=20/> }}
            </button>
            <Popover open anchor placement=Placement::BELOW label="Choose an icon" bare=true>
                <IconGrid icon/>
            </Popover>
        </span>
    }
    .into_any()
}

#[component]
fn IconGrid(icon: RwSignal<String>) -> AnyView {
    let (query, grid) = (RwSignal::new(String::new()), NodeRef::<html::Div>::new());
    let popover = use_popover();
    let found = move || query.with(|query| matching_icons(query));
    let choose = Callback::new(move |name: &'static str| {
        icon.set(name.to_owned());
        if let Some(popover) = popover {
            popover.close();
        }
    });
    let icons = move || -> Vec<AnyView> {
        let button = |name: &'static str| {
            let is_chosen = move || (icon.with(|icon| icon == name)).to_string();
            view! {
                <button type="button" class="pick-icon" role="option" aria-selected=is_chosen aria-label=words(name)
                    title=words(name) on:click=move |_| choose.run(name)><Icon name=name size=18/></button>
            }
            .into_any()
        };
        found().into_iter().map(button).collect()
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(grid) = grid.get_untracked() else { return };
        if event.key() == "Enter" && !is_in(&grid) {
            if let Some(first) = untrack(found).first() {
                event.prevent_default();
                choose.run(first);
            }
            return;
        }
        move_in(&grid, ICON_COLUMNS, &event);
    };
    view! {
        <div class="pick-panel" on:keydown=on_key>
            <div class="combo-search"><SearchInput label="Search icons" value=query plain=true/></div>
            <div class="pick-grid pick-icons" role="listbox" aria-label="Icons" node_ref=grid>{icons}</div>
            {move || found().is_empty().then(|| view! { <p class="combo-note">"No icon is called that"</p> })}
        </div>
    }
    .into_any()
}

/// A button with the chosen colour; opens all of the palette.
#[component]
pub fn ColorPicker(
    /// One of [`COLORS`].
    #[prop(into)]
    color: Signal<String>,
    /// Called with the new one.
    #[prop(into)]
    on_change: Callback<String>,
    /// Spoken name.
    #[prop(default = "Colour")]
    label: &'static str,
    /// A dot instead of a button with a border, for lists.
    #[prop(optional)]
    small: bool,
) -> AnyView {
    let open = RwSignal::new(false);
    let anchor = NodeRef::<html::Button>::new();
    let class = if small { "pick-dot" } else { "pick-button pick-color" };
    let dot = move || format!("pick-swatch {}", color.with(|color| swatch_class(color)));
    let spoken = move || format!("{label}: {}", color.get());
    view! {
        <span class="pick">
            <button type="button" class=class node_ref=anchor aria-label=spoken data-tip=label aria-haspopup="dialog"
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                <span class=dot></span>
            </button>
            <Popover open anchor placement=Placement::BELOW label="Choose a colour" bare=true>
                <ColorGrid color on_change/>
            </Popover>
        </span>
    }
    .into_any()
}

#[component]
fn ColorGrid(color: Signal<String>, on_change: Callback<String>) -> AnyView {
    let grid = NodeRef::<html::Div>::new();
    let popover = use_popover();
    let swatches: Vec<AnyView> = COLORS
        .iter()
        .map(|name| {
            let choose = move |_| {
                if let Some(popover) = popover {
                    popover.close();
                }
                on_change.run((*name).to_owned());
            };
            let is_chosen = move || color.with(|color| color == name).to_string();
            view! {
                <button type="button" class="pick-tint" role="option" aria-selected=is_chosen aria-label=*name title=*name
                    autofocus=color.with_untracked(|color| color == name) on:click=choose>
                    <span class=format!("pick-swatch {}", swatch_class(name))></span>
                </button>
            }
            .into_any()
        })
        .collect();
    let on_key = move |event: KeyboardEvent| {
        if let Some(grid) = grid.get_untracked() {
            move_in(&grid, COLOR_COLUMNS, &event);
        }
    };
    view! {
        <div class="pick-grid pick-colors" role="listbox" aria-label="Colours" node_ref=grid on:keydown=on_key>{swatches}</div>
    }
    .into_any()
}

fn is_in(grid: &web_sys::HtmlElement) -> bool {
    document().active_element().is_some_and(|active| grid.contains(Some(&active)))
}

/// Arrow keys move the focus among the buttons of a grid; downwards from outside it goes to the first.
fn move_in(grid: &web_sys::HtmlElement, columns: usize, event: &KeyboardEvent) {
    let buttons = focusable(grid);
    let active = document().active_element();
    let at = buttons.iter().position(|button| active.as_ref() == Some(button.as_ref()));
    if let Some(next) = step(&event.key(), at, columns, buttons.len()) {
        event.prevent_default();
        if let Some(button) = buttons.get(next) {
            focus(button);
            button.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

fn step(key: &str, at: Option<usize>, columns: usize, count: usize) -> Option<usize> {
    let next = match (key, at) {
        ("ArrowDown", None) => 0,
        ("ArrowDown", Some(at)) => at + columns,
        ("ArrowUp", Some(at)) => at.checked_sub(columns)?,
        ("ArrowRight", Some(at)) => at + 1,
        ("ArrowLeft", Some(at)) => at.checked_sub(1)?,
        _ => return None,
    };
    (next < count).then_some(next)
}

/// The icons whose name holds every word of a text.
fn matching_icons(query: &str) -> Vec<&'static str> {
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let is_one = |name: &&str| {
        let spoken = words(name);
        wanted.iter().all(|word| spoken.contains(word.as_str()))
    };
    names().filter(is_one).collect()
}

/// `IconBuildingBank` as people say it: `building bank`.
fn words(name: &str) -> String {
    let mut spoken = String::new();
    for c in name.strip_prefix("Icon").unwrap_or(name).chars() {
        if c.is_uppercase() && !spoken.is_empty() {
            spoken.push(' ');
        }
        spoken.extend(c.to_lowercase());
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icons_are_found_by_words() {
        assert_eq!(words("IconBuildingBank"), "building bank");
        assert!(matching_icons("bank building").contains(&"IconBuildingBank"));
        assert!(matching_icons("nobody knows").is_empty());
        assert_eq!(matching_icons("").len(), names().count());
    }

    #[test]
    fn arrows_stay_inside() {
        assert_eq!(step("ArrowDown", None, 8, 20), Some(0));
        assert_eq!(step("ArrowDown", Some(3), 8, 20), Some(11));
        assert_eq!(step("ArrowDown", Some(15), 8, 20), None);
        assert_eq!(step("ArrowUp", Some(3), 8, 20), None);
        assert_eq!(step("ArrowLeft", Some(0), 8, 20), None);
        assert_eq!(step("x", Some(0), 8, 20), None);
    }
}
