//! The model of a window: one signal, replaced whenever a newer version is announced.
//!
//! Lists that show the model itself (the drawer, settings) read [`LiveModel::get`] and follow at once. Pages of records
//! read [`LiveModel::settled`], which waits while somebody types into an editor ([`hold_pages`]). Everything that is
//! made when it opens (pickers, menus, forms) takes what [`use_signed_in`](crate::use_signed_in) gives at that moment.

use std::sync::Arc;
use std::time::Duration;

use icosa_contract::routes;
use icosa_model::{Metadata, Model, resolve};
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::context::use_model;

/// A server that has not heard of a version yet is asked again after these waits, milliseconds.
const WAITS: [u64; 5] = [0, 80, 250, 800, 2_000];

/// A handle on the window's model.
#[derive(Clone, Copy)]
pub struct LiveModel {
    current: RwSignal<Arc<Model>>,
    /// Who sees it.
    member: Uuid,
    /// Open editors, which the pages must not be drawn anew under.
    editors: RwSignal<u32>,
}

impl LiveModel {
    pub(crate) fn new(model: Arc<Model>, member: Uuid) -> Self {
        Self { current: RwSignal::new(model), member, editors: RwSignal::new(0) }
    }

    /// The newest model; tracked.
    #[must_use]
    pub fn get(self) -> Arc<Model> {
        self.current.get()
    }

    /// The newest model; not tracked.
    #[must_use]
    pub fn newest(self) -> Arc<Model> {
        self.current.get_untracked()
    }

    /// The newest model, but while an editor is open the one that it was opened over.
    #[must_use]
    pub fn settled(self) -> Memo<Arc<Model>> {
        Memo::new_with_compare(
            move |before: Option<&Arc<Model>>| match before {
                Some(before) if self.editors.get() > 0 => Arc::clone(before),
                _ => self.current.get(),
            },
            |before, after| before.map(|model| model.version()) != after.map(|model| model.version()),
        )
    }

    /// Brings the window to this version or a later one; answers whether it got there.
    pub async fn reach(self, version: u64) -> bool {
        for wait in WAITS {
            pause(wait).await;
            let Some(current) = self.current.try_get_untracked() else { return false };
            if current.version() >= version {
                return true;
            }
            if let Some(model) = fetch(&current, version, self.member).await {
                self.replace(model);
            }
        }
        self.current.try_get_untracked().is_some_and(|current| current.version() >= version)
    }

    fn replace(self, model: Model) {
        let is_newer = self.current.try_with_untracked(|current| model.version() > current.version());
        if is_newer == Some(true) {
            let _ = self.current.try_set(Arc::new(model));
        }
    }
}

/// Keeps the pages of records as they are for as long as the component that calls this lives: an editor is open in it.
pub fn hold_pages() {
    let Some(model) = use_model() else { return };
    let _ = model.editors.try_update(|editors| *editors += 1);
    on_cleanup(move || {
        let _ = model.editors.try_update(|editors| *editors = editors.saturating_sub(1));
    });
}

/// The workspace's model as the server has it: of this version, or of another one where it has moved on or not heard.
async fn fetch(current: &Model, version: u64, member: Uuid) -> Option<Model> {
    let address = routes::model(current.workspace(), version, member);
    let response = JsFuture::from(window().fetch_with_str(&address)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    let metadata: Metadata = serde_json::from_str(&text).ok()?;
    resolve(Arc::new(metadata)).ok()
}

async fn pause(milliseconds: u64) {
    if milliseconds == 0 {
        return;
    }
    let promise = js_sys::Promise::new(&mut |done, _| {
        set_timeout(
            move || {
                let _ = done.call0(&wasm_bindgen::JsValue::UNDEFINED);
            },
            Duration::from_millis(milliseconds),
        );
    });
    let _ = JsFuture::from(promise).await;
}
