//! Buttons, and links that look like buttons.

use std::borrow::Cow;

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use crate::icon::Icon;
use crate::progress::Spinner;

/// How much a button stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Variant {
    /// Filled: the one thing to do here.
    Primary,
    /// With a border.
    #[default]
    Secondary,
    /// Text alone until the pointer is over it.
    Tertiary,
}

/// Height of a control.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    /// 24 pixels.
    Small,
    /// 32 pixels.
    #[default]
    Medium,
}

fn classes(variant: Variant, size: Size, blue: bool, danger: bool, full_width: bool) -> String {
    let variant = match variant {
        Variant::Primary => "btn btn-primary",
        Variant::Secondary => "btn btn-secondary",
        Variant::Tertiary => "btn btn-tertiary",
    };
    let size = if size == Size::Small { " btn-small" } else { "" };
    let accent = match (danger, blue) {
        (true, _) => " btn-danger",
        (false, true) => " btn-blue",
        (false, false) => "",
    };
    let width = if full_width { " w-full" } else { "" };
    [variant, size, accent, width].concat()
}

/// A button with a text label; inside a form, `kind="submit"` sends it.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    variant: Variant,
    /// Its height.
    #[prop(optional)]
    size: Size,
    /// Accent of the one main action.
    #[prop(optional)]
    blue: bool,
    /// Accent of what destroys; wins over `blue`.
    #[prop(optional)]
    danger: bool,
    /// As wide as its container.
    #[prop(optional)]
    full_width: bool,
    /// The HTML `type`.
    #[prop(default = "button")]
    kind: &'static str,
    /// Icon before the label.
    #[prop(optional, into)]
    icon: Option<Cow<'static, str>>,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Shows a spinner in place of the label and cannot be pressed.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Form value sent when this button submits.
    #[prop(optional, into)]
    name: Option<String>,
    /// See `name`.
    #[prop(optional, into)]
    value: Option<String>,
    /// Pressed by pointer or key.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// Reference to the element, as an anchor or to focus it.
    #[prop(optional)]
    button_ref: NodeRef<html::Button>,
    /// The label.
    children: Children,
) -> AnyView {
    let press = move |event: MouseEvent| {
        if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    view! {
        <button type=kind class=classes(variant, size, blue, danger, full_width) node_ref=button_ref
            name=name value=value on:click=press
            disabled=move || disabled.get() || loading.get()
            aria-busy=move || loading.get().then_some("true")>
            {icon.map(|name| view! { <Icon name/> })}
            <span class="btn-label">{children()}</span>
            {move || loading.get().then(|| view! { <Spinner/> })}
        </button>
    }
    .into_any()
}

/// A link that looks like a [`Button`].
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it stands out.
    #[prop(optional)]
    variant: Variant,
    /// Its height.
    #[prop(optional)]
    size: Size,
    /// Accent of the one main action.
    #[prop(optional)]
    blue: bool,
    /// As wide as its container.
    #[prop(optional)]
    full_width: bool,
    /// Icon before the label.
    #[prop(optional, into)]
    icon: Option<Cow<'static, str>>,
    /// A file or a page outside the application's router.
    #[prop(optional)]
    external: bool,
    /// The label.
    children: Children,
) -> AnyView {
    view! {
        <a href=href class=classes(variant, size, blue, false, full_width) rel=external.then_some("external")>
            {icon.map(|name| view! { <Icon name/> })}
            <span class="btn-label">{children()}</span>
        </a>
    }
    .into_any()
}

/// A square button with an icon alone; its label is spoken and shown as a tooltip.
#[component]
pub fn IconButton(
    /// The icon's name.
    #[prop(into)]
    icon: Signal<String>,
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// 24 or 32 pixels; small by default.
    #[prop(default = Size::Small)]
    size: Size,
    /// The HTML `type`.
    #[prop(default = "button")]
    kind: &'static str,
    /// Red when the pointer is over it.
    #[prop(optional)]
    danger: bool,
    /// Without tooltip, where the button opens something over it.
    #[prop(optional)]
    no_tip: bool,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For buttons that switch something: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// For buttons that open something: whether it is open.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    /// Pressed by pointer or key.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// Reference to the element, as an anchor or to focus it.
    #[prop(optional)]
    button_ref: NodeRef<html::Button>,
) -> AnyView {
    let class = match (size, danger) {
        (Size::Small, false) => "icon-btn",
        (Size::Small, true) => "icon-btn icon-btn-danger",
        (Size::Medium, false) => "icon-btn icon-btn-medium",
        (Size::Medium, true) => "icon-btn icon-btn-medium icon-btn-danger",
    };
    let press = move |event: MouseEvent| {
        if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    let state = |signal: Option<Signal<bool>>| move || signal.map(|signal| signal.get().to_string());
    view! {
        <button type=kind class=class node_ref=button_ref on:click=press
            aria-label=move || label.get()
            data-tip=move || (!no_tip).then(|| label.get())
            aria-pressed=state(pressed) aria-expanded=state(expanded)
            disabled=move || disabled.get()>
            {move || view! { <Icon name=icon.get()/> }}
        </button>
    }
    .into_any()
}
