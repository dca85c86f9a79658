//! Which operations of the schema stand behind which REST resource, and what of each entity they tell.

/// A REST resource. Documents name the entity's members as `{fields}` and answer under `result`.
pub struct Resource {
    /// The path segment.
    pub path: &'static str,
    /// The members told.
    pub fields: &'static str,
    pub list: &'static str,
    pub one: &'static str,
    pub create: &'static str,
    pub update: &'static str,
    pub delete: &'static str,
    /// Types of the bodies of POST and PATCH.
    pub inputs: (&'static str, &'static str),
    pub kind: Kind,
}

/// How a resource is listed and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Objects and fields: by the page, under `data`; they need the right to the data model.
    Objects,
    /// See [`Kind::Objects`].
    Fields,
    /// Views: a bare list, maybe of one object.
    Views,
    /// Parts of views: a bare list, maybe of one view.
    Parts,
    /// Pages: a bare list, maybe of one object or type.
    Pages,
    /// Tabs: a bare list, of one page.
    Tabs,
    /// Widgets: a bare list, of one tab.
    Widgets,
}

impl Kind {
    /// Objects and fields.
    pub fn is_data_model(self) -> bool {
        matches!(self, Self::Objects | Self::Fields)
    }
}

/// The resource of a path segment.
pub fn resource(path: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.path == path)
}

impl Resource {
    /// A document with the members in their place.
    pub fn document(&self, template: &str) -> String {
        template.replace("{fields}", self.fields)
    }
}

macro_rules! field_members {
    () => {
        "id universalIdentifier applicationId objectMetadataId type name label description icon isCustom isActive \
         isSystem isUIEditable isNullable isUnique isSearchable isAuditLogged defaultValue options settings \
         isLabelSyncedWithName morphId createdAt updatedAt relation { type \
         sourceObjectMetadata { id nameSingular namePlural } targetObjectMetadata { id nameSingular namePlural } \
         sourceFieldMetadata { id name } targetFieldMetadata { id name } } morphRelations { type \
         sourceObjectMetadata { id nameSingular namePlural } targetObjectMetadata { id nameSingular namePlural } \
         sourceFieldMetadata { id name } targetFieldMetadata { id name } }"
    };
}

macro_rules! part_members {
    ($own:literal) => {
        concat!("id viewId workspaceId createdAt updatedAt deletedAt ", $own)
    };
}

macro_rules! view_field_members {
    () => {
        part_members!(
            "universalIdentifier applicationId fieldMetadataId isVisible size position aggregateOperation \
             viewFieldGroupId isActive"
        )
    };
}

