//! What widgets are told to show, each kind with its own members.

use async_graphql::{SimpleObject, Union};
use icosa_contract::AppError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::metadata::scalars::Json;
use crate::metadata::words::{
    AggregateOperations, AxisNameDisplay, BarChartGroupMode, BarChartLayout, ChartNumberFormat,
    FieldDisplayMode, GraphOrderBy, ObjectRecordGroupByDateGranularity, WidgetConfigurationType,
};

macro_rules! configurations {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, SimpleObject, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            configuration_type: WidgetConfigurationType,
            $($(#[$attribute])* $field: $type),*
        }
    )+};
}

configurations! {
    /// One number.
    AggregateChartConfiguration {
        aggregate_field_metadata_id: Uuid,
        aggregate_operation: AggregateOperations,
        label: Option<String>,
        display_data_label: Option<bool>,
        number_format: Option<ChartNumberFormat>,
        description: Option<String>,
        filter: Option<Json>,
        timezone: Option<String>,
        first_day_of_the_week: Option<i32>,
        prefix: Option<String>,
        suffix: Option<String>,
        ratio_aggregate_config: Option<RatioAggregateConfig>,
    }
    /// A text of its own.
    StandaloneRichTextConfiguration { body: RichTextBody }
    /// Slices.
    PieChartConfiguration {
        aggregate_field_metadata_id: Uuid,
        aggregate_operation: AggregateOperations,
        group_by_field_metadata_id: Uuid,
        group_by_sub_field_name: Option<String>,
        date_granularity: Option<ObjectRecordGroupByDateGranularity>,
        order_by: Option<GraphOrderBy>,
        manual_sort_order: Option<Vec<String>>,
        display_data_label: Option<bool>,
        show_center_metric: Option<bool>,
        display_legend: Option<bool>,
        hide_empty_category: Option<bool>,
        number_format: Option<ChartNumberFormat>,
        split_multi_value_fields: Option<bool>,
        description: Option<String>,
        color: Option<String>,
        filter: Option<Json>,
        timezone: Option<String>,
        first_day_of_the_week: Option<i32>,
    }
    /// Lines.
    LineChartConfiguration {
        aggregate_field_metadata_id: Uuid,
        aggregate_operation: AggregateOperations,
        primary_axis_group_by_field_metadata_id: Uuid,
        primary_axis_group_by_sub_field_name: Option<String>,
        primary_axis_date_granularity: Option<ObjectRecordGroupByDateGranularity>,
        primary_axis_order_by: Option<GraphOrderBy>,
        primary_axis_manual_sort_order: Option<Vec<String>>,
        secondary_axis_group_by_field_metadata_id: Option<Uuid>,
        secondary_axis_group_by_sub_field_name: Option<String>,
        secondary_axis_group_by_date_granularity: Option<ObjectRecordGroupByDateGranularity>,
        secondary_axis_order_by: Option<GraphOrderBy>,
        secondary_axis_manual_sort_order: Option<Vec<String>>,
        omit_null_values: Option<bool>,
        split_multi_value_fields: Option<bool>,
        axis_name_display: Option<AxisNameDisplay>,
        display_data_label: Option<bool>,
        display_legend: Option<bool>,
        number_format: Option<ChartNumberFormat>,
        range_min: Option<f64>,
        range_max: Option<f64>,
        description: Option<String>,
        color: Option<String>,
        filter: Option<Json>,
        is_stacked: Option<bool>,
        is_cumulative: Option<bool>,
        timezone: Option<String>,
        first_day_of_the_week: Option<i32>,
    }
    /// Another page.
    IframeConfiguration { url: Option<String> }
    /// Bars.
    BarChartConfiguration {
        aggregate_field_metadata_id: Uuid,
        aggregate_operation: AggregateOperations,
        primary_axis_group_by_field_metadata_id: Uuid,
        primary_axis_group_by_sub_field_name: Option<String>,
        primary_axis_date_granularity: Option<ObjectRecordGroupByDateGranularity>,
        primary_axis_order_by: Option<GraphOrderBy>,
        primary_axis_manual_sort_order: Option<Vec<String>>,
        secondary_axis_group_by_field_metadata_id: Option<Uuid>,
        secondary_axis_group_by_sub_field_name: Option<String>,
        secondary_axis_group_by_date_granularity: Option<ObjectRecordGroupByDateGranularity>,
        secondary_axis_order_by: Option<GraphOrderBy>,
        secondary_axis_manual_sort_order: Option<Vec<String>>,
        omit_null_values: Option<bool>,
        split_multi_value_fields: Option<bool>,
        axis_name_display: Option<AxisNameDisplay>,
        display_data_label: Option<bool>,
        display_legend: Option<bool>,
        number_format: Option<ChartNumberFormat>,
        range_min: Option<f64>,
        range_max: Option<f64>,
        description: Option<String>,
        color: Option<String>,
        filter: Option<Json>,
        group_mode: Option<BarChartGroupMode>,
        layout: BarChartLayout,
        is_cumulative: Option<bool>,
        timezone: Option<String>,
        first_day_of_the_week: Option<i32>,
    }
    /// Events of the record.
    CalendarConfiguration {}
    /// A component of an application.
    FrontComponentConfiguration {
        front_component_id: Uuid,
        header_command_menu_item_universal_identifiers: Option<Vec<Uuid>>,
    }
    /// E-mails of the record.
    EmailsConfiguration {}
    /// One conversation.
    EmailThreadConfiguration {}
    /// What was said in a call, in short.
    CallRecordingSummaryConfiguration {}
    /// What was said in a call.
    CallRecordingTranscriptConfiguration {}
    /// What a campaign sends.
    MessageCampaignBodyConfiguration {}
    /// A campaign.
    MessageCampaignDetailsConfiguration {}
    /// One field.
    FieldConfiguration {
        field_metadata_id: String,
        field_display_mode: FieldDisplayMode,
        view_id: Option<String>,
        nested_relation_field_metadata_id: Option<String>,
        #[graphql(name = "isUIEditable")]
        #[serde(rename = "isUIEditable")]
        is_ui_editable: Option<bool>,
    }
    /// The document of the record.
    FieldRichTextConfiguration {}
    /// Fields of the record.
    FieldsConfiguration {
        view_id: Option<String>,
        new_field_default_visibility: Option<bool>,
        should_allow_user_to_see_hidden_fields: Option<bool>,
    }
    /// One field of a form.
    FormFieldConfiguration { field_metadata_id: String }
    /// Files of the record.
    FilesConfiguration {}
    /// Notes of the record.
    NotesConfiguration {}
    /// Tasks of the record.
    TasksConfiguration {}
    /// What happened to the record.
    TimelineConfiguration {}
    /// A view.
    ViewConfiguration {}
    /// Records in a table.
    RecordTableConfiguration {
        view_id: Option<String>,
        record_limit: Option<i32>,
        #[graphql(name = "isUIEditable")]
        #[serde(rename = "isUIEditable")]
        is_ui_editable: Option<bool>,
    }
    /// A workflow.
    WorkflowConfiguration {}
    /// A run of a workflow.
    WorkflowRunConfiguration {}
    /// A version of a workflow.
    WorkflowVersionConfiguration {}
}

