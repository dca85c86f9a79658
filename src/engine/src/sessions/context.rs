//! Who a session's requests come from.

use std::sync::Arc;

use chrono::Utc;
use icosa_access::sessions::EnteredWorkspace;
use icosa_contract::records::RecordPage;
use icosa_contract::session::{ColorScheme, Onboarding, OpenIn};
use icosa_contract::{Actor, AppError, Session};
use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, Op, Select};
use icosa_model::{Model, Record, UserId};
use icosa_store::workspaces::status;
use serde_json::{Value, json};

use crate::Engine;
use crate::error::Failure;
use crate::preferences::preferences;
use crate::records::references::id_of;
use crate::records::run;
use crate::records::scope::MEMBER;
use crate::zones;

/// Who calls, what their pages know of them, and their workspace's model.
pub type Context = (Actor, Session, Arc<Model>);

/// Fields of the member record that a session is made of.
const MEMBER_FIELDS: [&str; 9] = [
    "name",
    "avatarUrl",
    "colorScheme",
    "openRecordIn",
    "timeZone",
    "dateFormat",
    "timeFormat",
    "numberFormat",
    "calendarStartDay",
];

impl Engine {
    /// Who the bearer of a session token is, what their pages know of them, and their workspace's model; `None` when
    /// the session is no longer (or never was) valid. `browser_zone` is the IANA zone that the browser told. For calls
    /// that render no page: the session does not know the newest event.
    ///
    /// No statement while session, member record and model are cached; they are kept right by signals.
    ///
    /// # Errors
    /// The database is away.
    pub async fn call_context(
        &self,
        token: &str,
        browser_zone: Option<&str>,
    ) -> Result<Option<Context>, AppError> {
        self.context(token, browser_zone).await.map_err(|failure| failure.into_app_error(None))
    }

    /// The same for a page, which follows what happens from the newest event on: one statement for that.
    ///
    /// # Errors
    /// The database is away.
    pub async fn session_context(
        &self,
        token: &str,
        browser_zone: Option<&str>,
    ) -> Result<Option<Context>, AppError> {
        let Some((actor, mut session, model)) = self.call_context(token, browser_zone).await? else {
            return Ok(None);
        };
        let newest = self.hub().latest(actor.workspace).await;
        session.last_event = Some(newest.map_err(|error| Failure::from(error).into_app_error(None))?);
        Ok(Some((actor, session, model)))
    }

    /// Whether changes made by other processes are heard of at the moment; while they are not, nothing is cached.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        self.hub().epoch().is_some()
    }

    async fn context(&self, token: &str, browser_zone: Option<&str>) -> Result<Option<Context>, Failure> {
        let Some(known) = self.sessions().resolve(token).await? else { return Ok(None) };
        let Some(entered) = &known.workspace else { return Ok(None) };
        self.member_context(known.user, &known.email, entered, browser_zone).await
    }

    /// The same for a user who is known to have entered a workspace, however; `None` without a member record.
    pub(crate) async fn member_context(
        &self,
        user: UserId,
        email: &str,
        entered: &EnteredWorkspace,
        browser_zone: Option<&str>,
    ) -> Result<Option<Context>, Failure> {
        let model = self.model(entered.id).await?;
        let read = read_member(self, &model, user);
        let Some(member) = self.sessions().member(entered.id, user, read).await? else {
            return Ok(None);
        };
        let Some(session) = session(user, email, entered, &member, &model, browser_zone) else {
            return Ok(None);
        };
        let actor = Actor {
            workspace: entered.id,
            user: Some(session.user_id),
            user_workspace: Some(entered.user_workspace_id),
            member: Some(session.member_id),
            name: display_name(&session),
            source: "MANUAL",
            zone: zones::find(&session.preferences.zone.name).name(),
        };
        Ok(Some((actor, session, model)))
    }
}

async fn read_member(engine: &Engine, model: &Model, user: UserId) -> Result<Option<Record>, Failure> {
    let rows = run::read(engine.db(), icosa_sqlgen::list(model, &member_query(user))).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let page: RecordPage = run::json(row, 0)?;
    Ok(page.records.into_iter().next())
}

fn member_query(user: UserId) -> ListQuery {
    ListQuery {
        object: MEMBER.to_owned(),
        select: MEMBER_FIELDS.iter().map(|name| Select::Field((*name).to_owned())).collect(),
        filter: Some(Filter::Compare { path: FieldPath::field("userId"), op: Op::Eq, value: json!(user) }),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: 1,
        with_total: false,
        deleted: DeletedRows::Hidden,
    }
}

fn session(
    user: UserId,
    email: &str,
    entered: &EnteredWorkspace,
    member: &Record,
    model: &Model,
    browser_zone: Option<&str>,
) -> Option<Session> {
    let name = |part: &str| {
        let name = member.get("name").and_then(|name| name.get(part)).and_then(Value::as_str);
        name.unwrap_or_default().to_owned()
    };
    let first_name = name("firstName");
    let onboarding = match entered.activation_status.as_str() {
        status::PENDING_CREATION | status::ONGOING_CREATION => Onboarding::WorkspaceActivation,
        _ if first_name.is_empty() => Onboarding::ProfileCreation,
        _ => Onboarding::Completed,
    };
    Some(Session {
        workspace_id: entered.id,
        workspace_name: entered.name.clone(),
        workspace_logo: entered.logo.clone().filter(|address| !address.is_empty()),
        user_id: user,
        email: email.to_owned(),
        member_id: id_of(member)?,
        first_name,
        last_name: name("lastName"),
        picture: member
            .get("avatarUrl")
            .and_then(Value::as_str)
            .filter(|url| !url.is_empty())
            .map(str::to_owned),
        color_scheme: ColorScheme::parse(
            member.get("colorScheme").and_then(Value::as_str).unwrap_or_default(),
        ),
        open_record_in: OpenIn::parse(member.get("openRecordIn").and_then(Value::as_str).unwrap_or_default())
            .unwrap_or_default(),
        model_version: model.version(),
        preferences: preferences(member, browser_zone),
        now: Utc::now().timestamp_millis(),
        onboarding,
        last_event: None,
    })
}

/// First and last name; before they are known, the address.
fn display_name(session: &Session) -> String {
    let name = format!("{} {}", session.first_name, session.last_name);
    let name = name.trim();
    if name.is_empty() { session.email.clone() } else { name.to_owned() }
}
