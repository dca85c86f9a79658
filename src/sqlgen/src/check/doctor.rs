//! Whether something that the model does not know can be dropped. Names come from Postgres' own catalog.

use icosa_model::SchemaName;

use crate::print::statement;
use crate::sql_type::SqlType;
use crate::statement::{Bind, Statement};
use crate::tree::{Alias, Expr, Join, Query, Table};

/// Whether a table has rows, or rows with a value in that column: one boolean.
#[must_use]
pub fn holds_data(schema: &SchemaName, table: &str, column: Option<&str>) -> Statement {
    let rows = Alias(0);
    let filter = column.map(|column| Expr::column(rows, column).not_null());
    exists(schema, table, filter)
}

/// Whether a table has rows without a value in that column: one boolean.
#[must_use]
pub fn lacks_data(schema: &SchemaName, table: &str, column: &str) -> Statement {
    exists(schema, table, Some(Expr::column(Alias(0), column).null()))
}

/// Whether some row's enum, or array of enums, has one of these values: one boolean.
#[must_use]
pub fn holds_values(
    schema: &SchemaName,
    table: &str,
    column: &str,
    is_array: bool,
    values: &[String],
) -> Statement {
    let wanted = Bind::TextArray(values.iter().map(|value| Some(value.clone())).collect());
    let wanted = Expr::Bind(wanted, SqlType::Text.array());
    let column = Expr::column(Alias(0), column);
    let holds = if is_array {
        column.cast(SqlType::Text.array()).infix(" && ", wanted)
    } else {
        Expr::Any(Box::new(column.cast(SqlType::Text)), Box::new(wanted))
    };
    exists(schema, table, Some(holds))
}

fn exists(schema: &SchemaName, table: &str, filter: Option<Expr>) -> Statement {
    let mut query = Query::select([Expr::Int(1)]).from(Join::Table(Table::new(schema, table), Alias(0)));
    query.filter.extend(filter);
    query.limit = Some(1);
    statement(Query::select([Expr::Scalar(Box::new(query)).not_null()]))
}
