use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::definition::{Metadata, ObjectRow};
use crate::values::fixtures::{choice, field, with};
use crate::{FieldId, Model, ObjectId, WorkspaceId};

/// 20 November 2026, 12:00 UTC.
const NOW: i64 = 1_795_176_000_000;

fn shown(field: &Field, value: Value) -> String {
    plain(field, &value, &Preferences::default(), NOW)
}

/// A field whose dates are written by a pattern.
fn custom(kind: FieldType, pattern: &str) -> Field {
    with(kind, |settings| {
        settings.display_format = Some("CUSTOM".to_owned());
        settings.custom_unicode_date_format = Some(pattern.to_owned());
    })
}

#[test]
fn every_type_has_a_line() {
    use FieldType as T;
    let stage = choice(T::Select, &[("NEW", "New lead")]);
    let tags = choice(T::MultiSelect, &[("A", "First"), ("B", "Second")]);
    for (field, value, line) in [
        (field(T::Text), json!("a\n b"), "a b"),
        (field(T::Number), json!(1234.5), "1,234.5"),
        (with(T::Number, |s| s.decimals = Some(2)), json!(1234.5), "1,234.50"),
        (with(T::Number, |s| s.kind = Some("percentage".to_owned())), json!(0.125), "12.5%"),
        (field(T::Numeric), json!("12.5"), "12.5"),
        (field(T::Boolean), json!(true), "True"),
        (field(T::Boolean), json!(false), "False"),
        (field(T::Date), json!("2026-11-20"), "Nov 20, 2026"),
        (with(T::Date, |s| s.display_format = Some("RELATIVE".to_owned())), json!("2026-11-23"), "in 3 days"),
        (field(T::DateTime), json!("2026-11-20T17:05:00.000Z"), "Nov 20, 2026 17:05"),
        (
            with(T::DateTime, |s| s.display_format = Some("RELATIVE".to_owned())),
            json!("2026-11-20T10:00:00.000Z"),
            "2 hours ago",
        ),
        (custom(T::Date, "EEE d.M.yy"), json!("2026-11-20"), "Fri 20.11.26"),
        (custom(T::DateTime, "d MMM, h:mm a"), json!("2026-11-20T17:05:00.000Z"), "20 Nov, 5:05 PM"),
        (custom(T::Date, " "), json!("2026-11-20"), "Nov 20, 2026"),
        (stage, json!("NEW"), "New lead"),
        (choice(T::Select, &[]), json!("GONE"), "GONE"),
        (tags, json!(["B", "A"]), "Second, First"),
        (field(T::Rating), json!("RATING_3"), "★★★☆☆"),
        (field(T::Array), json!(["a", "b"]), "a, b"),
        (field(T::RawJson), json!({ "a": [1] }), "{\"a\":[1]}"),
        (field(T::FullName), json!({ "firstName": "Ada", "lastName": "Byron" }), "Ada Byron"),
        (
            field(T::Emails),
            json!({ "primaryEmail": "a@b.co", "additionalEmails": ["c@d.eu"] }),
            "a@b.co, c@d.eu",
        ),
        (
            field(T::Phones),
            json!({ "primaryPhoneNumber": "612345678", "primaryPhoneCallingCode": "+33" }),
            "+33 6 12 34 56 78",
        ),
        (
            field(T::Links),
            json!({ "primaryLinkUrl": "https://www.acme.com/x", "secondaryLinks": [{ "url": "b.io", "label": "B" }] }),
            "acme.com, B",
        ),
        (field(T::Currency), json!({ "amountMicros": "1234000000", "currencyCode": "EUR" }), "€1.2k"),
        (
            with(T::Currency, |s| s.format = Some("full".to_owned())),
            json!({ "amountMicros": 1_234_000_000_i64, "currencyCode": "EUR" }),
            "€1,234",
        ),
        (
            field(T::Address),
            json!({ "addressStreet1": "1 Main St", "addressCity": "Paris", "addressCountry": "FR", "addressLat": "1" }),
            "1 Main St, Paris, France",
        ),
        (
            with(T::Address, |s| s.sub_fields = Some(vec!["addressCity".to_owned()])),
            json!({ "addressStreet1": "1 Main St", "addressCity": "Paris" }),
            "Paris",
        ),
        (with(T::Number, |s| s.kind = Some("shortNumber".to_owned())), json!(1_234_567), "1.2m"),
        (
            field(T::Uuid),
            json!("20202020-1c25-4d02-bf25-6aeccf7ea419"),
            "20202020-1c25-4d02-bf25-6aeccf7ea419",
        ),
        (field(T::Actor), json!({ "source": "API", "name": "" }), "API"),
        (field(T::Actor), json!({ "source": "MANUAL", "name": "Ada" }), "Ada"),
        (field(T::RichText), json!({ "markdown": "# Call **Ada**" }), "Call Ada"),
        (field(T::Files), json!([{ "fileId": "x", "label": "a.pdf" }, { "label": "b.png" }]), "a.pdf, b.png"),
        (field(T::Relation), json!({ "id": "1", "name": { "firstName": "Ada", "lastName": null } }), "Ada"),
        (
            field(T::Relation),
            json!([{ "id": "1", "name": "Acme" }, { "id": "2", "title": "Call" }]),
            "Acme, Call",
        ),
        (field(T::Relation), json!({ "edges": [{ "node": { "id": "7" } }] }), "7"),
        (field(T::Currency), json!({ "amountMicros": null, "currencyCode": "EUR" }), ""),
        (field(T::Text), json!(null), ""),
    ] {
        assert_eq!(shown(&field, value.clone()), line, "{} {value}", field.field_type);
    }
}

