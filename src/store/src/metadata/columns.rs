//! The columns of the metadata tables: name in Postgres, key in the JSON of the model, type in Postgres.

/// One metadata table.
pub(super) struct Table {
    /// In the schema `core`.
    pub name: &'static str,
    /// The column and key that name the row's parent; not part of what is read.
    pub parent: Option<(&'static str, &'static str)>,
    pub columns: &'static [Column],
    /// The column that keeps the order.
    pub order: &'static str,
}

pub(super) type Column = (&'static str, &'static str, &'static str);

const ID: Column = ("id", "id", "uuid");
const UNIVERSAL: Column = ("universalIdentifier", "universalIdentifier", "uuid");
const OBJECT: Column = ("objectMetadataId", "objectId", "uuid");
const FIELD: Column = ("fieldMetadataId", "fieldId", "uuid");
const NAME: Column = ("name", "name", "text");
const ICON: Column = ("icon", "icon", "text");
const TYPE: Column = ("type", "type", "text");
const POSITION: Column = ("position", "position", "double precision");
const VISIBLE: Column = ("isVisible", "isVisible", "boolean");
const SUB_FIELD: Column = ("subFieldName", "subFieldName", "text");
const CREATED: Column = ("createdAt", "createdAt", "timestamptz");
const UPDATED: Column = ("updatedAt", "updatedAt", "timestamptz");
const SYNCED: Column = ("isLabelSyncedWithName", "isLabelSyncedWithName", "boolean");
const AUDITED: Column = ("isAuditLogged", "isAuditLogged", "boolean");
const ORIGINAL: Column = ("original", "original", "jsonb");
const TRANSLATIONS: Column = ("translations", "translations", "jsonb");
const INSERTED: &str = "insertionOrder";
const VIEW: Option<(&str, &str)> = Some(("viewId", "viewId"));

/// Every table, parents before children.
pub(super) static ALL: [&Table; 17] = [
    &OBJECTS,
    &FIELDS,
    &SEARCH_FIELDS,
    &INDEXES,
    &INDEX_FIELDS,
    &VIEWS,
    &VIEW_FIELD_GROUPS,
    &VIEW_FIELDS,
    &VIEW_GROUPS,
    &VIEW_FILTER_GROUPS,
    &VIEW_FILTERS,
    &VIEW_SORTS,
    &NAVIGATION,
    &PAGE_LAYOUTS,
    &PAGE_LAYOUT_TABS,
    &PAGE_LAYOUT_WIDGETS,
    &COMMAND_MENU_ITEMS,
];

pub(super) static OBJECTS: Table = Table {
    name: "objectMetadata",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        ("nameSingular", "nameSingular", "text"),
        ("namePlural", "namePlural", "text"),
        ("labelSingular", "labelSingular", "text"),
        ("labelPlural", "labelPlural", "text"),
        ("description", "description", "text"),
        ICON,
        ("color", "color", "text"),
        ("shortcut", "shortcut", "text"),
        ("isStandard", "isStandard", "boolean"),
        ("isSystem", "isSystem", "boolean"),
        ("isActive", "isActive", "boolean"),
        ("isSearchable", "isSearchable", "boolean"),
        AUDITED,
        ("isUICreatable", "isUiCreatable", "boolean"),
        ("isUIEditable", "isUiEditable", "boolean"),
        ("labelIdentifierFieldMetadataId", "labelIdentifierFieldId", "uuid"),
        ("imageIdentifierFieldMetadataId", "imageIdentifierFieldId", "uuid"),
        ("duplicateCriteria", "duplicateCriteria", "jsonb"),
        ("isSearchKeptByTrigger", "isSearchKeptByTrigger", "boolean"),
        SYNCED,
        ("openRecordIn", "openRecordIn", "text"),
        ("readability", "readability", "text"),
        ("writability", "writability", "text"),
        ORIGINAL,
        TRANSLATIONS,
        CREATED,
        UPDATED,
    ],
};

