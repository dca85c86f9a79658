//! Menus: lists of things to do, by pointer and by key.

use std::borrow::Cow;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::button::{IconButton, Size};
use crate::floating::{Placement, Popover, use_popover};
use crate::hooks::matching;
use crate::icon::Icon;
use crate::kbd::Kbd;

/// A list of [`MenuItem`]s; arrows, Home and End move among them. Stands in a [`Popover`] as a rule.
#[component]
pub fn Menu(
    /// Spoken name.
    #[prop(optional, into)]
    label: String,
    /// Its items.
    children: Children,
) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let Some(menu) = element.get_untracked() else { return };
        let items = matching(&menu, "[role^='menuitem']:not([disabled])");
        let active = document().active_element();
        let current = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
        if let Some(next) = step(&event.key(), current, items.len()) {
            event.prevent_default();
            event.stop_propagation();
            if let Some(item) = items.get(next) {
                let _ = HtmlElement::focus(item);
            }
        }
    };
    view! {
        <div class="menu" role="menu" aria-label=(!label.is_empty()).then_some(label) node_ref=element on:keydown=on_key>
            {children()}
        </div>
    }
    .into_any()
}

/// Where a key moves among `count` things of which `current` has the focus; `None` for other keys and no things.
#[must_use]
pub fn step(key: &str, current: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, current) {
        ("ArrowDown", None) | ("Home", _) => Some(0),
        ("ArrowDown", Some(at)) => Some(if at >= last { 0 } else { at + 1 }),
        ("ArrowUp", None | Some(0)) | ("End", _) => Some(last),
        ("ArrowUp", Some(at)) => Some(at - 1),
        _ => None,
    }
}

/// One thing to do; closes the popover it stands in.
#[component]
pub fn MenuItem(
    /// What it does.
    #[prop(into)]
    label: String,
    /// Icon before it.
    #[prop(optional, into)]
    icon: Option<Cow<'static, str>>,
    /// Grey text at its end: a current value, a count.
    #[prop(optional, into)]
    note: String,
    /// Keys that do the same.
    #[prop(optional, into)]
    keys: String,
    /// Makes it a link.
    #[prop(optional, into)]
    href: Option<String>,
    /// For choices: whether it is the chosen one.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// It destroys something.
    #[prop(optional)]
    danger: bool,
    /// Cannot be chosen.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The popover stays open.
    #[prop(optional)]
    keep_open: bool,
    /// Leads to a further list: shows a chevron.
    #[prop(optional)]
    submenu: bool,
    /// Chosen by pointer or key.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
) -> AnyView {
    let popover = use_popover();
    let press = move |event: MouseEvent| {
        if !keep_open && let Some(popover) = popover {
            popover.close();
        }
        if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    let class = if danger { "menu-item menu-item-danger" } else { "menu-item" };
    let inner = view! {
        {icon.map(|name| view! { <Icon name/> })}
        <span class="menu-label truncate">{label}</span>
        {(!note.is_empty()).then(|| view! { <span class="menu-note truncate">{note}</span> })}
        {(!keys.is_empty()).then(|| view! { <Kbd keys/> })}
        {checked.map(|checked| move || checked.get().then(|| view! { <Icon name="IconCheck"/> }))}
        {submenu.then(|| view! { <Icon name="IconChevronRight" size=14/> })}
    };
    if let Some(href) = href {
        return view! { <a class=class role="menuitem" href=href on:click=press>{inner}</a> }.into_any();
    }
    let role = if checked.is_some() { "menuitemradio" } else { "menuitem" };
    view! {
        <button type="button" class=class role=role disabled=move || disabled.get() on:click=press
            aria-checked=move || checked.map(|checked| checked.get().to_string())>{inner}</button>
    }
    .into_any()
}

/// A thin line between groups of items.
#[component]
pub fn MenuSeparator() -> AnyView {
    view! { <hr class="menu-separator"/> }.into_any()
}

/// A grey heading over a group of items.
#[component]
pub fn MenuHeading(
    /// The heading.
    #[prop(into)]
    text: String,
) -> AnyView {
    view! { <p class="menu-heading" role="presentation">{text}</p> }.into_any()
}

/// An icon button that opens a menu: "more" at the end of a row or a heading.
#[component]
pub fn DropdownMenu(
    /// Spoken name and tooltip of the button.
    #[prop(into)]
    label: String,
    /// Icon of the button.
    #[prop(default = "IconDotsVertical")]
    icon: &'static str,
    /// Height of the button.
    #[prop(default = Size::Small)]
    size: Size,
    /// Where the menu opens.
    #[prop(default = Placement::BELOW_END)]
    placement: Placement,
    /// Items of the menu.
    children: ChildrenFn,
) -> AnyView {
    let open = RwSignal::new(false);
    let anchor = NodeRef::<html::Button>::new();
    let name = label.clone();
    let children = StoredValue::new(children);
    view! {
        <span class="contents">
            <IconButton icon label=label.clone() size button_ref=anchor expanded=open
                on_click=move |_| open.update(|open| *open = !*open)/>
            <Popover open anchor placement role="presentation">
                <Menu label=name.clone()>{children.with_value(|children| children())}</Menu>
            </Popover>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round_and_home_and_end_jump() {
        assert_eq!(step("ArrowDown", None, 3), Some(0));
        assert_eq!(step("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(step("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(step("ArrowUp", Some(2), 3), Some(1));
        assert_eq!(step("Home", Some(2), 3), Some(0));
        assert_eq!(step("End", None, 3), Some(2));
        assert_eq!(step("x", Some(1), 3), None);
        assert_eq!(step("ArrowDown", None, 0), None);
    }
}
