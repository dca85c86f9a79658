//! What happened to a record.

use icosa_model::naming::capitalised;
use icosa_model::query::{DeletedRows, MAX_PAGE};
use icosa_model::{Model, Object};
use serde_json::Value;
use uuid::Uuid;

use crate::error::PlanError;
use crate::filter::deleted;
use crate::json;
use crate::planner::{Planner, field, plain_slot};
use crate::print::statement;
use crate::search_text::label;
use crate::sql_type::SqlType;
use crate::statement::{Bind, Statement};
use crate::tree::{Alias, Expr, Join, Query, Sort};
use crate::values::{instant, instant_text};

const ACTIVITY: &str = "timelineActivity";
/// Name of the linked record's object, among the columns of the activity.
const LINKED: &str = "#linked";

/// Timeline of a record, newest first: one row a line, each one JSON text in the form of a timeline item: `id`,
/// `name`, `happensAt`, `author`, `authorId`, `diff`, `linked` (object, id, label, image).
///
/// `before` is `happensAt` and `id` of the last line already known. Times are compared by milliseconds, which is
/// what readers see, so that no line between two pages is lost.
///
/// # Errors
/// An object without a timeline, a limit over [`MAX_PAGE`], or a time that is none.
pub fn timeline(
    model: &Model,
    object: &str,
    id: Uuid,
    before: Option<(&str, Uuid)>,
    limit: u32,
) -> Result<Statement, PlanError> {
    if limit > MAX_PAGE {
        return Err(PlanError::BadLimit { limit, max: MAX_PAGE });
    }
    let mut planner = Planner::new(model);
    let object = planner.object(object)?;
    let activities = planner.object(ACTIVITY)?;
    let members = planner.object("workspaceMember")?;
    let target = field(activities, &format!("target{}Id", capitalised(&object.name_singular)))?;
    let target = target.join_column().unwrap_or_default();

    let rows = planner.alias();
    let time = Expr::call("date_trunc", [Expr::Raw("'milliseconds'"), Expr::column(rows, "happensAt")]);
    let key = [time, Expr::column(rows, "id")];
    let newest = |key: [Expr; 2]| {
        key.map(|expr| Sort { expr, direction: icosa_model::query::Direction::Descending, nullable: false })
            .to_vec()
    };
    let mut inner = Query::select([Expr::Raw("*")])
        .from(Join::Table(planner.table(activities), rows))
        .filter(Expr::column(rows, target).infix(" = ", Expr::text_bind(id.to_string(), SqlType::Uuid)));
    inner.filter.extend(deleted(activities, rows, DeletedRows::Hidden));
    if let Some((at, id)) = before {
        let at = instant(at).ok_or(PlanError::BadCursor)?;
        let values = [
            Expr::text_bind(instant_text(&at), SqlType::Timestamp),
            Expr::text_bind(id.to_string(), SqlType::Uuid),
        ];
        inner.filter.push(Expr::Row(key.to_vec()).infix(" < ", Expr::Row(values.to_vec())));
    }
    inner.order = newest(key);
    inner.limit = Some(limit);

    if let Some(name) = linked_object(model, activities, rows) {
        inner.columns.push((name, Some(LINKED.to_owned())));
    }

    let kept = planner.alias();
    let member = planner.alias();
    let item = item(activities, members, kept, member);
    let same = Expr::column(member, "id").infix(" = ", Expr::column(kept, "workspaceMemberId"));
    let mut query = Query::select([item.cast(SqlType::Text)])
        .from(Join::Query(Box::new(inner), kept))
        .from(Join::LeftTable(planner.table(members), member, same));
    let time = Expr::call("date_trunc", [Expr::Raw("'milliseconds'"), Expr::column(kept, "happensAt")]);
    query.order = newest([time, Expr::column(kept, "id")]);
    Ok(statement(query))
}

fn item(activities: &Object, members: &Object, rows: Alias, member: Alias) -> Expr {
    let column = |name: &str| Expr::column(rows, name);
    let name = column("timelineActivityTypeSnapshot").infix(" ->> ", Expr::Text("name".to_owned()));
    let member_name = Expr::call("nullif", [label(members, Some(member)), Expr::Text(String::new())]);
    let mut authors = vec![member_name];
    authors
        .extend(activities.field("createdBy").and_then(|f| f.column(Some("name"))).map(|c| column(&c.name)));
    authors.push(Expr::Text(String::new()));
    let diff = column("properties").infix(" -> ", Expr::Text("diff".to_owned()));
    let is_object = Expr::call("jsonb_typeof", [diff.clone()]).infix(" = ", Expr::Text("object".to_owned()));
    json::object(vec![
        ("id".to_owned(), column("id")),
        ("name".to_owned(), name.or_empty()),
        ("happensAt".to_owned(), json::wire_instant(column("happensAt"))),
        ("author".to_owned(), Expr::Call("coalesce", authors)),
        ("authorId".to_owned(), column("workspaceMemberId")),
        ("diff".to_owned(), Expr::Case(vec![(is_object, diff)], Box::new(Expr::Raw("'{}'::jsonb")))),
        ("linked".to_owned(), linked(activities, rows)),
    ])
}

/// Name of the object of the other record. Its id is stored; the statement carries the names.
fn linked_object(model: &Model, activities: &Object, rows: Alias) -> Option<Expr> {
    plain_slot(activities, "linkedRecordId")?;
    let id = plain_slot(activities, "linkedObjectMetadataId")?.expr(rows).cast(SqlType::Text);
    let names =
        model.objects().iter().map(|o| (o.id.to_string(), Value::String(o.name_singular.clone()))).collect();
    Some(Expr::Bind(Bind::Json(Value::Object(names)), SqlType::Jsonb).infix(" ->> ", id))
}

/// The other record of a linked event, if its object is still there.
fn linked(activities: &Object, rows: Alias) -> Expr {
    if plain_slot(activities, "linkedRecordId")
        .and(plain_slot(activities, "linkedObjectMetadataId"))
        .is_none()
    {
        return Expr::Raw("NULL");
    }
    let column = |name: &str| Expr::column(rows, name);
    let summary = json::object(vec![
        ("object".to_owned(), column(LINKED)),
        ("id".to_owned(), column("linkedRecordId")),
        ("label".to_owned(), column("linkedRecordCachedName").or_empty()),
        ("image".to_owned(), Expr::Raw("NULL")),
    ]);
    let known = Expr::all(vec![column("linkedRecordId").not_null(), column(LINKED).not_null()]);
    Expr::Case(vec![(known, summary)], Box::new(Expr::Raw("NULL")))
}
