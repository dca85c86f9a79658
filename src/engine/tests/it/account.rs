//! Sessions, onboarding, preferences and views.

use icosa_contract::Code;
use icosa_contract::account::AccountApi;
use icosa_contract::data_model::{Change, DataModelApi, UpdateViewField, ViewFieldPatch};
use icosa_contract::session::{ColorScheme, Onboarding};
use serde_json::json;
use uuid::Uuid;

use crate::support::{client, credentials, world};

#[tokio::test]
async fn onboarding_goes_from_the_workspaces_name_to_ones_own() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let error = tim.engine.name_workspace(&tim.actor, "  ").await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("name")));
    tim.engine.name_workspace(&tim.actor, " Apple ").await.unwrap();
    let tim = world.enter(&tim.token).await;
    assert_eq!(tim.session.workspace_name, "Apple");
    assert_eq!(tim.session.onboarding, Onboarding::ProfileCreation);

    let error = tim.engine.set_profile(&tim.actor, "", "Cook").await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (Code::BadUserInput, Some("firstName")));
    tim.engine.set_profile(&tim.actor, "Tim", "Cook").await.unwrap();
    let tim = world.enter(&tim.token).await;
    assert_eq!(tim.session.onboarding, Onboarding::Completed);
    assert_eq!((tim.session.first_name.as_str(), tim.session.last_name.as_str()), ("Tim", "Cook"));
    assert_eq!(tim.actor.name, "Tim Cook");
    let name = tim.value("workspaceMember", tim.session.member_id, "name").await;
    assert_eq!(name, json!({"firstName": "Tim", "lastName": "Cook"}));
}

#[tokio::test]
async fn the_theme_and_the_browsers_zone_are_part_of_the_session() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    assert_eq!(tim.session.color_scheme, ColorScheme::System);
    tim.engine.set_color_scheme(&tim.actor, ColorScheme::Dark).await.unwrap();
    let (_, session, _) =
        tim.engine.session_context(&tim.token, Some("Europe/Paris")).await.unwrap().unwrap();
    assert_eq!(session.color_scheme, ColorScheme::Dark);
    assert_eq!(session.preferences.zone.name, "Europe/Paris");
}

#[tokio::test]
async fn a_session_ends_with_signing_out() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let again = world.engine.sign_in(credentials("tim@apple.test"), client()).await.unwrap();
    assert_ne!(again.token, tim.token);
    world.engine.sign_out(&tim.token).await.unwrap();
    assert!(world.engine.session_context(&tim.token, None).await.unwrap().is_none());
    assert!(world.engine.session_context(&again.token, None).await.unwrap().is_some());
    for token in ["", "nonsense", &"x".repeat(10_000)] {
        assert!(world.engine.session_context(token, None).await.unwrap().is_none());
        world.engine.sign_out(token).await.unwrap();
    }
}

#[tokio::test]
async fn a_fresh_installation_says_so() {
    let world = world().await;
    assert!(world.engine.welcome_info().await.unwrap().is_fresh);
    world.member("tim@apple.test").await;
    let info = world.engine.welcome_info().await.unwrap();
    assert!(!info.is_fresh && !info.offers_demo);
}

#[tokio::test]
async fn columns_change_the_model_and_its_version() {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let (_, _, model) = tim.engine.session_context(&tim.token, None).await.unwrap().unwrap();
    let company = model.object("company").unwrap();
    let columns = &company.index_view().unwrap().columns;
    let label = columns.iter().find(|column| column.field == "name").unwrap().row.id;
    let other = columns.iter().find(|column| column.field == "address").unwrap().row.id;
    let change = |id, size, is_visible| {
        let update = ViewFieldPatch { size, is_visible, ..ViewFieldPatch::default() };
        vec![Change::UpdateViewField(UpdateViewField { id, update })]
    };

    let changes = change(other, Some(333.0), Some(false));
    let version = tim.engine.change(&tim.actor, changes).await.unwrap().version;
    assert_eq!(version, model.version() + 1);
    let (_, session, changed) = tim.engine.session_context(&tim.token, None).await.unwrap().unwrap();
    assert_eq!((session.model_version, changed.version()), (version, version));
    let view = changed.object("company").unwrap().index_view().unwrap();
    let column = view.columns.iter().find(|column| column.row.id == other).unwrap();
    assert_eq!((column.row.size, column.row.is_visible), (333, false));

    for (request, code) in [
        (change(label, None, Some(false)), Code::MetadataValidationFailed),
        (change(other, Some(10.0), None), Code::MetadataValidationFailed),
        (change(other, Some(10_000.0), None), Code::MetadataValidationFailed),
        (change(Uuid::new_v4(), Some(100.0), None), Code::NotFound),
    ] {
        assert_eq!(tim.engine.change(&tim.actor, request).await.unwrap_err().code, code);
    }
    let eve = world.member("eve@evil.test").await;
    let error = eve.engine.change(&eve.actor, change(other, Some(100.0), None)).await.unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}