#[test]
fn the_exact_line_leaves_nothing_out() {
    let exact = |field: &Field, value: Value| exact(field, &value, &Preferences::default());
    let relative = with(FieldType::Date, |s| s.display_format = Some("RELATIVE".to_owned()));
    assert_eq!(exact(&relative, json!("2026-11-23")), "Nov 23, 2026");
    let money = json!({ "amountMicros": "1234560000", "currencyCode": "EUR" });
    assert_eq!(exact(&field(FieldType::Currency), money), "€1,234.56");
    assert_eq!(exact(&with(FieldType::Number, |s| s.decimals = Some(0)), json!(1.25)), "1.25");
    let long = json!({ "a": "x".repeat(1_000) });
    assert_eq!(exact(&field(FieldType::RawJson), long.clone()).len(), 1_008);
    assert_eq!(shown(&field(FieldType::RawJson), long).chars().count(), PREVIEW + 1);
}

#[test]
fn links_show_handles_and_hosts() {
    use text::Network::{Facebook, GitHub, LinkedIn, X};
    for (url, line, network) in [
        ("https://www.linkedin.com/in/ada-lovelace/?x=1", "ada-lovelace", Some(LinkedIn)),
        ("linkedin.com/company/caf%C3%A9", "café", Some(LinkedIn)),
        ("https://de.linkedin.com/in/ada", "ada", Some(LinkedIn)),
        ("https://linkedin.com/feed/update/1", "linkedin.com", None),
        ("https://x.com/ada", "@ada", Some(X)),
        ("https://twitter.com/@ada", "@ada", Some(X)),
        ("https://x.com/ada/status/1", "x.com", None),
        ("https://fakex.com/ada", "fakex.com", None),
        ("https://facebook.com/acme", "acme", Some(Facebook)),
        ("https://facebook.com/profile.php?id=1", "facebook.com", None),
        ("github.com/ada", "ada", Some(GitHub)),
        ("https://me@www.acme.com:8080/x", "acme.com:8080", None),
        ("mailto:ada@example.com", "mailto:ada@example.com", None),
    ] {
        let link = text::link(url, "");
        assert_eq!((link.text.as_str(), link.network), (line, network), "{url}");
    }
    assert_eq!(text::link("x.com/ada", " Ada ").text, "Ada");
}

/// An object with a label and, if wanted, an image field.
fn object(label_type: FieldType, image: Option<FieldType>) -> Arc<crate::Object> {
    let id = ObjectId(Uuid::from_u128(1));
    let mut fields = Vec::new();
    let types = [("name", Some(label_type)), ("picture", image)];
    for (at, (name, kind)) in types.into_iter().enumerate() {
        let Some(kind) = kind else { continue };
        let mut row = field(kind).row;
        row.id = FieldId(Uuid::from_u128(10 + at as u128));
        row.object_id = id;
        row.name = name.to_owned();
        fields.push(row);
    }
    let row = ObjectRow {
        label_singular: "Thing".to_owned(),
        label_plural: "Things".to_owned(),
        image_identifier_field_id: image.map(|_| FieldId(Uuid::from_u128(11))),
        ..ObjectRow::new(id, "thing", "things", FieldId(Uuid::from_u128(10)))
    };
    let metadata = Metadata { objects: vec![row], fields, ..Metadata::empty(WorkspaceId(Uuid::nil())) };
    let model: Model = crate::resolve(Arc::new(metadata)).unwrap();
    Arc::clone(model.object("thing").unwrap())
}

fn record(value: Value) -> Record {
    value.as_object().unwrap().clone()
}

#[test]
fn records_are_named_by_their_label() {
    let text = object(FieldType::Text, None);
    assert_eq!(label(&text, &record(json!({ "name": " Acme " }))), "Acme");
    assert_eq!(label(&text, &record(json!({ "name": "" }))), "Untitled");
    assert_eq!(label(&text, &record(json!({}))), "Untitled");
    let name = object(FieldType::FullName, None);
    assert_eq!(
        label(&name, &record(json!({ "name": { "firstName": "Ada", "lastName": "Byron" } }))),
        "Ada Byron"
    );
    assert_eq!(label(&name, &record(json!({ "name": { "firstName": "", "lastName": null } }))), "Untitled");
}

#[test]
fn avatars_have_letters_and_a_steady_colour() {
    for (label, letters) in [
        ("Ada Lovelace", "AL"),
        ("acme", "A"),
        ("Ludwig van B.", "LB"),
        ("(3) x", "3X"),
        ("?", ""),
        ("élan", "É"),
    ] {
        assert_eq!(initials(label), letters, "{label}");
    }
    assert_eq!(hue("Acme"), hue("Acme"));
    let colours: std::collections::HashSet<&str> = (0..500).map(|at| hue(&format!("record {at}"))).collect();
    assert_eq!(colours.len(), TAG_COLORS.len());
}

#[test]
fn pictures_come_from_files_and_address_texts_only() {
    let files = object(FieldType::Text, Some(FieldType::Files));
    let of = |object: &crate::Object, value: Value| image(object, &record(json!({ "picture": value })));
    assert_eq!(of(&files, json!([{ "label": "a", "url": "/files/a.png" }])).as_deref(), Some("/files/a.png"));
    assert_eq!(of(&files, json!([])), None);
    let text = object(FieldType::Text, Some(FieldType::Text));
    assert_eq!(of(&text, json!("https://a.com/x.png")).as_deref(), Some("https://a.com/x.png"));
    for url in ["", "javascript:alert(1)", "//evil.com/x.png", "data:text/html,x"] {
        assert_eq!(of(&text, json!(url)), None, "{url}");
    }
    let links = object(FieldType::Text, Some(FieldType::Links));
    assert_eq!(of(&links, json!({ "primaryLinkUrl": "acme.com" })), None);
    assert_eq!(image(&object(FieldType::Text, None), &record(json!({}))), None);
}
