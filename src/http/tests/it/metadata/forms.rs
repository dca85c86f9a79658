//! The data model by plain forms, with names and words that mean harm.

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use super::hostile::HOSTILE;
use super::{World, world};

impl World {
    /// Sends a form as the page of the browser does; answers the status and where it leads.
    async fn submit(&self, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        let request = client.post(format!("{}{path}", self.server.base)).form(form);
        let request =
            request.header("origin", &self.server.base).header("cookie", self.member.cookie_header());
        let response = request.send().await.expect("an answer");
        let next = response.headers().get(LOCATION).map(|next| next.to_str().expect("a text").to_owned());
        (response.status().as_u16(), next.unwrap_or_default())
    }

    async fn objects(&self) -> Value {
        self.ask("{ objects(paging: { first: 1000 }) { edges { node { id labelSingular } } } }", json!({}))
            .await
    }
}

#[tokio::test]
async fn hostile_names_are_refused_and_what_was_typed_is_kept() {
    let world = world().await;
    let company = world.object_id("company").await;
    let (objects, fields) = (world.objects().await, world.object(&company).await);
    for name in HOSTILE.into_iter().chain(["rocket\u{0}", "user", "type", "Rocket"]) {
        let form =
            [("labelSingular", "A"), ("labelPlural", "B"), ("nameSingular", name), ("namePlural", "rockets")];
        let (status, next) = world.submit("/forms/objects", &form).await;
        assert_eq!(status, 303, "{name:?}");
        assert!(next.starts_with("/settings/objects/new"), "{name:?}: {next}");
        let form = [("type", "TEXT"), ("label", "A"), ("name", name)];
        let (status, next) = world.submit(&format!("/forms/objects/{company}/fields"), &form).await;
        assert_eq!(status, 303, "{name:?}");
        assert!(next.contains("/new-field/configure"), "{name:?}: {next}");
    }
    assert_eq!(world.objects().await, objects);
    assert_eq!(world.object(&company).await, fields);
}

#[tokio::test]
async fn hostile_words_are_only_words() {
    let world = world().await;
    for (number, word) in HOSTILE.into_iter().enumerate() {
        let (one, many) =
            (format!("thing{}", "x".repeat(number + 1)), format!("things{}", "x".repeat(number + 1)));
        let plural = format!("{word}s");
        let form = [
            ("labelSingular", word),
            ("labelPlural", plural.as_str()),
            ("nameSingular", one.as_str()),
            ("namePlural", many.as_str()),
            ("description", word),
        ];
        let (status, next) = world.submit("/forms/objects", &form).await;
        assert_eq!((status, next.as_str()), (303, format!("/settings/objects/{many}").as_str()), "{word:?}");
        let id = world.object_id(&one).await;
        let form = [("type", "SELECT"), ("label", word), ("name", "kind"), ("options", word)];
        let (status, next) = world.submit(&format!("/forms/objects/{id}/fields"), &form).await;
        assert_eq!((status, next.as_str()), (303, format!("/settings/objects/{many}").as_str()), "{word:?}");
        let made = world.object(&id).await;
        assert_eq!(made["description"], word);
        let field =
            made["fieldsList"].as_array().unwrap().iter().find(|field| field["name"] == "kind").unwrap();
        assert_eq!(field["options"][0]["label"], word);
    }
    assert_eq!(world.server.engine.compare_workspace(world.member.actor.workspace).await.unwrap(), vec![]);
}
