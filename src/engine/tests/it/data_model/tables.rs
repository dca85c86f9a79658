//! Whether the tables are what the rows say.
//!
//! They are compared with tables made from scratch for the same rows, in a schema of their own: whatever way a
//! workspace has come, it ends with what a new one would have. What was put aside for a restore (`#...`) does not
//! count.

use std::collections::BTreeSet;
use std::sync::Arc;

use icosa_contract::data_model::DataModelApi;
use icosa_model::{Metadata, SchemaName, WorkspaceId, resolve};
use icosa_sqlgen::ddl;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::support::{Member, World};

/// Everything Postgres knows about a schema's tables, one line a thing.
const CATALOG: &str = r#"
SELECT format('column %s.%s %s null:%s default:%s generated:%s', c.relname, a.attname,
    format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE '#%' AND a.attname NOT LIKE '#%'
UNION ALL
SELECT format('index %s', pg_get_indexdef(i.indexrelid))
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = $1::regnamespace AND c.relname NOT LIKE '#%' AND i.indisvalid AND NOT i.indisprimary
UNION ALL
SELECT format('constraint %s %s', c.relname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = $1::regnamespace AND c.relname NOT LIKE '#%' AND k.contype IN ('p', 'f', 'u', 'c')
UNION ALL
SELECT format('enum %s %s', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder))
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = $1::regnamespace AND t.typname NOT LIKE '#%' GROUP BY t.typname
"#;

/// Fails where the tables of a member's workspace differ from tables made from scratch, or where the doctor finds
/// something.
pub async fn assert_in_step(world: &World, member: &Member) {
    let model = DataModelApi::model(&member.engine, &member.actor).await.unwrap();
    let metadata = model.metadata();
    let mut tx = world.db.db().begin().await.unwrap();
    let scratch = scratch(&mut tx, metadata).await;
    let expected = catalog(&mut tx, &scratch).await;
    let found = catalog(&mut tx, &SchemaName::from(metadata.workspace_id)).await;
    tx.rollback().await.unwrap();
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:#?}\nsurplus: {surplus:#?}");
    let differences = member.engine.compare_workspace(member.actor.workspace).await.unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
}

/// A schema with the tables of these rows.
async fn scratch(tx: &mut PgConnection, metadata: &Metadata) -> SchemaName {
    let workspace_id = WorkspaceId::random();
    let physical = Metadata { workspace_id, ..metadata.physical() };
    let model = resolve(Arc::new(physical)).unwrap();
    sqlx::raw_sql(AssertSqlSafe(ddl::create_workspace(&model))).execute(tx).await.unwrap();
    model.schema()
}

async fn catalog(tx: &mut PgConnection, schema: &SchemaName) -> BTreeSet<String> {
    let lines: Vec<String> = sqlx::query_scalar(CATALOG).bind(schema.as_str()).fetch_all(tx).await.unwrap();
    lines.into_iter().map(|line| line.replace(schema.as_str(), "workspace")).collect()
}
