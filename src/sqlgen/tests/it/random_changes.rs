//! Many changes one after the other, chosen by a fixed sequence of numbers: the tables always are what the model
//! would have been made as, and a removal that is taken back has lost nothing.

use icosa_model::definition::OnDelete;
use icosa_model::{FieldType, Model};
use icosa_sqlgen::ddl::{ChangeHints, Kept};
use serde_json::{Value, json};

use crate::database::Workspace;
use crate::draft::Draft;
use crate::fixture;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn one<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}

const KINDS: [FieldType; 9] = [
    FieldType::Text,
    FieldType::Number,
    FieldType::Rating,
    FieldType::MultiSelect,
    FieldType::Select,
    FieldType::Currency,
    FieldType::Emails,
    FieldType::Files,
    FieldType::Date,
];

/// One step of a long story.
struct Story {
    dice: Dice,
    draft: Draft,
    /// Objects that anything may happen to, by the name their ids follow from.
    objects: Vec<String>,
    /// Fields likewise.
    fields: Vec<(String, String)>,
    made: usize,
}

impl Story {
    fn name(&mut self, stem: &str) -> String {
        self.made += 1;
        format!("{stem}{}", self.made)
    }

    fn add_field(&mut self) {
        let object = self.dice.one(&self.objects).clone();
        let name = self.name("field");
        let kind = *self.dice.one(&KINDS);
        self.draft.add_field(&object, &name, kind);
        if matches!(kind, FieldType::Select | FieldType::MultiSelect) {
            self.draft.options(&object, &name, &[("-", "A"), ("-", "B"), ("-", "C")]);
        }
        let row = self.draft.by_id(&object, &name);
        match kind {
            FieldType::Select => row.default_value = json!("'B'"),
            FieldType::MultiSelect => row.default_value = json!(["'A'", "'C'"]),
            FieldType::Number => (row.default_value, row.is_nullable) = (json!(4), false),
            _ => {}
        }
        if matches!(kind, FieldType::Text | FieldType::Emails) && self.dice.below(2) == 0 {
            let id = fixture::field_id(&object, &name);
            self.draft.object(&object).search_field_ids.push(id);
        }
        if kind == FieldType::Text && self.dice.below(2) == 0 {
            self.draft.index(&object, &format!("IDX_UNIQUE_{name}"), &[&name], true);
        }
        self.fields.push((object, name));
    }

    fn add_object(&mut self) {
        let name = self.name("object");
        self.draft.add_object(&name);
        self.objects.push(name);
    }

    fn relate(&mut self) {
        let (from, to) = (self.dice.one(&self.objects).clone(), self.dice.one(&self.objects).clone());
        let (name, inverse) = (self.name("link"), self.name("links"));
        let on_delete = *self.dice.one(&[OnDelete::Cascade, OnDelete::SetNull, OnDelete::Restrict]);
        self.draft.relate(&from, &name, &to, &inverse, on_delete);
        self.fields.push((from, name));
    }

    /// Names go round in a circle as often as to a new one.
    fn rename(&mut self) {
        if self.fields.is_empty() || self.dice.below(3) == 0 {
            let (a, b) = (self.dice.one(&self.objects).clone(), self.dice.one(&self.objects).clone());
            let (old, other) =
                (self.draft.object(&a).name_singular.clone(), self.draft.object(&b).name_singular.clone());
            let new = if a == b { self.name("renamed") } else { other };
            self.draft.rename_object(&a, &new);
            if a != b {
                self.draft.rename_object(&b, &old);
            }
            return;
        }
        let (object, name) = self.dice.one(&self.fields).clone();
        let new = self.name("renamed");
        self.draft.by_id(&object, &name).name = new;
    }

    fn change_options(&mut self) {
        let Some((object, name)) = self
            .fields
            .iter()
            .find(|(object, name)| self.draft.find(object, name).is_some_and(|row| !row.options.is_empty()))
        else {
            return;
        };
        let (object, name) = (object.clone(), name.clone());
        let new = self.name("V");
        let row = self.draft.by_id(&object, &name);
        match self.dice.below(4) {
            0 => row.options.reverse(),
            1 if row.options.len() > 1 => drop(row.options.pop()),
            2 => row.options[0].value = new,
            _ => {
                let option = row.options[0].clone();
                row.options.push(icosa_model::definition::SelectOption {
                    id: uuid::Uuid::new_v4(),
                    value: new,
                    ..option
                });
            }
        }
        (0..).zip(&mut row.options).for_each(|(position, option)| option.position = position);
        let first = json!(format!("'{}'", row.options[0].value));
        row.default_value = if row.field_type == FieldType::Select { first } else { json!([first]) };
    }