/// Which records are the part of the whole.
#[derive(Clone, SimpleObject, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RatioAggregateConfig {
    field_metadata_id: Uuid,
    option_value: String,
}

/// A document in both of its forms.
#[derive(Clone, SimpleObject, Deserialize)]
pub struct RichTextBody {
    blocknote: Option<String>,
    markdown: Option<String>,
}

macro_rules! union {
    ($($variant:ident $type:ident),+ $(,)?) => {
        /// What a widget is told to show.
        #[derive(Clone, Union)]
        pub enum WidgetConfiguration {
            $($variant($type)),+
        }

        /// A stored configuration.
        ///
        /// # Errors
        /// It is none of those that can be stored.
        pub fn read(stored: &Value) -> Result<WidgetConfiguration, AppError> {
            let kind = stored.get("configurationType").and_then(Value::as_str).unwrap_or_default();
            let kind = WidgetConfigurationType::of(kind).ok_or_else(AppError::internal)?;
            Ok(match kind {
                $(WidgetConfigurationType::$variant => WidgetConfiguration::$variant(typed(stored)?)),+
            })
        }
    };
}

union! {
    AggregateChart AggregateChartConfiguration,
    StandaloneRichText StandaloneRichTextConfiguration,
    PieChart PieChartConfiguration,
    LineChart LineChartConfiguration,
    Iframe IframeConfiguration,
    BarChart BarChartConfiguration,
    Calendar CalendarConfiguration,
    FrontComponent FrontComponentConfiguration,
    Emails EmailsConfiguration,
    EmailThread EmailThreadConfiguration,
    CallRecordingSummary CallRecordingSummaryConfiguration,
    CallRecordingTranscript CallRecordingTranscriptConfiguration,
    MessageCampaignBody MessageCampaignBodyConfiguration,
    MessageCampaignDetails MessageCampaignDetailsConfiguration,
    Field FieldConfiguration,
    FieldRichText FieldRichTextConfiguration,
    Fields FieldsConfiguration,
    FormField FormFieldConfiguration,
    Files FilesConfiguration,
    Notes NotesConfiguration,
    Tasks TasksConfiguration,
    Timeline TimelineConfiguration,
    View ViewConfiguration,
    RecordTable RecordTableConfiguration,
    Workflow WorkflowConfiguration,
    WorkflowRun WorkflowRunConfiguration,
    WorkflowVersion WorkflowVersionConfiguration,
}

fn typed<T: DeserializeOwned>(stored: &Value) -> Result<T, AppError> {
    T::deserialize(stored).map_err(|_| AppError::internal())
}
