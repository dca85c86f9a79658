//! What the page of an import knows, and asking the server.

use icosa_contract::AppError;
use icosa_contract::forms::Flash;
use icosa_contract::routes::forms;
use icosa_contract::transfer::form::read_plan;
use icosa_contract::transfer::{
    ColumnMatch, Import, ImportOpened, ImportOptions, ImportPlan, ImportPreview, ImportProblem, ImportStatus,
};
use icosa_model::Object;
use icosa_rpc::transfer::{
    import_cancel, import_discard, import_get, import_preview, import_problems, import_start, import_undo,
    import_validate,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Problems shown on the page; the others are in the report.
const SHOWN_PROBLEMS: u32 = 50;

/// The import of the page. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Wizard {
    /// API name of the object.
    pub plural: StoredValue<String>,
    /// What people call its records.
    pub label: StoredValue<String>,
    /// As the server told last.
    pub import: RwSignal<Option<Import>>,
    /// Former imports into the object.
    pub former: RwSignal<Vec<Import>>,
    pub preview: RwSignal<Option<ImportPreview>>,
    /// Where each column goes, in the order of the file.
    pub columns: RwSignal<Vec<ColumnMatch>>,
    pub options: RwSignal<ImportOptions>,
    pub problems: RwSignal<Vec<ImportProblem>>,
    /// What did not work.
    pub error: RwSignal<Option<String>>,
    /// A file is on its way: how far.
    pub sending: RwSignal<Option<f64>>,
    /// A question to the server is under way.
    pub waits: RwSignal<bool>,
    go: Callback<String>,
}

impl Wizard {
    /// What the server has sent with the page, what the address says of how the file is read, and what was typed into a
    /// form that was refused.
    pub fn new(
        object: &Object,
        go: Callback<String>,
        opened: ImportOpened,
        asked: Option<ImportOptions>,
        refused: Option<&Flash>,
    ) -> Self {
        let ImportOpened { import, preview, problems, former, error } = opened;
        let mut plan = import.as_ref().and_then(|import| import.plan.clone()).unwrap_or_default();
        let typed = refused.map(|flash| read_plan(&|name| flash.text(name).map(str::to_owned)));
        let (columns, typed) = typed.map(|typed| (typed.columns, typed.options)).unzip();
        if let Some(options) = typed.or(asked) {
            // What no input says stays.
            let ImportOptions { match_by, has_header, time_zone, .. } = plan.options;
            plan.options = ImportOptions { match_by, has_header, time_zone, ..options };
        }
        plan.columns = columns.unwrap_or(plan.columns);
        let columns = preview.as_ref().map(|preview| matched(preview, &plan.columns)).unwrap_or_default();
        Self {
            plural: StoredValue::new(object.name_plural.clone()),
            label: StoredValue::new(object.label_plural.clone()),
            import: RwSignal::new(import),
            former: RwSignal::new(former),
            preview: RwSignal::new(preview),
            columns: RwSignal::new(columns),
            options: RwSignal::new(plan.options),
            problems: RwSignal::new(problems),
            error: RwSignal::new(error),
            sending: RwSignal::new(None),
            waits: RwSignal::new(false),
            go,
        }
    }

    /// Where the plain form of the import is sent to.
    pub fn form(self) -> String {
        let id = self.import.with_untracked(|import| import.as_ref().map(|import| import.id.to_string()));
        self.plural.with_value(|plural| match &id {
            Some(id) => forms::import(plural, id),
            None => forms::new_import(plural),
        })
    }

    /// The page of an import of this object.
    pub fn address(self, id: Option<Uuid>) -> String {
        let path = self.plural.with_value(|plural| icosa_contract::routes::import(plural));
        id.map_or_else(|| path.clone(), |id| format!("{path}?id={id}"))
    }

    /// Goes to another import, or to the choice of a file.
    pub fn go(self, id: Option<Uuid>) {
        self.go.run(self.address(id));
    }

    /// A file has come in.
    pub fn uploaded(self, import: &Import) {
        self.go(Some(import.id));
    }

