//! Pages and server functions, mounted beside the routes of `http`.

use std::sync::Arc;

use axum::Router;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use icosa_contract::Backend;
use icosa_http::HttpState;
use icosa_http::files::AsStored;
use icosa_http::session::SignedInCaller;
use icosa_rpc::SignedIn;
use icosa_rpc::server::Caller;
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos::reactive::owner::with_context;
use leptos_axum::{LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

/// The whole web application over an engine.
pub fn router(state: &HttpState, options: LeptosOptions) -> Router {
    let backend = backend(state);
    let context = move || provide_page_context(&backend);
    let shell_options = options.clone();
    let pages = Router::new()
        .leptos_routes_with_context(
            &options,
            generate_route_list(icosa_app::App),
            context.clone(),
            move || icosa_app::shell(shell_options.clone()),
        )
        .fallback(file_and_error_handler_with_context::<LeptosOptions, _>(context, icosa_app::shell))
        .with_state(options);
    // Files are sent in parts, and of a known size.
    let is_not_file = |_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions| {
        extensions.get::<AsStored>().is_none()
    };
    let compression = CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_not_file));
    icosa_http::with_layers(icosa_http::routes().merge(pages), state).layer(compression)
}

/// The engine behind every `…Api` trait.
fn backend(state: &HttpState) -> Backend {
    let engine = Arc::new(state.engine.clone());
    Backend {
        records: engine.clone(),
        data_model: engine.clone(),
        account: engine.clone(),
        imports: engine,
        files: Arc::new(state.files.clone()),
        forms: Arc::new(state.flashes.clone()),
    }
}

/// The same for pages and server functions: who calls, their session and model, the backend.
fn provide_page_context(backend: &Backend) {
    // Looked at where they are: a copy of the request's head is dearer than the rest of this.
    let caller =
        with_context::<Parts, _>(|parts| parts.extensions.get::<SignedInCaller>().cloned()).flatten();
    provide_context(Caller(caller.as_ref().map(|caller| caller.actor.clone())));
    icosa_rpc::provide_signed_in(
        caller.and_then(|caller| Some(SignedIn { session: caller.session?, model: caller.model })),
    );
    provide_context(backend.clone());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use icosa_contract::routes;

    /// The linker drops a server function nothing refers to; the browser would get "not found".
    #[test]
    fn every_server_function_is_registered_under_its_listed_path() {
        let listed: BTreeSet<String> =
            icosa_rpc::ENDPOINTS.iter().map(|name| format!("{}/{name}", routes::RPC)).collect();
        let registered: BTreeSet<String> =
            leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
        assert_eq!(registered, listed);
    }
}
