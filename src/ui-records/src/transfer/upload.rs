//! Sending the file.

use icosa_contract::transfer::Import;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use web_sys::{File, XmlHttpRequest};

use super::state::Wizard;
use crate::sending::{Broken, Target, send_file};

/// Sends a file and shows its import.
pub(super) fn send(wizard: Wizard, file: File) {
    wizard.error.set(None);
    wizard.sending.set(Some(0.0));
    spawn_local(async move {
        let sent = post(wizard, &file).await;
        if wizard.sending.try_set(None).is_some() {
            // The page is left: the file waits among the imports before.
            return;
        }
        match sent {
            Ok(import) => wizard.uploaded(&import),
            Err(reason) => {
                let _ = wizard.error.try_set(Some(reason));
            }
        }
    });
}

async fn post(wizard: Wizard, file: &File) -> Result<Import, String> {
    let broken = |_: Broken| "The connection broke. Please try again.".to_owned();
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let address = wizard.plural.with_value(|plural| format!("/rest/record-imports/{plural}?name={name}"));
    let request = XmlHttpRequest::new().map_err(|error| broken(error.into()))?;
    // The server goes by the name: browsers call CSV files by many types.
    let target = Target { method: "POST", address: &address, content_type: "application/octet-stream" };
    let answer = send_file(&request, target, file, move |share| {
        let _ = wizard.sending.try_set(Some(share));
    })
    .await
    .map_err(broken)?;
    if !answer.is_ok {
        return Err(reason(&answer.text));
    }
    let made: Result<Made, _> = serde_json::from_str(&answer.text);
    made.map(|made| made.data.import).map_err(|_| "The answer was not understood.".to_owned())
}

#[derive(Deserialize)]
struct Made {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    import: Import,
}

/// What the server says, in its own words.
fn reason(text: &str) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        messages: Vec<String>,
    }
    let told = serde_json::from_str::<Refusal>(text).ok();
    told.and_then(|refusal| refusal.messages.into_iter().next())
        .unwrap_or_else(|| "The file could not be uploaded.".to_owned())
}
