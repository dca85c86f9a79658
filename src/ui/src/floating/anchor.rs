//! What a popover stands beside.

use std::sync::Arc;

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::place::Box2;

/// An element or a point. Made from any `NodeRef`; by default the element around the popover.
#[derive(Clone, Default)]
pub enum Anchor {
    /// The popover's parent element.
    #[default]
    Parent,
    /// An element that may come and go.
    Element(Arc<dyn Fn() -> Option<Element> + Send + Sync>),
    /// A point of the window, in pixels from its left and top (context menus).
    Point(RwSignal<(f64, f64)>),
}

impl<T> From<NodeRef<T>> for Anchor
where
    T: ElementType + 'static,
    T::Output: JsCast + Clone + Into<Element> + 'static,
{
    fn from(element: NodeRef<T>) -> Self {
        Self::Element(Arc::new(move || element.try_get_untracked().flatten().map(Into::into)))
    }
}

impl From<RwSignal<(f64, f64)>> for Anchor {
    fn from(point: RwSignal<(f64, f64)>) -> Self {
        Self::Point(point)
    }
}

impl Anchor {
    pub(super) fn element(&self, popover: &HtmlElement) -> Option<Element> {
        match self {
            Self::Parent => popover.parent_element(),
            Self::Element(find) => find(),
            Self::Point(_) => None,
        }
    }

    pub(super) fn bounds(&self, popover: &HtmlElement) -> Option<Box2> {
        if let Self::Point(point) = self {
            let (left, top) = point.try_get_untracked()?;
            return Some(Box2 { left, top, width: 0.0, height: 0.0 });
        }
        let bounds = self.element(popover)?.get_bounding_client_rect();
        Some(Box2 { left: bounds.left(), top: bounds.top(), width: bounds.width(), height: bounds.height() })
    }
}
