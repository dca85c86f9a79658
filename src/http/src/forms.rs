//! Plain form posts: what works without JavaScript. Each answers with a redirect; a refused one comes back to its
//! page with what had been typed.

pub mod account;
pub mod auth;
pub mod body;
mod data_model;
mod files;
pub mod flash;
mod imports;
pub mod records;

use axum::Router;
use axum::routing::post;
use icosa_contract::routes::forms;

use crate::HttpState;

/// All form posts.
pub fn routes() -> Router<HttpState> {
    let router = Router::new()
        .route(forms::SIGN_IN, post(auth::sign_in))
        .route(forms::SIGN_UP, post(auth::sign_up))
        .route(forms::SIGN_OUT, post(auth::sign_out))
        .route(forms::DEMO, post(auth::demo))
        .route(forms::NAME_WORKSPACE, post(account::name_workspace))
        .route(forms::PROFILE, post(account::profile))
        .route(forms::PICTURE, post(account::picture))
        .route(forms::LOGO, post(account::logo))
        .route(forms::COLOR_SCHEME, post(account::color_scheme))
        .route("/forms/records/{object}", post(records::create))
        .route("/forms/records/{object}/{id}", post(records::update))
        .route("/forms/records/{object}/{id}/delete", post(records::delete))
        .route("/forms/records/{object}/{id}/restore", post(records::restore))
        .route("/forms/imports/{object}", post(imports::upload))
        .route("/forms/imports/{object}/{id}", post(imports::go_on));
    data_model::routes().into_iter().fold(router, |router, (path, form)| router.route(path, form))
}
