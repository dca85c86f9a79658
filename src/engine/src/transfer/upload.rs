//! A file on its way in: stored in pieces as it comes, never whole in memory.

use icosa_contract::transfer::{FileFormat, Import, MAX_IMPORT_FILE};
use icosa_contract::{Actor, AppError, Code};
use icosa_model::{Record, WorkspaceId};
use icosa_store::imports::files::{self, CHUNK};
use icosa_store::imports::{self, NewImport};
use uuid::Uuid;

use super::api::info;
use super::file::encoding::Detector;
use crate::Engine;
use crate::error::Failure;
use crate::records::scope::{Scope, Write};

/// Files of one workspace that wait or are being imported.
const MOST_OPEN: i64 = 50;
/// Longest name of a file, characters.
const MOST_NAME: usize = 200;

/// A file being uploaded. One that is dropped before [`Upload::finish`] is forgotten after a day.
pub struct Upload {
    engine: Engine,
    workspace: WorkspaceId,
    import: Uuid,
    number: i32,
    waiting: Vec<u8>,
    length: u64,
    detector: Detector,
}

impl Engine {
    /// Begins an import into an object (singular API name).
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object, `FORBIDDEN` for one that is not imported into, `CONFLICT` when too many
    /// files of the workspace wait.
    pub async fn begin_upload(
        &self,
        actor: &Actor,
        object: &str,
        file_name: &str,
        format: FileFormat,
    ) -> Result<Upload, AppError> {
        begin(self, actor, object, file_name, format).await.map_err(|failure| failure.into_app_error(None))
    }
}

async fn begin(
    engine: &Engine,
    actor: &Actor,
    object: &str,
    file_name: &str,
    format: FileFormat,
) -> Result<Upload, Failure> {
    let scope = Scope::new(engine, actor, object).await?;
    scope.check_write(Write::Create, &Record::new())?;
    let (workspace, pool) = (actor.workspace, engine.db().pool());
    if imports::count_open(pool, workspace).await? >= MOST_OPEN {
        let message = format!("{MOST_OPEN} imports of this workspace are open. Finish or remove some first.");
        return Err(AppError::new(Code::Conflict, message).with_sub_code("TOO_MANY_IMPORTS").into());
    }
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).take(MOST_NAME).collect::<String>();
    let new = NewImport {
        workspace,
        object: scope.object.id,
        file_name: clean(file_name),
        format: format.as_str(),
        user: actor.user,
        user_workspace: actor.user_workspace,
        member: actor.member,
        actor_name: actor.name.clone(),
    };
    let import = imports::add(pool, &new).await?;
    Ok(Upload {
        engine: engine.clone(),
        workspace,
        import,
        number: 0,
        waiting: Vec::with_capacity(CHUNK),
        length: 0,
        detector: Detector::default(),
    })
}

impl Upload {
    /// Takes in what has come.
    ///
    /// # Errors
    /// `PAYLOAD_TOO_LARGE` beyond [`MAX_IMPORT_FILE`]; the database is away.
    pub async fn push(&mut self, mut bytes: &[u8]) -> Result<(), AppError> {
        self.length += bytes.len() as u64;
        if self.length > MAX_IMPORT_FILE {
            let message = format!("A file to be imported has at most {} GB.", MAX_IMPORT_FILE >> 30);
            return Err(AppError::new(Code::PayloadTooLarge, message));
        }
        while !bytes.is_empty() {
            let room = CHUNK - self.waiting.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
            if self.waiting.len() == CHUNK {
                self.store().await?;
            }
        }
        Ok(())
    }

    async fn store(&mut self) -> Result<(), AppError> {
        self.detector.push(&self.waiting);
        let stored = files::add(self.engine.db().pool(), self.import, self.number, &self.waiting).await;
        stored.map_err(|error| Failure::from(error).into_app_error(None))?;
        self.number += 1;
        self.waiting.clear();
        Ok(())
    }

    /// All is there: the import is ready for a plan.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an empty file; the database is away.
    pub async fn finish(mut self) -> Result<Import, AppError> {
        if self.length == 0 {
            self.discard().await;
            return Err(AppError::bad_input("The file is empty.").with_sub_code("EMPTY_FILE"));
        }
        if !self.waiting.is_empty() {
            self.store().await?;
        }
        let finished = async {
            let encoding = std::mem::take(&mut self.detector).finish();
            let length = i64::try_from(self.length).unwrap_or(i64::MAX);
            let pool = self.engine.db().pool();
            imports::uploaded(pool, self.import, length, encoding.name()).await?;
            let row = imports::lookup(pool, self.workspace, self.import).await?;
            let row =
                row.ok_or_else(|| AppError::not_found("The import was removed while its file came in."))?;
            let model = self.engine.model(self.workspace).await?;
            Ok::<_, Failure>(info(&model, row))
        };
        finished.await.map_err(|failure| failure.into_app_error(None))
    }

    /// Forgets what has come so far.
    pub async fn discard(self) {
        let removed = imports::remove(self.engine.db().pool(), self.workspace, self.import).await;
        if let Err(error) = removed {
            tracing::warn!(%error, "a broken upload is forgotten later");
        }
    }
}
