//! Popovers: menus, pickers and editors that float beside what opened them.
//!
//! A popover is rendered where it stands in the view, and shown in the browser's top layer, so that no scrolling or
//! transformed ancestor clips or displaces it. On phones it is a sheet at the bottom of the screen.

mod anchor;
mod place;
mod stack;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

pub use anchor::Anchor;
pub use place::{Align, Box2, Placed, Placement, Side, place};

use crate::hooks::{Listener, focus, focus_first};
use crate::hooks::{is_inside, observe_size};

/// Closes the popover around a menu item or an option; in context inside every popover.
#[derive(Clone, Copy)]
pub struct ClosePopover(Callback<()>);

impl ClosePopover {
    /// Closes it and gives the focus back.
    pub fn close(self) {
        self.0.run(());
    }
}

/// The popover this component stands in, if any.
#[must_use]
pub fn use_popover() -> Option<ClosePopover> {
    use_context()
}

/// Floating content. It closes on Escape, on a press outside, and when `open` is set to false; another popover may
/// stand inside. The focus moves into it when it opens and back when it closes.
#[component]
pub fn Popover(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it stands beside: the element around it if not given.
    #[prop(optional, into)]
    anchor: Anchor,
    /// Where it stands.
    #[prop(optional)]
    placement: Placement,
    /// Spoken name.
    #[prop(optional, into)]
    label: String,
    /// `dialog`, `menu`, `listbox`: what it is for assistive technology.
    #[prop(default = "dialog")]
    role: &'static str,
    /// Width in pixels; as wide as its content (at least 160) when not given.
    #[prop(optional)]
    width: Option<u16>,
    /// At least as wide as its anchor.
    #[prop(optional)]
    match_anchor: bool,
    /// Leaves the focus where it is (suggestions under an input).
    #[prop(optional)]
    keep_focus: bool,
    /// Without padding and background, for content that draws its own.
    #[prop(optional)]
    bare: bool,
    /// Called after a close by Escape or by a press outside, with whether it was Escape.
    #[prop(optional, into)]
    on_dismiss: Option<Callback<bool>>,
    /// Its content, made when it opens.
    children: ChildrenFn,
) -> AnyView {
    let behaviour = Behaviour { open, placement, match_anchor, keep_focus, on_dismiss };
    let children = StoredValue::new(children);
    let content = move || {
        open.get().then(|| {
            let (anchor, label) = (anchor.clone(), label.clone());
            view! {
                <Floating behaviour anchor label role width bare>
                    {children.with_value(|children| children())}
                </Floating>
            }
            .into_any()
        })
    };
    content.into_any()
}

#[derive(Clone, Copy)]
struct Behaviour {
    open: RwSignal<bool>,
    placement: Placement,
    match_anchor: bool,
    keep_focus: bool,
    on_dismiss: Option<Callback<bool>>,
}

impl Behaviour {
    /// Closes after Escape or a press outside; after a press outside the focus goes where the person pressed.
    fn dismiss(self, by_key: bool) {
        let _ = self.open.try_set(false);
        if let Some(on_dismiss) = self.on_dismiss {
            on_dismiss.run(by_key);
        }
    }
}

#[component]
fn Floating(
    behaviour: Behaviour,
    anchor: Anchor,
    label: String,
    role: &'static str,
    width: Option<u16>,
    bare: bool,
    children: Children,
) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    let open = behaviour.open;
    provide_context(ClosePopover(Callback::new(move |()| {
        let _ = open.try_set(false);
    })));
    Effect::new(move || {
        if let Some(node) = element.get() {
            float(node.into(), &anchor, behaviour);
        }
    });
    let style = width.map(|width| format!("--popover-width:{width}px"));
    view! {
        <div class=if bare { "popover popover-bare" } else { "popover" } popover="manual" tabindex="-1" role=role
            aria-label=(!label.is_empty()).then_some(label) style=style node_ref=element>
            {children()}
        </div>
    }
    .into_any()
}

