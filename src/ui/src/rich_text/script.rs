//! Loading the editor's script, which is not part of the page's own download.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::changes::Changes;
use crate::hooks::Listener;

/// Served from `public/`; the version keeps a browser from running an old editor with a new page.
const SOURCE: &str = concat!("/editor/editor.js?v=", env!("CARGO_PKG_VERSION"));

/// The script element, once one is in the page.
const ELEMENT: &str = "script[data-rich-text-editor]";

/// The name under which the script makes itself known.
const GLOBAL: &str = "icosaEditor";

#[wasm_bindgen]
extern "C" {
    /// What the script provides.
    #[derive(Clone)]
    pub(super) type Module;

    #[wasm_bindgen(method, catch)]
    fn mount(this: &Module, element: &HtmlElement, options: &JsValue) -> Result<Handle, JsValue>;

    /// A mounted editor.
    pub(super) type Handle;

    #[wasm_bindgen(method, catch)]
    fn destroy(this: &Handle) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(super) fn focus(this: &Handle) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = setDocument)]
    pub(super) fn set_document(this: &Handle, document: &str) -> Result<(), JsValue>;
}

/// What an editor is mounted with.
pub(super) struct Options<'a> {
    pub(super) document: &'a str,
    pub(super) placeholder: &'a str,
    pub(super) label: &'a str,
    /// JSON text of [`super::EditorLabels`].
    pub(super) labels: &'a str,
}

/// An editor in the page: hands on its last change and takes itself away when it is dropped.
pub(super) struct Session {
    pub(super) handle: Handle,
    pub(super) changes: std::rc::Rc<Changes>,
    /// Keeps the function that the editor calls.
    _changed: Closure<dyn FnMut(String)>,
    _leaving: [Listener; 2],
}

impl Session {
    /// Mounts an editor in `element`; `None` when the script refuses.
    pub(super) fn mount(
        module: &Module,
        element: &HtmlElement,
        options: &Options<'_>,
        changes: std::rc::Rc<Changes>,
    ) -> Option<Self> {
        let changed = {
            let changes = changes.clone();
            Closure::<dyn FnMut(String)>::new(move |document| changes.push(document))
        };
        let given = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| js_sys::Reflect::set(&given, &key.into(), value).ok();
        set("document", &options.document.into())?;
        set("editable", &true.into())?;
        set("placeholder", &options.placeholder.into())?;
        set("label", &options.label.into())?;
        set("labels", &js_sys::JSON::parse(options.labels).ok()?)?;
        set("onChange", changed.as_ref())?;
        let handle = module.mount(element, &given).ok()?;
        // A page that is hidden may never be shown again.
        let leave = |changes: std::rc::Rc<Changes>| move |_| changes.flush();
        let leaving = [
            Listener::new(document().into(), "visibilitychange", false, leave(changes.clone())),
            Listener::new(window().into(), "pagehide", false, leave(changes.clone())),
        ];
        Some(Self { handle, changes, _changed: changed, _leaving: leaving })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.changes.flush();
        // It fails only when the element is gone already, and the editor with it.
        let _ = self.handle.destroy();
    }
}

/// The script, if it has run.
fn module() -> Option<Module> {
    let module = js_sys::Reflect::get(&js_sys::global(), &GLOBAL.into()).ok()?;
    module.is_object().then(|| module.unchecked_into())
}

/// Waits for the script as long as it lives.
pub(super) struct Loading {
    _listeners: [Listener; 2],
}

/// Calls `then` with the script: at once when it is there, else when it has come; with `None` when it does not come.
/// The answer to keep is `None` when `then` was called at once.
pub(super) fn load(then: impl Fn(Option<Module>) + Clone + 'static) -> Option<Loading> {
    if let Some(module) = module() {
        then(Some(module));
        return None;
    }
    let Some(script) = script_element() else {
        then(None);
        return None;
    };
    let failed = {
        let (then, script) = (then.clone(), script.clone());
        move |_| {
            // The next editor tries again.
            script.remove();
            then(None);
        }
    };
    let loaded = Listener::new(script.clone().into(), "load", false, move |_| then(module()));
    Some(Loading { _listeners: [loaded, Listener::new(script.into(), "error", false, failed)] })
}

/// The script element of the page, put there by the first editor.
fn script_element() -> Option<Element> {
    let document = document();
    if let Some(script) = document.query_selector(ELEMENT).ok().flatten() {
        return Some(script);
    }
    let script = document.create_element("script").ok()?;
    script.set_attribute("type", "module").ok()?;
    script.set_attribute("data-rich-text-editor", "").ok()?;
    script.set_attribute("src", SOURCE).ok()?;
    document.head()?.append_child(&script).ok()?;
    Some(script)
}
