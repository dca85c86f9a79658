//! Records as files: imports and exports.

mod export;
mod imports;

pub use export::{Export, FileFormat};
pub use imports::{
    ColumnMatch, Import, ImportCounts, ImportMode, ImportOptions, ImportPlan, ImportProblem, ImportStatus,
    Imports,
};