    fn change_rules(&mut self) {
        let object = self.dice.one(&self.objects).clone();
        match self.dice.below(3) {
            0 => {
                let row = self.draft.object(&object);
                row.is_searchable = !row.is_searchable;
            }
            1 => self.draft.object(&object).search_field_ids.clear(),
            _ => {
                let row = self.draft.object(&object);
                row.is_system = !row.is_system;
            }
        }
    }

    /// Something that can be taken back.
    fn remove(&mut self) {
        if self.fields.is_empty() || (self.objects.len() > 3 && self.dice.below(3) == 0) {
            let at = self.objects.len() - 1;
            let object = self.objects[at].clone();
            if object.starts_with("object") {
                self.draft.remove_object(&object);
            }
            return;
        }
        let (object, name) = self.dice.one(&self.fields).clone();
        if self.draft.find(&object, &name).is_some() {
            self.draft.remove_by_id(&object, &name);
        }
    }

    /// Forgets what is no longer there.
    fn tidy(&mut self) {
        let draft = &self.draft;
        self.objects.retain(|name| draft.0.objects.iter().any(|row| row.id == fixture::object_id(name)));
        self.fields.retain(|(object, name)| draft.find(object, name).is_some());
    }
}

/// All rows of all tables, without what is computed and what was put aside.
async fn rows(workspace: &mut Workspace) -> Vec<Value> {
    let tables: Vec<String> = workspace.model.objects().iter().map(|object| object.table.clone()).collect();
    let mut all = Vec::new();
    for table in tables {
        let read =
            format!(r#"SELECT (to_jsonb(t) - 'searchVector')::text FROM "{{}}"."{table}" t ORDER BY "id""#);
        for row in workspace.texts(&read).await {
            let mut row: Value = serde_json::from_str(&row.unwrap()).unwrap();
            row.as_object_mut().unwrap().retain(|key, _| !key.starts_with('#'));
            all.push(row);
        }
    }
    all
}

async fn fill(workspace: &mut Workspace) {
    let names: Vec<String> = workspace.model.objects().iter().map(|o| o.name_singular.clone()).collect();
    for name in names {
        workspace.insert(&name, json!([{}, {}])).await;
    }
}

/// Takes the last change back and looks whether everything is there again.
async fn undo(workspace: &mut Workspace, with: Model, kept: Vec<Kept>, before: &[Value]) {
    let hints = ChangeHints { reuse: kept, ..ChangeHints::default() };
    workspace.change(with, &hints).await;
    assert_eq!(rows(workspace).await, before);
}

async fn tell(seed: u64, steps: usize) {
    let mut workspace = Workspace::create().await;
    let draft = Draft::of(&workspace.model);
    let objects = ["company", "opportunity", "rocket"].map(str::to_owned).to_vec();
    let mut story = Story { dice: Dice(seed), draft, objects, fields: Vec::new(), made: 0 };
    for step in 0..steps {
        let with = Draft::of(&workspace.model).model();
        let is_removal = story.dice.below(3) == 0;
        if is_removal {
            story.remove();
            story.tidy();
        }
        for _ in 0..story.dice.below(3) + usize::from(!is_removal) {
            match story.dice.below(if is_removal { 4 } else { 6 }) {
                0 => story.add_field(),
                1 => story.add_object(),
                2 => story.relate(),
                3 => story.rename(),
                4 => story.change_options(),
                _ => story.change_rules(),
            }
        }
        story.tidy();
        let mut hints = ChangeHints::default();
        if is_removal {
            hints.keep = Some(format!("{step:08x}"));
        }
        if story.dice.below(2) == 0 {
            hints.large = story.objects.iter().map(|name| fixture::object_id(name)).collect();
        }
        let before = rows(&mut workspace).await;
        let change = workspace.change(story.draft.model(), &hints).await;
        if is_removal && story.dice.below(2) == 0 {
            undo(&mut workspace, with, change.kept, &before).await;
        } else if story.dice.below(2) == 0 {
            workspace.see_to(&change.rewrites).await;
        }
        story.draft = Draft::of(&workspace.model);
        story.tidy();
        fill(&mut workspace).await;
    }
}

#[tokio::test]
async fn one_story_of_many_changes() {
    tell(1, 16).await;
}

#[tokio::test]
async fn another_story_of_many_changes() {
    tell(2, 16).await;
}

#[tokio::test]
async fn a_third_story_of_many_changes() {
    tell(3, 16).await;
}
