//! Which function carries out which change.

use icosa_contract::data_model::Change;

use super::draft::{Draft, Step};
use super::{fields, indexes, layouts, navigation, objects, views};

/// Carries out one change on the draft; answers the id of what it made, changed or removed.
pub fn apply(draft: &mut Draft<'_>, change: Change) -> Step {
    match change {
        Change::CreateObject(request) => objects::create(draft, request),
        Change::UpdateObject(request) => objects::update(draft, request),
        Change::DeleteObject(id) => objects::delete(draft, id),
        Change::CreateField(request) => fields::create(draft, request),
        Change::UpdateField(request) => fields::update(draft, request),
        Change::DeleteField(id) => fields::delete(draft, id),
        Change::CreateIndex(request) => indexes::create(draft, &request),
        Change::DeleteIndex(id) => indexes::delete(draft, id),
        Change::CreateView(request) => views::create_view(draft, request),
        Change::UpdateView(request) => views::update_view(draft, request),
        Change::DeleteView(id) => views::delete_view(draft, id),
        Change::RestoreView(id) => views::restore_view(draft, id),
        Change::DestroyView(id) => views::destroy_view(draft, id),
        Change::CreateViewField(request) => views::create_view_field(draft, request),
        Change::UpdateViewField(request) => views::update_view_field(draft, request),
        Change::DeleteViewField(id) => views::delete_view_field(draft, id),
        Change::CreateViewFilter(request) => views::create_view_filter(draft, request),
        Change::UpdateViewFilter(request) => views::update_view_filter(draft, request),
        Change::DeleteViewFilter(id) => views::delete_view_filter(draft, id),
        Change::CreateViewFilterGroup(request) => views::create_view_filter_group(draft, request),
        Change::UpdateViewFilterGroup(request) => views::update_view_filter_group(draft, request),
        Change::DeleteViewFilterGroup(id) => views::delete_view_filter_group(draft, id),
        Change::CreateViewSort(request) => views::create_view_sort(draft, request),
        Change::UpdateViewSort(request) => views::update_view_sort(draft, request),
        Change::DeleteViewSort(id) => views::delete_view_sort(draft, id),
        Change::CreateViewGroup(request) => views::create_view_group(draft, request),
        Change::UpdateViewGroup(request) => views::update_view_group(draft, request),
        Change::DeleteViewGroup(id) => views::delete_view_group(draft, id),
        Change::CreateViewFieldGroup(request) => views::create_view_field_group(draft, request),
        Change::UpdateViewFieldGroup(request) => views::update_view_field_group(draft, request),
        Change::DeleteViewFieldGroup(id) => views::delete_view_field_group(draft, id),
        Change::UpsertViewWidget(request) => views::upsert_view_widget(draft, request),
        Change::UpsertFieldsWidget(request) => views::upsert_fields_widget(draft, request),
        Change::CreateNavigationItem(request) => navigation::create(draft, request),
        Change::UpdateNavigationItem(request) => navigation::update(draft, request),
        Change::DeleteNavigationItem(id) => navigation::delete(draft, id),
        Change::Layout(change) => layouts::apply(draft, change),
    }
}