pub(super) static FIELDS: Table = Table {
    name: "fieldMetadata",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        OBJECT,
        NAME,
        ("label", "label", "text"),
        ("description", "description", "text"),
        ICON,
        TYPE,
        ("isNullable", "isNullable", "boolean"),
        ("defaultValue", "defaultValue", "jsonb"),
        ("options", "options", "jsonb"),
        ("storedValues", "storedValues", "jsonb"),
        ("settings", "settings", "jsonb"),
        ("isSystem", "isSystem", "boolean"),
        ("isActive", "isActive", "boolean"),
        ("isUIEditable", "isUiEditable", "boolean"),
        POSITION,
        ("relationTargetObjectMetadataId", "relationTargetObjectId", "uuid"),
        ("relationTargetFieldMetadataId", "relationTargetFieldId", "uuid"),
        ("morphId", "morphId", "uuid"),
        ("isStandard", "isStandard", "boolean"),
        SYNCED,
        ("isSystemSideEffect", "isSideEffect", "boolean"),
        AUDITED,
        ORIGINAL,
        TRANSLATIONS,
        CREATED,
        UPDATED,
    ],
};

pub(super) static SEARCH_FIELDS: Table = Table {
    name: "searchFieldMetadata",
    parent: Some(("objectMetadataId", "objectId")),
    order: "position",
    columns: &[FIELD, ("position", "position", "integer")],
};

pub(super) static INDEXES: Table = Table {
    name: "indexMetadata",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        OBJECT,
        NAME,
        ("isUnique", "isUnique", "boolean"),
        ("indexType", "indexType", "text"),
        ("liveRowsOnly", "liveRowsOnly", "boolean"),
        ("isCustom", "isCustom", "boolean"),
        CREATED,
        UPDATED,
    ],
};

pub(super) static INDEX_FIELDS: Table = Table {
    name: "indexFieldMetadata",
    parent: Some(("indexMetadataId", "indexId")),
    order: "order",
    columns: &[FIELD, SUB_FIELD, ("order", "order", "integer")],
};

pub(super) static VIEWS: Table = Table {
    name: "view",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        OBJECT,
        NAME,
        ICON,
        TYPE,
        ("key", "key", "text"),
        POSITION,
        ("mainGroupByFieldMetadataId", "mainGroupByFieldId", "uuid"),
        ("widgetId", "widgetId", "uuid"),
        ("isCustom", "isCustom", "boolean"),
        ("isCompact", "isCompact", "boolean"),
        ("shouldHideEmptyGroups", "shouldHideEmptyGroups", "boolean"),
        ("visibility", "visibility", "text"),
        ("createdByUserWorkspaceId", "createdByUserWorkspaceId", "uuid"),
        ("kanbanAggregateOperation", "kanbanAggregateOperation", "text"),
        ("kanbanAggregateOperationFieldMetadataId", "kanbanAggregateOperationFieldId", "uuid"),
        ("kanbanColumnWidth", "kanbanColumnWidth", "integer"),
        ("groupLoadLimit", "groupLoadLimit", "integer"),
        ("calendarLayout", "calendarLayout", "text"),
        ("calendarFieldMetadataId", "calendarFieldId", "uuid"),
        ("calendarEndFieldMetadataId", "calendarEndFieldId", "uuid"),
        ("anyFieldFilterValue", "anyFieldFilterValue", "text"),
        CREATED,
        UPDATED,
        ("deletedAt", "deletedAt", "timestamptz"),
    ],
};

pub(super) static VIEW_FIELD_GROUPS: Table = Table {
    name: "viewFieldGroup",
    parent: VIEW,
    order: INSERTED,
    columns: &[ID, UNIVERSAL, NAME, POSITION, VISIBLE, CREATED, UPDATED],
};

pub(super) static VIEW_FIELDS: Table = Table {
    name: "viewField",
    parent: VIEW,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        FIELD,
        POSITION,
        VISIBLE,
        ("size", "size", "integer"),
        ("aggregateOperation", "aggregateOperation", "text"),
        ("viewFieldGroupId", "viewFieldGroupId", "uuid"),
        CREATED,
        UPDATED,
    ],
};

pub(super) static VIEW_GROUPS: Table = Table {
    name: "viewGroup",
    parent: VIEW,
    order: INSERTED,
    columns: &[ID, UNIVERSAL, ("fieldValue", "fieldValue", "text"), VISIBLE, POSITION, CREATED, UPDATED],
};

