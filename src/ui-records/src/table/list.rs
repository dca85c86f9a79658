//! What a table reads.

use icosa_model::query::{Cursor, DeletedRows, FieldPath, Filter, ListQuery, Op, Order, Select};
use serde_json::Value;
use uuid::Uuid;

/// The rows of a table: which, in which order, and what each carries.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// API name, singular.
    pub object: String,
    /// What each record carries.
    pub select: Vec<Select>,
    /// Rows to keep.
    pub filter: Option<Filter>,
    /// Most significant first; empty is the order by hand.
    pub order: Vec<Order>,
}

impl List {
    /// Reads rows from a place on.
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

    /// Reads the ids alone of rows from a place on.
    #[must_use]
    pub fn ids(&self, after: Option<Cursor>, skip: u32, limit: u32) -> ListQuery {
        ListQuery { select: vec![Select::Field("id".to_owned())], ..self.page(after, skip, limit, false) }
    }

    /// Reads certain records anew, whether they pass the filter or not.
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
        let by_filter = self.filter.is_some();
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
        let mut list =
            List { object: "person".to_owned(), select: Vec::new(), filter: None, order: Vec::new() };
        let city = ["city".to_owned()];
        assert!(!list.depends_on(&city));
        assert!(list.depends_on(&["position".to_owned()]));
        list.order = vec![order_by("city", Direction::Ascending)];
        assert!(list.depends_on(&city));
        assert!(!list.depends_on(&["jobTitle".to_owned()]));
        list.filter = Some(Filter::AnyText("ann".to_owned()));
        assert!(list.depends_on(&["jobTitle".to_owned()]));
    }
}
