//! Whatever is changed in whatever order, the tables end up being what the rows say.

use std::cell::Cell;

use icosa_contract::Code;
use icosa_contract::data_model::{Change, DataModelApi};
use icosa_model::definition::{FieldRow, ObjectRow};
use icosa_model::{FieldType, Metadata};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};

use super::tables::assert_in_step;
use crate::support::{Member, World, world};

/// What is done, and two numbers that say to what.
type Step = (u8, u8, u8);

const NAMES: [(&str, &str); 4] =
    [("alpha", "alphas"), ("beta", "betas"), ("gamma", "gammas"), ("delta", "deltas")];
const FIELDS: [&str; 5] = ["one", "two", "three", "four", "five"];
const KINDS: [&str; 20] = [
    "TEXT",
    "NUMBER",
    "BOOLEAN",
    "DATE_TIME",
    "SELECT",
    "MULTI_SELECT",
    "CURRENCY",
    "EMAILS",
    "RATING",
    "ACTOR",
    "ARRAY",
    "RAW_JSON",
    "DATE",
    "UUID",
    "FULL_NAME",
    "ADDRESS",
    "LINKS",
    "PHONES",
    "RICH_TEXT",
    "FILES",
];

/// Two objects, a choice and a text, so that there is something to change.
const FIRST: [Step; 4] = [(0, 0, 1), (0, 1, 1), (4, 0, 4), (4, 1, 0)];

#[test]
fn any_sequence_of_changes_leaves_tables_and_rows_in_step() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(world());
    let config = Config { cases: 8, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let steps = proptest::collection::vec((0_u8..18, proptest::num::u8::ANY, proptest::num::u8::ANY), 4..20);
    let number = Cell::new(0);
    let outcome = TestRunner::new(config).run(&steps, |steps| {
        number.set(number.get() + 1);
        runtime.block_on(run(&world, number.get(), &steps))
    });
    outcome.unwrap();
}

async fn run(world: &World, number: u32, steps: &[Step]) -> Result<(), TestCaseError> {
    let member = world.member(&format!("number{number}@apple.test")).await;
    let mut done = 0;
    for step in FIRST.iter().chain(steps) {
        let model = DataModelApi::model(&member.engine, &member.actor).await.unwrap();
        let Some(written) = written(model.metadata(), *step) else { continue };
        let change: Change = serde_json::from_value(written.clone()).unwrap();
        match member.engine.change(&member.actor, vec![change]).await {
            Ok(_) => done += 1,
            Err(error) => {
                let is_refusal = !matches!(error.code, Code::Internal | Code::Unavailable | Code::NotFound);
                assert!(is_refusal, "{written}: {error:?}");
            }
        }
        add_record(&member, *step).await;
    }
    assert!(done >= FIRST.len(), "the first steps work");
    assert_in_step(world, &member).await;
    Ok(())
}

/// Values to be carried along, wherever they are accepted.
async fn add_record(member: &Member, (what, a, _): Step) {
    let model = DataModelApi::model(&member.engine, &member.actor).await.unwrap();
    let own: Vec<_> = model.objects().iter().filter(|object| !object.is_standard).collect();
    if let Some(object) = own.get(usize::from(a) % own.len().max(1)) {
        let values = json!({"one": format!("{what}"), "two": null});
        for values in [values, json!({})] {
            drop(member.create(&object.name_singular.clone(), values).await);
        }
    }
}

fn pick<T>(all: &[T], number: u8) -> Option<&T> {
    all.get(usize::from(number).checked_rem(all.len())?)
}