/// What widgets are told to show, each kind with its own members.
macro_rules! configuration_members {
    () => {
        "... on AggregateChartConfiguration { configurationType aggregateFieldMetadataId aggregateOperation label \
         displayDataLabel numberFormat description filter timezone firstDayOfTheWeek prefix suffix \
         ratioAggregateConfig { fieldMetadataId optionValue } } \
         ... on PieChartConfiguration { configurationType aggregateFieldMetadataId aggregateOperation \
         groupByFieldMetadataId groupBySubFieldName dateGranularity orderBy manualSortOrder displayDataLabel \
         showCenterMetric displayLegend hideEmptyCategory numberFormat splitMultiValueFields description color filter \
         timezone firstDayOfTheWeek } \
         ... on BarChartConfiguration { configurationType aggregateFieldMetadataId aggregateOperation \
         primaryAxisGroupByFieldMetadataId primaryAxisGroupBySubFieldName primaryAxisDateGranularity primaryAxisOrderBy \
         primaryAxisManualSortOrder secondaryAxisGroupByFieldMetadataId secondaryAxisGroupBySubFieldName \
         secondaryAxisGroupByDateGranularity secondaryAxisOrderBy secondaryAxisManualSortOrder omitNullValues \
         splitMultiValueFields axisNameDisplay displayDataLabel displayLegend numberFormat rangeMin rangeMax description \
         color filter groupMode layout isCumulative timezone firstDayOfTheWeek } \
         ... on LineChartConfiguration { configurationType aggregateFieldMetadataId aggregateOperation \
         primaryAxisGroupByFieldMetadataId primaryAxisGroupBySubFieldName primaryAxisDateGranularity primaryAxisOrderBy \
         primaryAxisManualSortOrder secondaryAxisGroupByFieldMetadataId secondaryAxisGroupBySubFieldName \
         secondaryAxisGroupByDateGranularity secondaryAxisOrderBy secondaryAxisManualSortOrder omitNullValues \
         splitMultiValueFields axisNameDisplay displayDataLabel displayLegend numberFormat rangeMin rangeMax description \
         color filter isStacked isCumulative timezone firstDayOfTheWeek } \
         ... on IframeConfiguration { configurationType url } \
         ... on StandaloneRichTextConfiguration { configurationType body { blocknote markdown } } \
         ... on RecordTableConfiguration { configurationType viewId recordLimit isUIEditable } \
         ... on FieldsConfiguration { configurationType viewId newFieldDefaultVisibility \
         shouldAllowUserToSeeHiddenFields } \
         ... on FieldConfiguration { configurationType fieldMetadataId fieldDisplayMode viewId \
         nestedRelationFieldMetadataId isUIEditable } \
         ... on FormFieldConfiguration { configurationType fieldMetadataId } \
         ... on FrontComponentConfiguration { configurationType frontComponentId \
         headerCommandMenuItemUniversalIdentifiers } \
         ... on ViewConfiguration { configurationType } \
         ... on TimelineConfiguration { configurationType } \
         ... on TasksConfiguration { configurationType } \
         ... on NotesConfiguration { configurationType } \
         ... on FilesConfiguration { configurationType } \
         ... on EmailsConfiguration { configurationType } \
         ... on CalendarConfiguration { configurationType } \
         ... on EmailThreadConfiguration { configurationType } \
         ... on FieldRichTextConfiguration { configurationType } \
         ... on WorkflowConfiguration { configurationType } \
         ... on WorkflowVersionConfiguration { configurationType } \
         ... on WorkflowRunConfiguration { configurationType } \
         ... on CallRecordingSummaryConfiguration { configurationType } \
         ... on CallRecordingTranscriptConfiguration { configurationType } \
         ... on MessageCampaignBodyConfiguration { configurationType } \
         ... on MessageCampaignDetailsConfiguration { configurationType }"
    };
}

macro_rules! widget_members {
    () => {
        concat!(
            "id universalIdentifier applicationId pageLayoutTabId title type objectMetadataId isActive \
             isSystemSideEffect conditionalDisplay conditionalAvailabilityExpression createdAt updatedAt deletedAt \
             position { ... on PageLayoutWidgetGridPosition { layoutMode row column rowSpan columnSpan } \
             ... on PageLayoutWidgetVerticalListPosition { layoutMode index heightBehavior } \
             ... on PageLayoutWidgetCanvasPosition { layoutMode } } configuration { ",
            configuration_members!(),
            " }"
        )
    };
}

macro_rules! tab_members {
    () => {
        concat!(
            "id universalIdentifier applicationId pageLayoutId title icon position layoutMode isActive \
             isSystemSideEffect createdAt updatedAt deletedAt widgets { ",
            widget_members!(),
            " }"
        )
    };
}

