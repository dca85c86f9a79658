//! The benchmark's workspace, as its database describes it.

use std::sync::Arc;

use anyhow::{Context, Result};
use icosa_model::{Model, WorkspaceId};
use sqlx::postgres::PgPool;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// Who the benchmark is signed in as; `icosa seed --bench` makes them.
pub const EMAIL: &str = "bench@icosa.test";

/// The workspace of [`EMAIL`].
pub struct Workspace {
    /// Which.
    pub id: WorkspaceId,
    /// Its model.
    pub model: Arc<Model>,
    /// The company that a window changes.
    pub company: Uuid,
    /// The company that a program changes: it leaves a line on the timeline each time, people one in ten minutes.
    pub program_company: Uuid,
    /// The company that the floor changes: each has a timeline of its own.
    pub floor_company: Uuid,
    /// The person who is read.
    pub person: Uuid,
    /// The member record of [`EMAIL`].
    pub member: Uuid,
}

impl Workspace {
    /// Finds it.
    pub async fn find(pool: &PgPool) -> Result<Self> {
        let row = sqlx::query(
            r#"SELECT w."id" FROM core."workspace" w JOIN core."userWorkspace" uw ON uw."workspaceId" = w."id"
               JOIN core."user" u ON u."id" = uw."userId" WHERE u."email" = $1"#,
        )
        .bind(EMAIL)
        .fetch_optional(pool)
        .await?;
        let id = WorkspaceId(row.context("run icosa seed --bench first")?.get::<Uuid, _>(0));
        let mut connection = pool.acquire().await?;
        let loaded = icosa_store::metadata::load(&mut *connection, id).await?.context("no metadata")?;
        let model = icosa_model::resolve(Arc::new(loaded.metadata))
            .map_err(|issues| anyhow::anyhow!("{issues:?}"))?;
        drop(connection);
        let company = nth(pool, &model, "company", 0).await?;
        let floor_company = nth(pool, &model, "company", 1).await?;
        let program_company = nth(pool, &model, "company", 2).await?;
        let person = nth(pool, &model, "person", 0).await?;
        let member = nth(pool, &model, "workspaceMember", 0).await?;
        Ok(Self { id, model: Arc::new(model), company, program_company, floor_company, person, member })
    }
}

/// The oldest records, so that what the benchmark itself makes does not take their place.
async fn nth(pool: &PgPool, model: &Model, table: &str, place: u32) -> Result<Uuid> {
    let schema = model.schema();
    let sql =
        format!(r#"SELECT "id" FROM "{schema}"."{table}" ORDER BY "createdAt", "id" LIMIT 1 OFFSET {place}"#);
    Ok(sqlx::query(AssertSqlSafe(sql)).fetch_one(pool).await?.get(0))
}
