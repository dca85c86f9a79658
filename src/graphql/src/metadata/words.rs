//! The closed sets of words of the schema, as enums that know their words.

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:tt),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
        pub enum $name {
            $(#[graphql(name = $word)] $variant),+
        }

        impl $name {
            /// As stored and sent.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// From what is stored; unknown words are none.
            pub fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::of(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.word().to_owned()
            }
        }
    )+};
}

words! {
    /// Where a click on a record leads.
    ObjectOpenRecordIn { SidePanel = "SIDE_PANEL", RecordPage = "RECORD_PAGE", UserChoice = "USER_CHOICE" }

    /// Who may read.
    MetadataReadability {
        Open = "OPEN", Private = "PRIVATE", Inherited = "INHERITED", Application = "APPLICATION", System = "SYSTEM",
    }

    /// Who may write.
    MetadataWritability { Open = "OPEN", Application = "APPLICATION", System = "SYSTEM" }

    /// What a view looks like.
    ViewType {
        Table = "TABLE", Kanban = "KANBAN", Calendar = "CALENDAR", List = "LIST", FieldsWidget = "FIELDS_WIDGET",
        TableWidget = "TABLE_WIDGET", KanbanWidget = "KANBAN_WIDGET", ListWidget = "LIST_WIDGET",
        CalendarWidget = "CALENDAR_WIDGET",
    }

    /// Marks the view that the engine keeps for each object.
    ViewKey { Index = "INDEX" }

    /// Where a click on a record of a view leads; no longer used.
    ViewOpenRecordIn { SidePanel = "SIDE_PANEL", RecordPage = "RECORD_PAGE" }

    /// Span of a calendar page.
    ViewCalendarLayout { Day = "DAY", Week = "WEEK", Month = "MONTH" }

    /// Who sees a view: everybody, or its maker.
    ViewVisibility { Workspace = "WORKSPACE", Unlisted = "UNLISTED" }

    /// What is computed over a column or a group.
    AggregateOperations {
        Min = "MIN", Max = "MAX", Avg = "AVG", Sum = "SUM", Count = "COUNT",
        CountUniqueValues = "COUNT_UNIQUE_VALUES", CountEmpty = "COUNT_EMPTY", CountNotEmpty = "COUNT_NOT_EMPTY",
        CountTrue = "COUNT_TRUE", CountFalse = "COUNT_FALSE", PercentageEmpty = "PERCENTAGE_EMPTY",
        PercentageNotEmpty = "PERCENTAGE_NOT_EMPTY",
    }

    /// How a filter compares.
    ViewFilterOperand {
        Is = "IS", IsNotNull = "IS_NOT_NULL", IsNot = "IS_NOT", LessThanOrEqual = "LESS_THAN_OR_EQUAL",
        GreaterThanOrEqual = "GREATER_THAN_OR_EQUAL", IsBefore = "IS_BEFORE", IsAfter = "IS_AFTER",
        Contains = "CONTAINS", DoesNotContain = "DOES_NOT_CONTAIN", IsEmpty = "IS_EMPTY",
        IsNotEmpty = "IS_NOT_EMPTY", IsRelative = "IS_RELATIVE", IsInPast = "IS_IN_PAST",
        IsInFuture = "IS_IN_FUTURE", IsToday = "IS_TODAY", VectorSearch = "VECTOR_SEARCH",
    }

    /// How filters of a group combine.
    ViewFilterGroupLogicalOperator { And = "AND", Or = "OR", Not = "NOT" }

    /// Which way an order runs.
    ViewSortDirection { Asc = "ASC", Desc = "DESC" }

    /// What an item of the navigation opens.
    NavigationMenuItemType {
        View = "VIEW", Folder = "FOLDER", Link = "LINK", Object = "OBJECT", Record = "RECORD",
        PageLayout = "PAGE_LAYOUT",
    }

    /// What a page is for.
    PageLayoutType {
        RecordIndex = "RECORD_INDEX", RecordPage = "RECORD_PAGE", Dashboard = "DASHBOARD",
        StandalonePage = "STANDALONE_PAGE", RecordForm = "RECORD_FORM",
    }

    /// How a tab places its widgets.
    PageLayoutTabLayoutMode { Grid = "GRID", VerticalList = "VERTICAL_LIST", Canvas = "CANVAS" }

    /// How high a widget of a list is: as what it shows, or as what is seen of its tab.
    PageLayoutWidgetVerticalListHeightBehavior { FitContent = "FIT_CONTENT", TabViewport = "TAB_VIEWPORT" }

    /// What a widget shows.
    WidgetType {
        View = "VIEW", Iframe = "IFRAME", Field = "FIELD", Fields = "FIELDS", Graph = "GRAPH",
        StandaloneRichText = "STANDALONE_RICH_TEXT", Timeline = "TIMELINE", Tasks = "TASKS", Notes = "NOTES",
        Files = "FILES", Emails = "EMAILS", Calendar = "CALENDAR", FieldRichText = "FIELD_RICH_TEXT",
        Workflow = "WORKFLOW", WorkflowVersion = "WORKFLOW_VERSION", WorkflowRun = "WORKFLOW_RUN",
        FrontComponent = "FRONT_COMPONENT", RecordTable = "RECORD_TABLE", EmailThread = "EMAIL_THREAD",
        CallRecordingSummary = "CALL_RECORDING_SUMMARY", CallRecordingTranscript = "CALL_RECORDING_TRANSCRIPT",
        MessageCampaignBody = "MESSAGE_CAMPAIGN_BODY", MessageCampaignDetails = "MESSAGE_CAMPAIGN_DETAILS",
        FormField = "FORM_FIELD",
    }

    /// How a configuration is read.
    WidgetConfigurationType {
        AggregateChart = "AGGREGATE_CHART", PieChart = "PIE_CHART", BarChart = "BAR_CHART", LineChart = "LINE_CHART",
        Iframe = "IFRAME", StandaloneRichText = "STANDALONE_RICH_TEXT", View = "VIEW", Field = "FIELD",
        Fields = "FIELDS", Timeline = "TIMELINE", Tasks = "TASKS", Notes = "NOTES", Files = "FILES",
        Emails = "EMAILS", Calendar = "CALENDAR", FieldRichText = "FIELD_RICH_TEXT", Workflow = "WORKFLOW",
        WorkflowVersion = "WORKFLOW_VERSION", WorkflowRun = "WORKFLOW_RUN", FrontComponent = "FRONT_COMPONENT",
        RecordTable = "RECORD_TABLE", EmailThread = "EMAIL_THREAD", CallRecordingSummary = "CALL_RECORDING_SUMMARY",
        CallRecordingTranscript = "CALL_RECORDING_TRANSCRIPT", MessageCampaignBody = "MESSAGE_CAMPAIGN_BODY",
        MessageCampaignDetails = "MESSAGE_CAMPAIGN_DETAILS", FormField = "FORM_FIELD",
    }

    /// How a widget shows its field.
    FieldDisplayMode { Card = "CARD", Editor = "EDITOR", Field = "FIELD", View = "VIEW", Table = "TABLE" }

    /// How numbers of a chart are written.
    ChartNumberFormat { Short = "SHORT", Full = "FULL" }

    /// Which axes of a chart are named.
    AxisNameDisplay { None = "NONE", X = "X", Y = "Y", Both = "BOTH" }

    /// Groups of bars: one on the other or side by side.
    BarChartGroupMode { Stacked = "STACKED", Grouped = "GROUPED" }

    /// Which way bars grow.
    BarChartLayout { Vertical = "VERTICAL", Horizontal = "HORIZONTAL" }

    /// What the groups of a chart are ordered by.
    GraphOrderBy {
        FieldAsc = "FIELD_ASC", FieldDesc = "FIELD_DESC", FieldPositionAsc = "FIELD_POSITION_ASC",
        FieldPositionDesc = "FIELD_POSITION_DESC", ValueAsc = "VALUE_ASC", ValueDesc = "VALUE_DESC",
        Manual = "MANUAL",
    }

    /// Which dates are one group.
    ObjectRecordGroupByDateGranularity {
        Day = "DAY", Month = "MONTH", Quarter = "QUARTER", Year = "YEAR", Week = "WEEK",
        DayOfTheWeek = "DAY_OF_THE_WEEK", MonthOfTheYear = "MONTH_OF_THE_YEAR",
        QuarterOfTheYear = "QUARTER_OF_THE_YEAR", None = "NONE",
    }

    /// Where a command is offered.
    CommandMenuItemAvailabilityType {
        Global = "GLOBAL", GlobalObjectContext = "GLOBAL_OBJECT_CONTEXT", RecordSelection = "RECORD_SELECTION",
        Fallback = "FALLBACK",
    }

    /// What a command does.
    EngineComponentKey { Navigation = "NAVIGATION" }

    /// Where a translated word comes from.
    MetadataTranslationProvenance { Workspace = "WORKSPACE", Shipped = "SHIPPED", Inherited = "INHERITED" }

    /// What happened to a piece of metadata.
    MetadataEventAction { Created = "CREATED", Updated = "UPDATED", Deleted = "DELETED" }

    /// What happened to a record.
    DatabaseEventAction {
        Created = "CREATED", Updated = "UPDATED", Deleted = "DELETED", Destroyed = "DESTROYED",
        Restored = "RESTORED", Upserted = "UPSERTED",
    }

    /// How far a job is.
    JobState {
        Completed = "COMPLETED", Failed = "FAILED", Active = "ACTIVE", Waiting = "WAITING", Delayed = "DELAYED",
        Prioritized = "PRIORITIZED", WaitingChildren = "WAITING_CHILDREN",
    }

    /// The kinds of metadata there are.
    AllMetadataName {
        FieldMetadata = "fieldMetadata", ObjectMetadata = "objectMetadata", View = "view", ViewField = "viewField",
        ViewFieldGroup = "viewFieldGroup", ViewGroup = "viewGroup", ViewSort = "viewSort",
        RowLevelPermissionPredicate = "rowLevelPermissionPredicate",
        RowLevelPermissionPredicateGroup = "rowLevelPermissionPredicateGroup", ViewFilterGroup = "viewFilterGroup",
        Index = "index", LogicFunction = "logicFunction", ViewFilter = "viewFilter", Role = "role",
        RoleTarget = "roleTarget", Agent = "agent", Skill = "skill", PageLayout = "pageLayout",
        PageLayoutWidget = "pageLayoutWidget", PageLayoutTab = "pageLayoutTab", CommandMenuItem = "commandMenuItem",
        NavigationMenuItem = "navigationMenuItem", RolePermissionFlag = "rolePermissionFlag",
        PermissionFlag = "permissionFlag", ObjectPermission = "objectPermission",
        FieldPermission = "fieldPermission", FrontComponent = "frontComponent", Webhook = "webhook",
        ApplicationVariable = "applicationVariable", ConnectionProvider = "connectionProvider",
        SearchFieldMetadata = "searchFieldMetadata", TimelineActivityType = "timelineActivityType",
        SettingsMenuItem = "settingsMenuItem", Workflow = "workflow", WorkflowVersion = "workflowVersion",
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
#[graphql(remote = "icosa_model::FieldType")]
pub enum FieldMetadataType {
    Actor,
    Address,
    Array,
    Boolean,
    Currency,
    Date,
    DateTime,
    Emails,
    Files,
    FullName,
    Links,
    MorphRelation,
    MultiSelect,
    Number,
    Numeric,
    Phones,
    Position,
    Rating,
    RawJson,
    Relation,
    RichText,
    Select,
    Text,
    TsVector,
    Uuid,
}

/// Which side of a relation a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
#[graphql(remote = "icosa_model::definition::RelationType")]
pub enum RelationType {
    OneToMany,
    ManyToOne,
}

/// Access method of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
#[graphql(remote = "icosa_model::definition::IndexType")]
pub enum IndexType {
    #[graphql(name = "BTREE")]
    Btree,
    #[graphql(name = "GIN")]
    Gin,
}