/// The change that a step stands for, if there is something it can be made to.
fn written(metadata: &Metadata, (what, a, b): Step) -> Option<Value> {
    let objects: Vec<&ObjectRow> = metadata.objects.iter().filter(|object| !object.is_standard).collect();
    let mut holders = objects.clone();
    holders.extend(metadata.objects.iter().filter(|object| object.name_singular == "company"));
    let is_own = |field: &&FieldRow| !field.is_standard && !field.is_system && !field.is_side_effect;
    let fields: Vec<&FieldRow> = metadata.fields.iter().filter(is_own).collect();
    let change = |name: &str, with: Value| Some(json!({"change": name, "with": with}));
    let set_object =
        |update: Value| change("updateObject", json!({"id": pick(&objects, a)?.id, "update": update}));
    let set_field =
        |update: Value| change("updateField", json!({"id": pick(&fields, a)?.id, "update": update}));
    let (one, many) = *pick(&NAMES, if what == 0 { a } else { b })?;
    match what {
        0 | 1 => change(
            "createObject",
            json!({"nameSingular": one, "namePlural": many, "labelSingular": one,
            "labelPlural": many, "skipNameField": b % 4 == 0}),
        ),
        2 => set_object(json!({"nameSingular": one, "namePlural": many})),
        3 if b % 3 == 0 => change("deleteObject", json!(pick(&objects, a)?.id)),
        3 => set_object(json!({"isActive": b % 2 == 0})),
        4..=6 => {
            let kind = *pick(&KINDS, b)?;
            change(
                "createField",
                json!({"objectId": pick(&holders, a)?.id, "type": kind,
                "name": pick(&FIELDS, a.wrapping_add(b))?, "label": "Label", "options": options(kind),
                "settings": (kind == "FILES").then(|| json!({"maxNumberOfValues": 3})),
                "isUnique": a % 5 == 0 && kind == "TEXT"}),
            )
        }
        7 => set_field(json!({"name": pick(&FIELDS, b)?})),
        8 if b % 3 == 0 => change("deleteField", json!(pick(&fields, a)?.id)),
        8 => set_field(json!({"isActive": b % 2 == 0})),
        9 => set_field(json!({"isUnique": b % 2 == 0})),
        10 => change_options(&fields, a, b),
        11 => change(
            "createField",
            json!({"objectId": pick(&holders, a)?.id, "type": "RELATION",
            "name": pick(&FIELDS, b)?, "label": "Label", "relation": other_side(pick(&holders, b)?, a)}),
        ),
        12 => change(
            "createField",
            json!({"objectId": pick(&objects, a)?.id, "type": "MORPH_RELATION",
            "name": pick(&FIELDS, b)?, "label": "Label",
            "morphRelations": holders.iter().skip(1).map(|to| other_side(to, a)).collect::<Vec<_>>()}),
        ),
        13 => {
            let field = pick(&fields, a)?;
            change(
                "createIndex",
                json!({"objectId": field.object_id, "indexType": "BTREE",
                "fields": [{"fieldId": field.id}]}),
            )
        }
        14 => set_field(json!({"isNullable": b % 2 == 0, "defaultValue": default_of(pick(&fields, a)?)})),
        15 => set_field(json!({"isSearchable": b % 2 == 0})),
        16 => {
            let object = pick(&objects, a)?;
            let own: Vec<&&FieldRow> = fields.iter().filter(|field| field.object_id == object.id).collect();
            set_object(json!({"labelIdentifierFieldId": pick(&own, b)?.id}))
        }
        _ => set_field(json!({"morphTargets": [pick(&holders, b)?.id]})),
    }
}

fn options(kind: &str) -> Value {
    match kind {
        "SELECT" | "MULTI_SELECT" => {
            json!([{"value": "A", "label": "A", "position": 0}, {"value": "B", "label": "B", "position": 1}])
        }
        _ => Value::Null,
    }
}

fn other_side(target: &ObjectRow, a: u8) -> Value {
    let kind = if a.is_multiple_of(2) { "MANY_TO_ONE" } else { "ONE_TO_MANY" };
    json!({"type": kind, "targetObjectId": target.id, "targetFieldLabel": format!("Side {}", a % 7), "targetFieldIcon": "x"})
}

/// Another value for the first option, or one less, or one more.
fn change_options(fields: &[&FieldRow], a: u8, b: u8) -> Option<Value> {
    let chosen = |field: &&&FieldRow| matches!(field.field_type, FieldType::Select | FieldType::MultiSelect);
    let fields: Vec<&&FieldRow> = fields.iter().filter(chosen).collect();
    let field = pick(&fields, a)?;
    let mut options = field.options.clone();
    match b % 3 {
        0 => options.first_mut()?.value = format!("V{b}"),
        1 if options.len() > 1 => drop(options.remove(0)),
        _ => {
            let mut new = options.first()?.clone();
            (new.id, new.value, new.position) = (super::names::id(&format!("{b}")), format!("N{b}"), 99);
            options.push(new);
        }
    }
    Some(json!({"change": "updateField", "with": {"id": field.id, "update": {"options": options}}}))
}

fn default_of(field: &FieldRow) -> Value {
    match field.field_type {
        FieldType::Text => json!("'it''s'"),
        FieldType::Number => json!(7),
        FieldType::Boolean => json!(false),
        FieldType::Select => json!(field.options.first().map(|option| format!("'{}'", option.value))),
        FieldType::Currency => json!({"amountMicros": "'1'", "currencyCode": "'EUR'"}),
        _ => Value::Null,
    }
}