pub(super) static VIEW_FILTERS: Table = Table {
    name: "viewFilter",
    parent: VIEW,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        FIELD,
        ("operand", "operand", "text"),
        ("value", "value", "jsonb"),
        SUB_FIELD,
        ("viewFilterGroupId", "viewFilterGroupId", "uuid"),
        ("positionInViewFilterGroup", "positionInViewFilterGroup", "double precision"),
        ("relationTargetFieldMetadataId", "relationTargetFieldId", "uuid"),
        CREATED,
        UPDATED,
    ],
};

pub(super) static VIEW_FILTER_GROUPS: Table = Table {
    name: "viewFilterGroup",
    parent: VIEW,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        ("parentViewFilterGroupId", "parentViewFilterGroupId", "uuid"),
        ("logicalOperator", "logicalOperator", "text"),
        ("positionInViewFilterGroup", "positionInViewFilterGroup", "double precision"),
        CREATED,
        UPDATED,
    ],
};

pub(super) static VIEW_SORTS: Table = Table {
    name: "viewSort",
    parent: VIEW,
    order: INSERTED,
    columns: &[ID, UNIVERSAL, FIELD, ("direction", "direction", "text"), SUB_FIELD, CREATED, UPDATED],
};

pub(super) static NAVIGATION: Table = Table {
    name: "navigationMenuItem",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        TYPE,
        NAME,
        ICON,
        ("color", "color", "text"),
        ("targetObjectMetadataId", "targetObjectId", "uuid"),
        ("viewId", "viewId", "uuid"),
        ("folderId", "folderId", "uuid"),
        POSITION,
        ("targetRecordId", "targetRecordId", "uuid"),
        ("link", "link", "text"),
        ("pageLayoutId", "pageLayoutId", "uuid"),
        ("userWorkspaceId", "userWorkspaceId", "uuid"),
        CREATED,
        UPDATED,
    ],
};

const CUSTOM: Column = ("isCustom", "isCustom", "boolean");
const ACTIVE: Column = ("isActive", "isActive", "boolean");
const TITLE: Column = ("title", "title", "text");
const DELETED: Column = ("deletedAt", "deletedAt", "timestamptz");

pub(super) static PAGE_LAYOUTS: Table = Table {
    name: "pageLayout",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        NAME,
        TYPE,
        OBJECT,
        ("isFirstTabPinned", "isFirstTabPinned", "boolean"),
        ("defaultTabToFocusOnMobileAndSidePanelId", "defaultTabId", "uuid"),
        CUSTOM,
        ORIGINAL,
        CREATED,
        UPDATED,
        DELETED,
    ],
};

pub(super) static PAGE_LAYOUT_TABS: Table = Table {
    name: "pageLayoutTab",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        ("pageLayoutId", "pageLayoutId", "uuid"),
        TITLE,
        ICON,
        POSITION,
        ("layoutMode", "layoutMode", "text"),
        CUSTOM,
        ACTIVE,
        ORIGINAL,
        CREATED,
        UPDATED,
        DELETED,
    ],
};

pub(super) static PAGE_LAYOUT_WIDGETS: Table = Table {
    name: "pageLayoutWidget",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        ("pageLayoutTabId", "pageLayoutTabId", "uuid"),
        TITLE,
        TYPE,
        OBJECT,
        ("position", "position", "jsonb"),
        ("configuration", "configuration", "jsonb"),
        ("conditionalDisplay", "conditionalDisplay", "jsonb"),
        ("conditionalAvailabilityExpression", "conditionalAvailabilityExpression", "text"),
        CUSTOM,
        ACTIVE,
        ORIGINAL,
        CREATED,
        UPDATED,
        DELETED,
    ],
};

pub(super) static COMMAND_MENU_ITEMS: Table = Table {
    name: "commandMenuItem",
    parent: None,
    order: INSERTED,
    columns: &[
        ID,
        UNIVERSAL,
        ("label", "label", "text"),
        ("shortLabel", "shortLabel", "text"),
        ICON,
        POSITION,
        ("isPinned", "isPinned", "boolean"),
        ("availabilityType", "availabilityType", "text"),
        ("engineComponentKey", "engineComponentKey", "text"),
        ("hotKeys", "hotKeys", "jsonb"),
        ("navigationTargetObjectMetadataId", "navigationTargetObjectId", "uuid"),
        ORIGINAL,
        CREATED,
        UPDATED,
    ],
};
