//! The HTML document around the application.

use icosa_contract::session::ColorScheme;
use icosa_contract::{Backend, routes};
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::App;
use crate::page_data::{MODEL_PROMISE, SESSION_SCRIPT_ID, script_json};

/// The document: the session and the model's address in the head, the application in the body.
pub fn shell(options: LeptosOptions) -> AnyView {
    let signed_in = icosa_rpc::use_signed_in();
    let scheme = signed_in.as_ref().map_or(ColorScheme::System, |page| page.session.color_scheme);
    let model = signed_in.as_ref().map(|page| {
        let session = &page.session;
        let address = routes::model(session.workspace_id, session.model_version, session.member_id);
        // Asked for at once, beside the program: waking up needs both.
        view! { <script nonce=nonce()>{format!("globalThis.{MODEL_PROMISE}=fetch({address:?});")}</script> }
    });
    let session = signed_in.and_then(|page| serde_json::to_string(&*page.session).ok()).map(|json| {
        view! { <script type="application/json" id=SESSION_SCRIPT_ID inner_html=script_json(&json)></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en" class=scheme.as_str().to_lowercase()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta http-equiv="Content-Security-Policy" content=content_security_policy()/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet options=options.clone() id="icosa-style"/>
                {model}
                {session}
                <MetaTags/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
    .into_any()
}

/// Scripts only from here or with this page's nonce; pictures may come from anywhere over https. Files come from and go
/// to their storage itself where that is set up.
fn content_security_policy() -> String {
    let nonce = nonce().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    let storage = use_context::<Backend>().and_then(|backend| backend.files.browser_storage());
    let storage = storage.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: https:{storage}; connect-src 'self' ws://localhost:* ws://127.0.0.1:*{storage}; object-src 'none'; \
         base-uri 'self'; form-action 'self'"
    )
}

/// The random word of this answer; only the server makes documents.
#[cfg(feature = "ssr")]
fn nonce() -> Option<String> {
    leptos::nonce::use_nonce().map(|nonce| nonce.to_string())
}

#[cfg(not(feature = "ssr"))]
fn nonce() -> Option<String> {
    None
}