/// Every resource.
pub static RESOURCES: [Resource; 11] = [
    Resource {
        path: "objects",
        fields: concat!(
            "id universalIdentifier applicationId nameSingular namePlural labelSingular labelPlural description icon \
             shortcut color isCustom isRemote isActive isSystem isUIEditable isUICreatable isSearchable openRecordIn \
             readability writability labelIdentifierFieldMetadataId imageIdentifierFieldMetadataId \
             isLabelSyncedWithName duplicateCriteria createdAt updatedAt fields: fieldsList { ",
            field_members!(),
            " }"
        ),
        list: "query($paging: CursorPaging!) { result: objects(paging: $paging) { edges { node { {fields} } } \
               pageInfo { hasNextPage startCursor endCursor } } }",
        one: "query($id: UUID!) { result: object(id: $id) { {fields} } }",
        create: "mutation($input: CreateObjectInput!) { result: createOneObject(input: { object: $input }) { {fields} } }",
        update: "mutation($id: UUID!, $input: UpdateObjectPayload!) { \
                 result: updateOneObject(input: { id: $id, update: $input }) { {fields} } }",
        delete: "mutation($id: UUID!) { result: deleteOneObject(input: { id: $id }) { {fields} } }",
        inputs: ("CreateObjectInput", "UpdateObjectPayload"),
        kind: Kind::Objects,
    },
    Resource {
        path: "fields",
        fields: field_members!(),
        list: "query($paging: CursorPaging!) { result: fields(paging: $paging) { edges { node { {fields} } } \
               pageInfo { hasNextPage startCursor endCursor } } }",
        one: "query($id: UUID!) { result: field(id: $id) { {fields} } }",
        create: "mutation($input: CreateFieldInput!) { result: createOneField(input: { field: $input }) { {fields} } }",
        update: "mutation($id: UUID!, $input: UpdateFieldInput!) { \
                 result: updateOneField(input: { id: $id, update: $input }) { {fields} } }",
        delete: "mutation($id: UUID!) { result: deleteOneField(input: { id: $id }) { {fields} } }",
        inputs: ("CreateFieldInput", "UpdateFieldInput"),
        kind: Kind::Fields,
    },
    Resource {
        path: "views",
        fields: concat!(
            "id universalIdentifier applicationId workspaceId objectMetadataId name type key icon position isCompact \
             isCustom isActive kanbanAggregateOperation kanbanAggregateOperationFieldMetadataId \
             mainGroupByFieldMetadataId shouldHideEmptyGroups kanbanColumnWidth groupLoadLimit calendarLayout \
             calendarFieldMetadataId calendarEndFieldMetadataId anyFieldFilterValue visibility \
             createdByUserWorkspaceId createdAt updatedAt deletedAt viewFields { ",
            view_field_members!(),
            " }"
        ),
        list: "query($objectMetadataId: String) { result: getViews(objectMetadataId: $objectMetadataId) { {fields} } }",
        one: "query($id: String!) { result: getView(id: $id) { {fields} } }",
        create: "mutation($input: CreateViewInput!) { result: createView(input: $input) { {fields} } }",
        update: "mutation($id: String!, $input: UpdateViewInput!) { result: updateView(id: $id, input: $input) { {fields} } }",
        delete: "mutation($id: String!) { result: deleteView(id: $id) }",
        inputs: ("CreateViewInput", "UpdateViewInput"),
        kind: Kind::Views,
    },
    Resource {
        path: "viewFields",
        fields: view_field_members!(),
        list: "query($viewId: String!) { result: getViewFields(viewId: $viewId) { {fields} } }",
        one: "query($id: String!) { result: getViewField(id: $id) { {fields} } }",
        create: "mutation($input: CreateViewFieldInput!) { result: createViewField(input: $input) { {fields} } }",
        update: "mutation($id: UUID!, $input: UpdateViewFieldInputUpdates!) { \
                 result: updateViewField(input: { id: $id, update: $input }) { {fields} } }",
        delete: "mutation($id: UUID!) { result: deleteViewField(input: { id: $id }) { id } }",
        inputs: ("CreateViewFieldInput", "UpdateViewFieldInputUpdates"),
        kind: Kind::Parts,
    },
    Resource {
        path: "viewFilters",
        fields: part_members!(
            "fieldMetadataId operand value viewFilterGroupId positionInViewFilterGroup subFieldName \
             relationTargetFieldMetadataId"
        ),
        list: "query($viewId: String) { result: getViewFilters(viewId: $viewId) { {fields} } }",
        one: "query($id: String!) { result: getViewFilter(id: $id) { {fields} } }",
        create: "mutation($input: CreateViewFilterInput!) { result: createViewFilter(input: $input) { {fields} } }",
        update: "mutation($id: UUID!, $input: UpdateViewFilterInputUpdates!) { \
                 result: updateViewFilter(input: { id: $id, update: $input }) { {fields} } }",
        delete: "mutation($id: UUID!) { result: deleteViewFilter(input: { id: $id }) { id } }",
        inputs: ("CreateViewFilterInput", "UpdateViewFilterInputUpdates"),
        kind: Kind::Parts,
    },
    Resource {
        path: "viewFilterGroups",
        fields: part_members!("parentViewFilterGroupId logicalOperator positionInViewFilterGroup"),
        list: "query($viewId: String) { result: getViewFilterGroups(viewId: $viewId) { {fields} } }",
        one: "query($id: String!) { result: getViewFilterGroup(id: $id) { {fields} } }",
        create: "mutation($input: CreateViewFilterGroupInput!) { result: createViewFilterGroup(input: $input) { {fields} } }",
        update: "mutation($id: String!, $input: UpdateViewFilterGroupInput!) { \
                 result: updateViewFilterGroup(id: $id, input: $input) { {fields} } }",
        delete: "mutation($id: String!) { result: deleteViewFilterGroup(id: $id) }",
        inputs: ("CreateViewFilterGroupInput", "UpdateViewFilterGroupInput"),
        kind: Kind::Parts,
    },
    Resource {
        path: "viewGroups",
        fields: part_members!("isVisible fieldValue position"),
        list: "query($viewId: String) { result: getViewGroups(viewId: $viewId) { {fields} } }",
        one: "query($id: String!) { result: getViewGroup(id: $id) { {fields} } }",
        create: "mutation($input: CreateViewGroupInput!) { result: createViewGroup(input: $input) { {fields} } }",
        update: "mutation($id: UUID!, $input: UpdateViewGroupInputUpdates!) { \
                 result: updateViewGroup(input: { id: $id, update: $input }) { {fields} } }",
        delete: "mutation($id: UUID!) { result: deleteViewGroup(input: { id: $id }) { id } }",
        inputs: ("CreateViewGroupInput", "UpdateViewGroupInputUpdates"),
        kind: Kind::Parts,
    },
    Resource {
        path: "viewSorts",
        fields: part_members!("fieldMetadataId direction subFieldName"),
        list: "query($viewId: String) { result: getViewSorts(viewId: $viewId) { {fields} } }",
        one: "query($id: String!) { result: getViewSort(id: $id) { {fields} } }",
        create: "mutation($input: CreateViewSortInput!) { result: createViewSort(input: $input) { {fields} } }",
        update: "mutation($id: UUID!, $input: UpdateViewSortInputUpdates!) { \
                 result: updateViewSort(input: { id: $id, update: $input }) { {fields} } }",
        delete: "mutation($id: UUID!) { result: deleteViewSort(input: { id: $id }) }",
        inputs: ("CreateViewSortInput", "UpdateViewSortInputUpdates"),
        kind: Kind::Parts,
    },
    Resource {
        path: "pageLayouts",
        fields: concat!(
            "id universalIdentifier applicationId name type objectMetadataId isFirstTabPinned isSystemSideEffect \
             defaultTabToFocusOnMobileAndSidePanelId createdAt updatedAt deletedAt tabs { ",
            tab_members!(),
            " }"
        ),
        list: "query($objectMetadataId: String, $pageLayoutType: PageLayoutType) { result: \
               getPageLayouts(objectMetadataId: $objectMetadataId, pageLayoutType: $pageLayoutType) { {fields} } }",
        one: "query($id: String!) { result: getPageLayout(id: $id) { {fields} } }",
        create: "mutation($input: CreatePageLayoutInput!) { result: createPageLayout(input: $input) { {fields} } }",
        update: "mutation($id: String!, $input: UpdatePageLayoutInput!) { \
                 result: updatePageLayout(id: $id, input: $input) { {fields} } }",
        delete: "mutation($id: String!) { result: destroyPageLayout(id: $id) }",
        inputs: ("CreatePageLayoutInput", "UpdatePageLayoutInput"),
        kind: Kind::Pages,
    },
    Resource {
        path: "pageLayoutTabs",
        fields: tab_members!(),
        list: "query($pageLayoutId: String!) { result: getPageLayoutTabs(pageLayoutId: $pageLayoutId) { {fields} } }",
        one: "query($id: String!) { result: getPageLayoutTab(id: $id) { {fields} } }",
        create: "mutation($input: CreatePageLayoutTabInput!) { result: createPageLayoutTab(input: $input) { {fields} } }",
        update: "mutation($id: String!, $input: UpdatePageLayoutTabInput!) { \
                 result: updatePageLayoutTab(id: $id, input: $input) { {fields} } }",
        delete: "mutation($id: String!) { result: destroyPageLayoutTab(id: $id) }",
        inputs: ("CreatePageLayoutTabInput", "UpdatePageLayoutTabInput"),
        kind: Kind::Tabs,
    },
    Resource {
        path: "pageLayoutWidgets",
        fields: widget_members!(),
        list: "query($pageLayoutTabId: String!) { result: \
               getPageLayoutWidgets(pageLayoutTabId: $pageLayoutTabId) { {fields} } }",
        one: "query($id: String!) { result: getPageLayoutWidget(id: $id) { {fields} } }",
        create: "mutation($input: CreatePageLayoutWidgetInput!) { \
                 result: createPageLayoutWidget(input: $input) { {fields} } }",
        update: "mutation($id: String!, $input: UpdatePageLayoutWidgetInput!) { \
                 result: updatePageLayoutWidget(id: $id, input: $input) { {fields} } }",
        delete: "mutation($id: String!) { result: destroyPageLayoutWidget(id: $id) }",
        inputs: ("CreatePageLayoutWidgetInput", "UpdatePageLayoutWidgetInput"),
        kind: Kind::Widgets,
    },
];
