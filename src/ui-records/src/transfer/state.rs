//! What the page of an import knows, and asking the server.

use icosa_contract::AppError;
use icosa_contract::transfer::{
    ColumnMatch, Import, ImportOptions, ImportPlan, ImportPreview, ImportProblem, ImportStatus,
};
use icosa_model::Object;
use icosa_rpc::transfer::{
    import_cancel, import_get, import_preview, import_problems, import_start, import_undo, import_validate,
    imports_list,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Problems shown on the page; the others are in the report.
const SHOWN_PROBLEMS: u32 = 50;

/// The import of the page. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Wizard {
    /// API names of the object.
    pub plural: StoredValue<String>,
    pub singular: StoredValue<String>,
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
    pub fn new(object: &Object, go: Callback<String>) -> Self {
        Self {
            plural: StoredValue::new(object.name_plural.clone()),
            singular: StoredValue::new(object.name_singular.clone()),
            label: StoredValue::new(object.label_plural.clone()),
            import: RwSignal::new(None),
            former: RwSignal::new(Vec::new()),
            preview: RwSignal::new(None),
            columns: RwSignal::new(Vec::new()),
            options: RwSignal::new(ImportOptions::default()),
            problems: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            sending: RwSignal::new(None),
            waits: RwSignal::new(false),
            go,
        }
    }

    /// The page of an import of this object.
    pub fn address(self, id: Option<Uuid>) -> String {
        let path = self.plural.with_value(|plural| icosa_contract::routes::import(plural));
        id.map_or_else(|| path.clone(), |id| format!("{path}?id={id}"))
    }

    /// Shows an import, or none.
    pub fn open(self, id: Option<Uuid>) {
        let known = self.import.with_untracked(|import| import.as_ref().map(|import| import.id));
        if id.is_some() && known == id {
            return;
        }
        self.import.set(None);
        self.preview.set(None);
        self.problems.set(Vec::new());
        match id {
            Some(id) => self.ask(import_get(id)),
            None => {
                let object = self.singular.get_value();
                spawn_local(async move {
                    if let Ok(former) = imports_list(object).await {
                        let _ = self.former.try_set(former);
                    }
                });
            }
        }
    }

    /// Goes to another import, or to the choice of a file.
    pub fn go(self, id: Option<Uuid>) {
        self.go.run(self.address(id));
    }

    /// A file has come in.
    pub fn uploaded(self, import: Import) {
        let id = import.id;
        self.told(import);
        self.go(Some(id));
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
            if let Some(plan) = &import.plan {
                self.columns.set(plan.columns.clone());
                self.options.set(plan.options.clone());
            }
            self.read_preview(id, import.plan.is_none());
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
                        let _ = self.columns.try_set(suggested(&preview));
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
                let _ = import_cancel(id).await;
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

/// An entry for each column, with the target its header suggests.
fn suggested(preview: &ImportPreview) -> Vec<ColumnMatch> {
    let columns = preview.columns.iter().zip(0..);
    let columns = columns.map(|(column, index)| ColumnMatch {
        column: column.header.clone(),
        index: Some(index),
        target: column.target.clone(),
        create_missing: false,
    });
    columns.collect()
}
