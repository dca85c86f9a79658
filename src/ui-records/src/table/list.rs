//! What a table reads.

use icosa_contract::AppError;
use icosa_contract::records::RecordPage;
use icosa_model::query::{Cursor, DeletedRows, FieldPath, Filter, ListQuery, Op, Order, Select, ViewScope};
use icosa_rpc::records::records_shown;
use serde_json::Value;
use uuid::Uuid;

/// The rows of a table: which, in which order, and what each carries.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// API name, singular.
    pub object: String,
    /// What each record carries.
    pub select: Vec<Select>,
    /// Rows to keep, beside what the view and its criteria say.
    pub filter: Option<Filter>,
    /// What of the view and of the address holds.
    pub within: ViewScope,
    /// Objects and their fields that filters look at through relations.
    pub through: Vec<(String, String)>,
    /// Most significant first; empty is the order by hand.
    pub order: Vec<Order>,
}

impl List {
    /// The rows from a place on.
    #[must_use]
    pub fn page(&self, after: Option<Cursor>, skip: u32, limit: u32, with_total: bool) -> ListQuery {
        ListQuery {
            object: self.object.clone(),
            select: self.select.clone(),
            filter: self.filter.clone(),
            order: self.order.clone(),
            after,
            skip,
            limit,
            with_total,
            deleted: DeletedRows::Hidden,
        }
    }

    /// Reads what [`Self::page`] and the like ask for.
    ///
    /// # Errors
    /// As the server says.
    pub async fn read(&self, query: ListQuery) -> Result<RecordPage, AppError> {
        records_shown(query, self.within.clone()).await
    }

    /// Filters keep rows out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.filter.is_some() || self.within != ViewScope::default()
    }

    /// The ids alone of rows from a place on.
    #[must_use]
    pub fn ids(&self, after: Option<Cursor>, skip: u32, limit: u32) -> ListQuery {
        ListQuery { select: vec![Select::Field("id".to_owned())], ..self.page(after, skip, limit, false) }
    }

    /// Certain records, whether they pass the filters or not: to be read without [`Self::read`].
    #[must_use]
    pub fn certain(&self, ids: &[Uuid]) -> ListQuery {
        let ids: Vec<Value> = ids.iter().map(|id| Value::String(id.to_string())).collect();
        ListQuery {
            filter: Some(Filter::Compare {
                path: FieldPath::field("id"),
                op: Op::In,
                value: Value::Array(ids),
            }),
            order: Vec::new(),
            limit: icosa_model::query::MAX_PAGE,
            ..self.page(None, 0, 0, false)
        }
    }

    /// A change of these fields can move a record in, out or about; no names mean any field.
    #[must_use]
    pub fn depends_on(&self, fields: &[String]) -> bool {
        // A text filter looks at many fields, also of relations' labels.
        let by_filter = self.is_filtered();
        let by_order = self.order.iter().any(|order| {
            let name = &order.path.field;
            fields.is_empty()
                || fields.iter().any(|field| field == name || name.strip_suffix("Id") == Some(field))
        });
        let by_hand =
            self.order.is_empty() && (fields.is_empty() || fields.iter().any(|field| field == "position"));
        by_filter || by_order || by_hand
    }
}

#[cfg(test)]
mod tests {
    use icosa_contract::records::order_by;
    use icosa_model::query::Direction;

    use super::*;

    #[test]
    fn only_changes_that_can_move_rows_read_the_list_anew() {
        let mut list = List {
            object: "person".to_owned(),
            select: Vec::new(),
            filter: None,
            within: ViewScope::default(),
            through: Vec::new(),
            order: Vec::new(),
        };
        let city = ["city".to_owned()];
        assert!(!list.depends_on(&city));
        assert!(list.depends_on(&["position".to_owned()]));
        list.order = vec![order_by("city", Direction::Ascending)];
        assert!(list.depends_on(&city));
        assert!(!list.depends_on(&["jobTitle".to_owned()]));
        let job = ["jobTitle".to_owned()];
        list.filter = Some(Filter::AnyText("ann".to_owned()));
        assert!(list.depends_on(&job));
        list.filter = None;
        list.within.view = Some(icosa_model::ViewId::random());
        assert!(list.depends_on(&job));
    }
}