    /// Looks again while something goes on.
    pub fn look(self) {
        let busy = self.import.with_untracked(|import| {
            import.as_ref().filter(|import| import.status.is_busy()).map(|import| import.id)
        });
        if let Some(id) = busy {
            spawn_local(async move {
                if let Ok(import) = import_get(id).await {
                    self.told(import);
                }
            });
        }
    }

    /// What the server says of the import.
    fn told(self, import: Import) {
        let (id, status, failed) = (import.id, import.status, import.counts.failed);
        let Some(before) = self.import.try_with_untracked(|old| old.as_ref().map(|old| old.status)) else {
            return;
        };
        if status == ImportStatus::Ready && self.preview.with_untracked(Option::is_none) {
            self.read_preview(id, self.columns.with_untracked(Vec::is_empty));
        }
        let has_ended = !status.is_busy() && before != Some(status);
        if has_ended {
            self.problems.set(Vec::new());
        }
        self.import.set(Some(import));
        if has_ended && failed > 0 {
            spawn_local(async move {
                if let Ok(problems) = import_problems(id, SHOWN_PROBLEMS).await {
                    let _ = self.problems.try_set(problems);
                }
            });
        }
    }

    /// Reads the beginning of the file again, with the options as they are now.
    pub fn read_again(self) {
        if let Some(id) = self.id() {
            self.read_preview(id, true);
        }
    }

    fn read_preview(self, id: Uuid, with_suggestion: bool) {
        let options = self.options.get_untracked();
        spawn_local(async move {
            match import_preview(id, options).await {
                Ok(preview) => {
                    if with_suggestion {
                        let _ = self.columns.try_set(matched(&preview, &[]));
                    }
                    let _ = self.error.try_set(None);
                    let _ = self.preview.try_set(Some(preview));
                }
                Err(error) => self.failed(error),
            }
        });
    }

    fn id(self) -> Option<Uuid> {
        self.import.with_untracked(|import| import.as_ref().map(|import| import.id))
    }

    fn plan(self) -> ImportPlan {
        ImportPlan { columns: self.columns.get_untracked(), options: self.options.get_untracked() }
    }

    pub fn validate(self) {
        if let Some(id) = self.id() {
            self.ask(import_validate(id, self.plan()));
        }
    }

    pub fn start(self) {
        if let Some(id) = self.id() {
            self.ask(import_start(id, self.plan()));
        }
    }

    pub fn cancel(self) {
        if let Some(id) = self.id() {
            self.ask(import_cancel(id));
        }
    }

    /// Forgets a file that is not imported after all, and begins anew.
    pub fn discard(self) {
        if let Some(id) = self.id() {
            spawn_local(async move {
                // One that stays is forgotten by the server after a day.
                let _ = import_discard(id).await;
            });
        }
        self.go(None);
    }

    pub fn undo(self) {
        if let Some(id) = self.id() {
            self.ask(import_undo(id));
        }
    }

    fn ask(self, asked: impl Future<Output = Result<Import, AppError>> + 'static) {
        self.waits.set(true);
        spawn_local(async move {
            let answer = asked.await;
            let _ = self.waits.try_set(false);
            match answer {
                Ok(import) => {
                    let _ = self.error.try_set(None);
                    self.told(import);
                }
                Err(error) => self.failed(error),
            }
        });
    }

    fn failed(self, error: AppError) {
        let _ = self.error.try_set(Some(error.message));
    }
}

/// An entry for each column, with the target that the plan says, or where there is none its header suggests.
fn matched(preview: &ImportPreview, plan: &[ColumnMatch]) -> Vec<ColumnMatch> {
    let columns = preview.columns.iter().zip(0..);
    let columns = columns.map(|(column, index)| {
        let is_it = |planned: &&ColumnMatch| match planned.index {
            Some(place) => place == index && planned.column == column.header,
            None => planned.column == column.header,
        };
        let planned = plan.iter().find(is_it);
        let suggested = column.target.clone().filter(|_| plan.is_empty());
        ColumnMatch {
            column: column.header.clone(),
            index: Some(index),
            target: planned.map_or(suggested, |planned| planned.target.clone()),
            create_missing: planned.is_some_and(|planned| planned.create_missing),
        }
    });
    columns.collect()
}
