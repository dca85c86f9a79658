//! Decides before a page is rendered whether it is shown or where the visitor goes instead.

use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Redirect, Response};
use icosa_contract::routes;
use icosa_contract::session::Onboarding;

use crate::session::SignedInCaller;

/// First match wins: signed out -> sign-in (with the way back); onboarding -> its step; signed in on a sign-in or
/// finished onboarding page, or at `/` -> the default home.
pub(crate) fn redirect(request: &Request) -> Result<(), Box<Response>> {
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && is_page(request.uri().path());
    if is_page {
        let target = target(request.uri().path(), request.uri().query(), request.extensions().get());
        if let Some(target) = target {
            return Err(Box::new(Redirect::to(&target).into_response()));
        }
    }
    Ok(())
}

/// Pages are what people type into the address bar; everything else answers for itself.
fn is_page(path: &str) -> bool {
    path == "/"
        || [routes::WELCOME, routes::WORKSPACE_ACTIVATION, routes::CREATE_PROFILE].contains(&path)
        || path.starts_with("/objects/")
        || path.starts_with("/object/")
        || path == routes::settings::ROOT
        || path.starts_with("/settings/")
}

fn target(path: &str, query: Option<&str>, caller: Option<&SignedInCaller>) -> Option<String> {
    let Some((caller, session)) = caller.and_then(|caller| Some((caller, caller.session.as_ref()?))) else {
        let is_public = path == routes::WELCOME;
        return (!is_public).then(|| sign_in_with_return(path, query));
    };
    let step = match session.onboarding {
        Onboarding::WorkspaceActivation => Some(routes::WORKSPACE_ACTIVATION),
        Onboarding::ProfileCreation => Some(routes::CREATE_PROFILE),
        Onboarding::Completed => None,
    };
    match step {
        Some(step) => (path != step).then(|| step.to_owned()),
        None if path == routes::settings::ROOT => Some(routes::settings::PROFILE.to_owned()),
        None => {
            let is_passed =
                ["/", routes::WELCOME, routes::WORKSPACE_ACTIVATION, routes::CREATE_PROFILE].contains(&path);
            is_passed.then(|| home(&caller.model))
        }
    }
}

/// The first object of the navigation, else the first object at all.
pub fn home(model: &icosa_model::Model) -> String {
    let listed = model
        .navigation()
        .iter()
        .filter_map(|item| item.target_object_id)
        .find_map(|id| model.object_by_id(id));
    let object = listed.or_else(|| model.objects().iter().find(|object| !object.is_system));
    object.map_or_else(|| routes::NOT_FOUND.to_owned(), |object| routes::index(&object.name_plural))
}

fn sign_in_with_return(path: &str, query: Option<&str>) -> String {
    if path == "/" {
        return routes::WELCOME.to_owned();
    }
    let wanted = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let encoded: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    format!("{}?next={encoded}", routes::WELCOME)
}

/// A way back that stays on this site; anything else leads home.
#[must_use]
pub fn safe_return(path: &str) -> Option<&str> {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    (is_local && path.len() < 2_000).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_out_visitors_come_back_to_where_they_wanted() {
        assert_eq!(
            target("/objects/people", Some("sort=name"), None).as_deref(),
            Some("/welcome?next=%2Fobjects%2Fpeople%3Fsort%3Dname")
        );
        assert_eq!(target("/welcome", None, None), None);
        assert!(is_page("/settings") && is_page("/settings/objects/new") && !is_page("/settingsfoo"));
        let settings = target("/settings/objects", None, None);
        assert_eq!(settings.as_deref(), Some("/welcome?next=%2Fsettings%2Fobjects"));
    }

    #[test]
    fn the_way_back_stays_on_this_site() {
        assert_eq!(safe_return("/objects/people"), Some("/objects/people"));
        for path in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""] {
            assert_eq!(safe_return(path), None, "{path}");
        }
    }
}
