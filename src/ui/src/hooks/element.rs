//! Following one element of the view.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use super::listener::Listener;

/// Observes sizes while it lives.
struct Observer {
    observer: ResizeObserver,
    _run: Closure<dyn FnMut()>,
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

pub(crate) fn observe_size(elements: &[Element], run: impl FnMut() + 'static) {
    let run = Closure::<dyn FnMut()>::new(run);
    let Ok(observer) = ResizeObserver::new(run.as_ref().unchecked_ref()) else { return };
    for element in elements {
        observer.observe(element);
    }
    StoredValue::new_local(Observer { observer, _run: run });
}

/// Calls `run` with the element's inner width and height in pixels: once it is there and whenever they change.
pub fn use_resize<T>(element: NodeRef<T>, run: impl Fn(f64, f64) + Clone + 'static)
where
    T: ElementType + 'static,
    T::Output: JsCast + Clone + Into<Element> + 'static,
{
    Effect::new(move || {
        let Some(node) = element.get() else { return };
        let node: Element = node.into();
        let (measured, run) = (node.clone(), run.clone());
        observe_size(&[node], move || {
            run(f64::from(measured.client_width()), f64::from(measured.client_height()))
        });
    });
}

/// Calls `run` when the pointer is pressed outside the element (messages at the corner of the page never count).
pub fn use_outside_press<T>(element: NodeRef<T>, run: impl Fn() + Clone + 'static)
where
    T: ElementType + 'static,
    T::Output: JsCast + Clone + Into<Element> + 'static,
{
    Effect::new(move || {
        let Some(node) = element.get() else { return };
        let (node, run): (Element, _) = (node.into(), run.clone());
        let listener = Listener::new(document().into(), "pointerdown", true, move |event| {
            if !is_inside(&event, &[&node]) {
                run();
            }
        });
        StoredValue::new_local(listener);
    });
}

/// Whether an event comes from inside one of these elements or from the messages at the corner of the page.
pub(crate) fn is_inside(event: &web_sys::Event, elements: &[&Element]) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok()) else {
        return false;
    };
    if elements.iter().any(|element| element.contains(Some(&target))) {
        return true;
    }
    // A pressed element may be gone already: its handler ran first and redrew the page.
    if !target.is_connected() {
        return true;
    }
    target
        .dyn_ref::<Element>()
        .is_some_and(|element| element.closest("[data-toast-stack]").ok().flatten().is_some())
}
