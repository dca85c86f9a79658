//! The words a view is described with.

use uuid::Uuid;

/// Width of a column that names none, in CSS pixels.
const DEFAULT_WIDTH: u32 = 150;

/// A view of a standard object.
pub(super) struct ViewSpec {
    /// Fixed universal identifier; without one it is derived from the key, the type or the name.
    pub uid: Option<Uuid>,
    pub name: &'static str,
    pub icon: &'static str,
    pub view_type: &'static str,
    pub key: Option<&'static str>,
    pub position: u32,
    /// Select field whose options are the groups.
    pub group_by: Option<&'static str>,
    pub columns: Vec<ColumnSpec>,
    /// Sections of a record page; their columns come after `columns`.
    pub sections: Vec<SectionSpec>,
    /// Option values in order; empty for "no value".
    pub groups: &'static [&'static str],
    pub filters: Vec<FilterSpec>,
}

/// A column, or a field of a record page.
pub(super) struct ColumnSpec {
    pub field: &'static str,
    pub width: u32,
    /// Footer aggregate.
    pub aggregate: Option<&'static str>,
    pub is_visible: bool,
    /// Place to continue counting from; without one it follows its neighbour.
    pub position: Option<u32>,
}

/// A titled section of a record page.
pub(super) struct SectionSpec {
    pub name: &'static str,
    pub columns: Vec<ColumnSpec>,
}

/// A stored filter.
pub(super) struct FilterSpec {
    pub field: &'static str,
    pub operand: &'static str,
    pub value: &'static str,
}

/// The default table of an object.
pub(super) fn index_view<const N: usize>(columns: [ColumnSpec; N]) -> ViewSpec {
    ViewSpec { key: Some("INDEX"), ..table("All {objectLabelPlural}", 0, columns) }
}

/// A further table.
pub(super) fn table<const N: usize>(name: &'static str, position: u32, columns: [ColumnSpec; N]) -> ViewSpec {
    ViewSpec {
        uid: None,
        name,
        icon: "IconList",
        view_type: "TABLE",
        key: None,
        position,
        group_by: None,
        columns: columns.into(),
        sections: Vec::new(),
        groups: &[],
        filters: Vec::new(),
    }
}

/// A board. An aggregate on one of its columns is what the board's columns show in their heads.
pub(super) fn board<const N: usize>(name: &'static str, position: u32, columns: [ColumnSpec; N]) -> ViewSpec {
    ViewSpec { icon: "IconLayoutKanban", view_type: "KANBAN", ..table(name, position, columns) }
}

/// The fields of an object's record page.
pub(super) fn record_page<const N: usize>(sections: [SectionSpec; N]) -> ViewSpec {
    ViewSpec {
        name: "{objectLabelSingular} Record Page Fields",
        view_type: "FIELDS_WIDGET",
        sections: sections.into(),
        ..table("", 0, [])
    }
}

/// A section of a record page.
pub(super) fn section<const N: usize>(name: &'static str, columns: [ColumnSpec; N]) -> SectionSpec {
    SectionSpec { name, columns: columns.into() }
}

/// The section that says when and by whom: creation shown, last change hidden.
pub(super) fn system_section() -> SectionSpec {
    section(
        "System",
        [
            column("createdAt"),
            column("createdBy"),
            column("updatedAt").hidden(),
            column("updatedBy").hidden(),
        ],
    )
}

/// A visible column of the default width.
pub(super) fn column(field: &'static str) -> ColumnSpec {
    ColumnSpec { field, width: DEFAULT_WIDTH, aggregate: None, is_visible: true, position: None }
}

impl ColumnSpec {
    /// Width in CSS pixels.
    pub fn width(self, width: u32) -> Self {
        Self { width, ..self }
    }

    /// Footer aggregate.
    pub fn aggregate(self, operation: &'static str) -> Self {
        Self { aggregate: Some(operation), ..self }
    }

    /// Keeps its place but is not shown.
    pub fn hidden(self) -> Self {
        Self { is_visible: false, ..self }
    }

    /// Place in the order; the next columns count on from it.
    pub fn at(self, position: u32) -> Self {
        Self { position: Some(position), ..self }
    }
}

impl ViewSpec {
    /// Fixed universal identifier.
    pub fn uid(self, uid: Uuid) -> Self {
        Self { uid: Some(uid), ..self }
    }

    /// Tabler icon.
    pub fn icon(self, icon: &'static str) -> Self {
        Self { icon, ..self }
    }

    /// Grouped by a select field; the groups in order.
    pub fn grouped(self, field: &'static str, groups: &'static [&'static str]) -> Self {
        Self { group_by: Some(field), groups, ..self }
    }

    /// Keeps only some records.
    pub fn filtered(mut self, field: &'static str, operand: &'static str, value: &'static str) -> Self {
        self.filters.push(FilterSpec { field, operand, value });
        self
    }
}
