//! Tabs over a panel.

use std::borrow::Cow;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::hooks::matching;
use crate::icon::Icon;

/// One tab.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tab {
    /// What `active` holds when it is chosen.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Icon before the label.
    pub icon: Option<Cow<'static, str>>,
    /// Number after the label.
    pub count: Option<u32>,
    /// Address that shows the page with this tab, so that it works before the page is awake.
    pub href: Option<String>,
}

/// A row of tabs; left and right arrows move among them. The panel stands beside it.
#[component]
pub fn Tabs(
    /// What they switch, for assistive technology.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// `id` of the chosen one.
    #[prop(into)]
    active: Signal<String>,
    /// Called with the `id` of a pressed tab; without it, links lead the way.
    #[prop(optional, into)]
    on_select: Option<Callback<String>>,
) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let key = match event.key().as_str() {
            "ArrowRight" => "ArrowDown",
            "ArrowLeft" => "ArrowUp",
            "Home" => "Home",
            "End" => "End",
            _ => return,
        };
        let Some(bar) = element.get_untracked() else { return };
        let (tabs, focused) = (matching(&bar, "[role='tab']"), document().active_element());
        let current = tabs.iter().position(|tab| focused.as_ref() == Some(tab.as_ref()));
        if let Some(tab) = crate::menu::step(key, current, tabs.len()).and_then(|next| tabs.get(next)) {
            event.prevent_default();
            let _ = HtmlElement::focus(tab);
        }
    };
    let tabs: Vec<AnyView> =
        tabs.into_iter().map(|tab| view! { <TabView tab active on_select/> }.into_any()).collect();
    view! { <div class="tabs" role="tablist" aria-label=label node_ref=element on:keydown=on_key>{tabs}</div> }.into_any()
}

#[component]
fn TabView(tab: Tab, active: Signal<String>, on_select: Option<Callback<String>>) -> AnyView {
    let Tab { id, label, icon, count, href } = tab;
    let own = id.clone();
    let is_active = Memo::new(move |_| active.with(|active| *active == own));
    let press = move |event: leptos::ev::MouseEvent| {
        // With a modifier the person wants the link in another window.
        if let Some(on_select) =
            on_select.filter(|_| !event.meta_key() && !event.ctrl_key() && !event.shift_key())
        {
            event.prevent_default();
            on_select.run(id.clone());
        }
    };
    let inner = view! {
        {icon.map(|name| view! { <Icon name/> })}
        <span>{label}</span>
        {count.map(|count| view! { <span class="tab-count">{count}</span> })}
    };
    let selected = move || is_active.get().to_string();
    match href {
        Some(href) => {
            view! { <a class="tab" role="tab" href=href aria-selected=selected on:click=press>{inner}</a> }.into_any()
        }
        None => {
            view! { <button type="button" class="tab" role="tab" aria-selected=selected on:click=press>{inner}</button> }
                .into_any()
        }
    }
}
