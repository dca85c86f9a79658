//! `icosa api objects`

use clap::Args;
use icosa_sdk::Client;
use icosa_sdk::metadata::{Field, Object};

use super::failure::Failure;
use super::output::{cut, table};

/// What to list.
#[derive(Args)]
pub struct Options {
    /// Name of an object, singular or plural: list its fields.
    object: Option<String>,
    /// Objects and fields of the machinery, too, and inactive ones.
    #[arg(long)]
    all: bool,
}

/// Lists objects, or fields of one.
pub async fn run(client: &Client, options: Options) -> Result<(), Failure> {
    let shows = |is_active: bool, is_system: bool| options.all || (is_active && !is_system);
    let (headers, rows) = match &options.object {
        None => {
            let objects = client.metadata().objects().await?;
            let shown = objects.iter().filter(|object| shows(object.is_active, object.is_system));
            (vec!["object", "one of them", "label", "about"], shown.map(object_row).collect::<Vec<_>>())
        }
        Some(name) => {
            let object = find(client, name).await?;
            let shown = object.fields.iter().filter(|field| shows(field.is_active, field.is_system));
            (vec!["field", "type", "label", "about"], shown.map(field_row).collect())
        }
    };
    let headers: Vec<String> = headers.into_iter().map(str::to_owned).collect();
    Ok(table(&mut std::io::stdout().lock(), &headers, &rows)?)
}

/// The object of that name.
pub async fn find(client: &Client, name: &str) -> Result<Object, Failure> {
    let object = client.metadata().object(name).await?;
    object.ok_or_else(|| {
        Failure::Missing(format!("there is no object '{name}'; `icosa api objects` lists them"))
    })
}

fn object_row(object: &Object) -> Vec<String> {
    vec![
        object.names.plural().to_owned(),
        object.names.singular().to_owned(),
        cut(&object.label_plural),
        cut(object.description.as_deref().unwrap_or_default()),
    ]
}

fn field_row(field: &Field) -> Vec<String> {
    vec![
        field.name.clone(),
        kind(field),
        cut(&field.label),
        cut(field.description.as_deref().unwrap_or_default()),
    ]
}

/// The type; of a relation where it leads, of choices what they are.
fn kind(field: &Field) -> String {
    let name = field.kind.map_or("?", icosa_sdk::FieldType::as_str);
    let more: Vec<&str> = match field.relations.as_slice() {
        [] => field.choices.iter().map(|choice| choice.value.as_str()).collect(),
        ends => ends.iter().map(|end| end.object.plural()).collect(),
    };
    if more.is_empty() { name.to_owned() } else { cut(&format!("{name} {}", more.join(" "))) }
}
