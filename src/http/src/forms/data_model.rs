//! The data model by plain forms: objects and fields are made, changed, switched, deleted and brought back. A refused
//! form comes back to its page with every rule that it breaks.

mod fields;
mod objects;
mod read;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, post};
use icosa_contract::data_model::{Change, Changed, DataModelApi, issues};
use icosa_contract::routes::{forms, settings};
use icosa_contract::{AppError, Code};
use icosa_model::definition::{FieldRow, ObjectRow};
use icosa_model::{FieldId, ObjectId};
use uuid::Uuid;

use super::account::to_sign_in;
use super::body::Form;
use crate::HttpState;
use crate::error::ErrorResponse;
use crate::session::SignedInCaller;

type Caller = Option<Extension<SignedInCaller>>;

/// The form posts, by path.
pub fn routes() -> [(&'static str, MethodRouter<HttpState>); 9] {
    [
        (forms::CREATE_OBJECT, post(objects::create)),
        ("/forms/objects/{id}", post(objects::update)),
        ("/forms/objects/{id}/active", post(objects::switch)),
        ("/forms/objects/{id}/delete", post(objects::delete)),
        ("/forms/objects/{id}/fields", post(fields::create)),
        ("/forms/fields/{id}", post(fields::update)),
        ("/forms/fields/{id}/active", post(fields::switch)),
        ("/forms/fields/{id}/delete", post(fields::delete)),
        (forms::RESTORE_DELETED, post(restore)),
    ]
}

/// The person that sends a form; programs have none.
fn person(caller: Caller) -> Option<SignedInCaller> {
    caller.map(|Extension(caller)| caller).filter(|caller| caller.session.is_some())
}

impl SignedInCaller {
    fn object(&self, id: Uuid) -> Option<&ObjectRow> {
        self.model.metadata().objects.iter().find(|row| row.id == ObjectId(id))
    }

    /// A field with the object it belongs to.
    fn field(&self, id: Uuid) -> Option<(&ObjectRow, &FieldRow)> {
        let field = self.model.metadata().fields.iter().find(|row| row.id == FieldId(id))?;
        Some((self.object(field.object_id.0)?, field))
    }

    async fn change(&self, state: &HttpState, changes: Vec<Change>) -> Result<Changed, AppError> {
        if changes.is_empty() {
            return Ok(Changed { version: self.model.version(), ids: Vec::new(), undo: None });
        }
        DataModelApi::change(&state.engine, &self.actor, changes).await
    }
}

/// Onwards where a change was accepted, else back with what is wrong and what had been typed.
async fn answer(
    state: &HttpState,
    outcome: Result<Changed, AppError>,
    onwards: impl FnOnce(&Changed) -> String,
    back: &str,
    form: &Form,
) -> Response {
    match outcome {
        Ok(changed) => Redirect::to(&onwards(&changed)).into_response(),
        // What is our fault, and what the person may not do at all, is not mended by typing something else.
        Err(error) if matches!(error.code, Code::Internal | Code::Unavailable) => {
            ErrorResponse(error).into_response()
        }
        Err(error) => {
            let messages: Vec<String> = issues(&error).into_iter().map(|issue| issue.message).collect();
            let told = AppError { message: messages.join(" "), ..error };
            state.flashes.refuse(back, &told, form).await.into_response()
        }
    }
}

/// The list of objects, offering the way back.
fn after_deletion(path: &str, changed: &Changed) -> String {
    changed.undo.map_or_else(|| path.to_owned(), |undo| settings::with_undo(path, &undo.to_string()))
}

fn missing(what: &str) -> Response {
    ErrorResponse(AppError::not_found(format!("There is no such {what}."))).into_response()
}

/// Brings back what was deleted; the page it was deleted on is next.
async fn restore(State(state): State<HttpState>, caller: Caller, form: Form) -> Response {
    let Some(caller) = person(caller) else { return to_sign_in() };
    let next = crate::guard::safe_return(form.text("next")).unwrap_or(settings::OBJECTS).to_owned();
    let undo = Uuid::parse_str(form.text("undo"));
    let outcome = match undo {
        Ok(undo) => DataModelApi::restore(&state.engine, &caller.actor, undo).await,
        Err(_) => Err(AppError::bad_input("There is nothing to bring back.")),
    };
    answer(&state, outcome, |_| next.clone(), &next, &form).await
}
