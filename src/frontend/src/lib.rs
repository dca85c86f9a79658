//! The browser's entry: fetches the workspace's model, then hydrates the page that came from the server.
//!
//! `cdylib` only, because any other crate type beside it switches link-time optimisation off; nothing here to test.

use std::sync::Arc;

use icosa_app::page_data::{MODEL_PROMISE, SESSION_SCRIPT_ID};
use icosa_model::{Metadata, resolve};
use icosa_rpc::SignedIn;
use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// Of the panic when a part of the program cannot be fetched: after an upgrade, files of the former build are gone. The
/// page is of no use then; the server's newest is.
const PART_NOT_LOADED: &str = "SplitLoaderError";

/// Called by the loader script once the module is there.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        if panic.to_string().contains(PART_NOT_LOADED) {
            let _ = window().location().reload();
        }
    }));
    // Leptos' own executor starts with `hydrate_from_async`.
    wasm_bindgen_futures::spawn_local(async {
        match signed_in().await {
            Ok(signed_in) => {
                let Some(body) = document().body() else { return };
                // Waits for the part of the program that the page's route needs.
                let page = leptos::mount::hydrate_from_async(body.clone(), move || {
                    icosa_rpc::provide_signed_in(signed_in);
                    view! { <icosa_app::App/> }
                });
                page.await.forget();
                let _ = body.set_attribute("data-hydrated", "true");
            }
            // The page stays as the server made it: links and forms work.
            Err(error) => leptos::logging::error!("The page could not wake up: {error:?}"),
        }
    });
}

/// The session from the page and the model the page has asked for; `None` on public pages.
async fn signed_in() -> Result<Option<SignedIn>, JsValue> {
    let Some(script) = document().get_element_by_id(SESSION_SCRIPT_ID) else { return Ok(None) };
    let text = script.text_content().unwrap_or_default();
    let session = serde_json::from_str(&text).map_err(|error| JsValue::from_str(&error.to_string()))?;
    let promise: Promise = Reflect::get(&js_sys::global(), &JsValue::from_str(MODEL_PROMISE))?.dyn_into()?;
    let response: web_sys::Response = JsFuture::from(promise).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str("the model could not be fetched"));
    }
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let metadata: Metadata =
        serde_json::from_str(&text).map_err(|error| JsValue::from_str(&error.to_string()))?;
    let model = resolve(Arc::new(metadata)).map_err(|issues| JsValue::from_str(&format!("{issues:?}")))?;
    Ok(Some(SignedIn { session: Arc::new(session), model: Arc::new(model) }))
}