/// Shows the element in the top layer beside its anchor and keeps it there. Runs in an effect: what it makes ends
/// with the popover.
fn float(node: HtmlElement, anchor: &Anchor, behaviour: Behaviour) {
    let before = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok());
    let anchored = anchor.element(&node);
    // Browsers without the top layer show the element in place, by the style sheet.
    let _ = node.show_popover();
    let shown = node.clone();
    let around = anchor.clone();
    let position = move || position_beside(&shown, &around, behaviour);
    position();
    if !behaviour.keep_focus {
        let _ = node.focus();
        focus_first(&node);
    }
    let mut observed: Vec<Element> = vec![node.clone().into()];
    observed.extend(anchored.clone());
    observe_size(&observed, position.clone());
    let scrolled = position.clone();
    StoredValue::new_local([
        Listener::new(window().into(), "resize", false, move |_| position()),
        Listener::new(document().into(), "scroll", true, move |_| scrolled()),
    ]);
    dismiss_outside(&node, anchored.clone(), behaviour);
    dismiss_by_escape(behaviour);
    give_focus_back(node, before);
}

fn dismiss_outside(node: &HtmlElement, anchored: Option<Element>, behaviour: Behaviour) {
    let node: Element = node.clone().into();
    let listener = Listener::new(document().into(), "pointerdown", true, move |event| {
        let own: Vec<&Element> = std::iter::once(&node).chain(anchored.as_ref()).collect();
        if !is_inside(&event, &own) {
            behaviour.dismiss(false);
        }
    });
    StoredValue::new_local(listener);
}

/// Of several open popovers, Escape closes the one opened last.
fn dismiss_by_escape(behaviour: Behaviour) {
    let layer = StoredValue::new_local(stack::Layer::open());
    let listener = Listener::new(document().into(), "keydown", false, move |event| {
        let Some(key) = event.dyn_ref::<ev::KeyboardEvent>() else { return };
        let is_last = layer.try_with_value(stack::Layer::is_last).unwrap_or(false);
        if key.key() == "Escape" && !key.is_composing() && !key.default_prevented() && is_last {
            key.prevent_default();
            behaviour.dismiss(true);
        }
    });
    StoredValue::new_local(listener);
}

/// When the popover goes while the focus is inside (or nowhere), the element that had it before gets it.
fn give_focus_back(node: HtmlElement, before: Option<HtmlElement>) {
    let handles = send_wrapper::SendWrapper::new((node, before));
    on_cleanup(move || {
        let (node, before) = handles.take();
        let active = document().active_element();
        let is_ours = active.is_none_or(|active| node.contains(Some(&active)) || active.tag_name() == "BODY");
        if let Some(before) = before.filter(|before| is_ours && before.is_connected()) {
            focus(&before);
        }
    });
}

fn position_beside(node: &HtmlElement, anchor: &Anchor, behaviour: Behaviour) {
    let Some(beside) = anchor.bounds(node) else { return };
    let style = node.style();
    if behaviour.match_anchor {
        let _ = style.set_property("--popover-min", &format!("{:.0}px", beside.width));
    }
    let own = node.get_bounding_client_rect();
    let Some((width, height)) = viewport() else { return };
    // The full height of the content, not the one a smaller place has cut it to.
    let natural = (own.width(), f64::from(node.scroll_height()).max(own.height()));
    let placed = place(beside, natural, (width, height), behaviour.placement);
    let _ = style.set_property("left", &format!("{:.1}px", placed.bounds.left));
    let _ = style.set_property("top", &format!("{:.1}px", placed.bounds.top));
    let _ = style.set_property("max-height", &format!("{:.0}px", placed.max_height));
}

fn viewport() -> Option<(f64, f64)> {
    let root = document().document_element()?;
    Some((f64::from(root.client_width()), f64::from(root.client_height())))
}
