//! Fills a database: the demo workspaces and the workspace that speed is measured on.

mod copying;

use chrono::Utc;
use icosa_access::passwords;
use icosa_contract::AppError;
use icosa_model::{UserId, WorkspaceId};
use icosa_store::workspaces::{self, NewWorkspace, status};
use sqlx::PgConnection;
use uuid::{Uuid, uuid};

use crate::Engine;
use crate::error::Failure;
use crate::seed::bench;
use crate::seed::demo::{self, DemoUser, DemoWorkspace};
use crate::workspaces::{NewMember, add_records, add_samples, provision};

/// The workspace of the benchmarks; fixed so that it is found again.
pub const BENCH_WORKSPACE: WorkspaceId = WorkspaceId(uuid!("be9c0000-0000-4000-8000-000000000001"));
const BENCH_USER: Uuid = uuid!("be9c0000-0000-4000-8000-000000000002");
const BENCH_MEMBER: Uuid = uuid!("be9c0000-0000-4000-8000-000000000003");
/// Password of the only user of the benchmarks' workspace.
pub const BENCH_PASSWORD: &str = "bench-password";

impl Engine {
    /// Makes the demo workspaces; those that are there are left alone. Answers what was done, for people.
    ///
    /// # Errors
    /// The database's; each workspace is made wholly or not at all.
    pub async fn seed_demo(&self) -> Result<String, Failure> {
        let mut done = Vec::new();
        for workspace in demo::workspaces() {
            let outcome = if self.seed_workspace(&workspace).await? { "made" } else { "is there already" };
            done.push(format!("{}: {outcome}", workspace.name));
        }
        Ok(done.join("\n"))
    }

    async fn seed_workspace(&self, demo: &DemoWorkspace) -> Result<bool, Failure> {
        let mut tx = self.db().begin().await?;
        if !begin_seed(&mut tx, demo.id).await? {
            return Ok(false);
        }
        for user in &demo.users {
            let hash = passwords::hash(user.password).await?;
            add_user(&mut tx, user.id, user.email, &hash, [user.first_name, user.last_name]).await?;
        }
        let members: Vec<NewMember> = demo.users.iter().map(member).collect();
        let made =
            provision(&mut tx, &active(demo.id, demo.name, demo.subdomain), &members, Utc::now()).await?;
        add_samples(&mut tx, &made.model, demo.users.first().map(|user| user.member_id)).await?;
        for (object, records) in &demo.records {
            add_records(&mut tx, &made.model, object, records).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Makes the workspace of the benchmarks: 20,000 companies, 100,000 people and 50,000 opportunities times
    /// `scale`. One that is there is left alone. Answers what was done, for people.
    ///
    /// # Errors
    /// The database's; the workspace is made wholly or not at all.
    pub async fn seed_bench(&self, scale: f64) -> Result<String, Failure> {
        if !(scale.is_finite() && scale > 0.0 && scale <= 1_000.0) {
            return Err(AppError::bad_input("The scale is a number above 0, at most 1000.").into());
        }
        let hash = passwords::hash(BENCH_PASSWORD).await?;
        let mut tx = self.db().begin().await?;
        if !begin_seed(&mut tx, BENCH_WORKSPACE).await? {
            return Ok("The benchmark's workspace is there already.".to_owned());
        }
        add_user(&mut tx, BENCH_USER, bench::USER_EMAIL, &hash, ["Bench", "Mark"]).await?;
        let owner = NewMember {
            user: UserId(BENCH_USER),
            member: BENCH_MEMBER,
            email: bench::USER_EMAIL.to_owned(),
            first_name: "Bench".to_owned(),
            last_name: "Mark".to_owned(),
            color_scheme: "Light",
        };
        let new = active(BENCH_WORKSPACE, "Benchmark", "bench");
        let made = provision(&mut tx, &new, &[owner], Utc::now()).await?;
        let sources = bench::copy_sources(&made.model, scale, BENCH_MEMBER);
        let rows = copying::fill(&mut tx, &made.model, sources).await?;
        tx.commit().await?;
        Ok(format!("Benchmark: {rows} records made"))
    }
}

fn active(id: WorkspaceId, name: &str, subdomain: &str) -> NewWorkspace {
    NewWorkspace {
        id,
        display_name: name.to_owned(),
        subdomain: subdomain.to_owned(),
        activation_status: status::ACTIVE,
    }
}

fn member(user: &DemoUser) -> NewMember {
    NewMember {
        user: UserId(user.id),
        member: user.member_id,
        email: user.email.to_owned(),
        first_name: user.first_name.to_owned(),
        last_name: user.last_name.to_owned(),
        color_scheme: "Light",
    }
}

/// Lets one seeder at a time go on; false if the workspace is there already.
async fn begin_seed(tx: &mut PgConnection, workspace: WorkspaceId) -> Result<bool, Failure> {
    sqlx::query("SELECT set_config('statement_timeout', '0', true)").execute(&mut *tx).await?;
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('icosa:seed', 0))").execute(&mut *tx).await?;
    Ok(workspaces::lookup(&mut *tx, workspace).await?.is_none())
}

/// A user with a fixed id; one who is there (from the workspace before) stays as they are.
async fn add_user(
    tx: &mut PgConnection,
    id: Uuid,
    email: &str,
    password_hash: &str,
    [first_name, last_name]: [&str; 2],
) -> Result<(), Failure> {
    sqlx::query(
        r#"INSERT INTO core."user" ("id", "email", "passwordHash", "firstName", "lastName", "isEmailVerified",
               "canImpersonate", "canAccessFullAdminPanel")
           VALUES ($1, $2, $3, $4, $5, true, true, true) ON CONFLICT ("id") DO NOTHING"#,
    )
    .bind(id)
    .bind(email)
    .bind(password_hash)
    .bind(first_name)
    .bind(last_name)
    .execute(tx)
    .await?;
    Ok(())
}
