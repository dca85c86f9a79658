//! The query string of a call.

use super::error::RestError;

/// Records of a page when no limit is given.
const DEFAULT_LIMIT: u32 = 60;
/// Most records of a page.
const MAX_LIMIT: u32 = 200;

/// What the query string says; absent parameters have their defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Params {
    /// As given.
    pub limit: Option<u32>,
    /// As written.
    pub order_by: Option<String>,
    /// As written; empty is none.
    pub filter: Option<String>,
    /// Which side of a record the page lies on.
    pub page: Page,
    /// The records on the other side of relations, too.
    pub with_relations: bool,
    /// Names of fields.
    pub fields: Option<Vec<String>>,
    /// Records that are there already are changed.
    pub upsert: bool,
    /// Records can be restored afterwards.
    pub soft_delete: bool,
    /// Records that may be found by people who cannot read them.
    pub discover: bool,
    /// Of `groupBy`.
    pub group: GroupParams,
}

impl Params {
    /// Records of a page: 60 when nothing is said, never more than 200.
    #[must_use]
    pub fn page_limit(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT)
    }
}

/// The parameters of `groupBy`, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupParams {
    /// Dimensions, JSON.
    pub group_by: Option<String>,
    /// Names of figures, JSON.
    pub aggregate: Option<String>,
    /// A saved view.
    pub view_id: Option<String>,
    /// Of the sample records.
    pub order_by_for_records: Option<String>,
    /// Some records of each group, too.
    pub include_records_sample: bool,
    /// Groups without a value are left out.
    pub omit_null_values: bool,
}

/// Where a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Page {
    /// At the beginning.
    #[default]
    First,
    /// After the record of a cursor.
    After(String),
    /// Before the record of a cursor, and ends there.
    Before(String),
}

/// Reads a query string; unknown parameters are left alone.
///
/// # Errors
/// A value that cannot be used.
pub fn parse(query: &str) -> Result<Params, RestError> {
    let mut found = Found::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        found.take(&name, &value);
    }
    found.finish()
}

#[derive(Default)]
struct Found {
    limit: Option<String>,
    order_by: Option<String>,
    filter: Option<String>,
    after: Option<String>,
    before: Option<String>,
    depth: Option<String>,
    fields: Option<Vec<String>>,
    upsert: Option<String>,
    soft_delete: Option<String>,
    discover: Option<String>,
    group: GroupParams,
    include_records_sample: Option<String>,
    omit_null_values: Option<String>,
}

impl Found {
    fn take(&mut self, name: &str, value: &str) {
        let place = match name {
            "fields" => {
                let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
                self.fields.get_or_insert_default().extend(names.map(str::to_owned));
                return;
            }
            "limit" => &mut self.limit,
            "order_by" => &mut self.order_by,
            "filter" => &mut self.filter,
            "starting_after" => &mut self.after,
            "ending_before" => &mut self.before,
            "depth" => &mut self.depth,
            "upsert" => &mut self.upsert,
            "soft_delete" => &mut self.soft_delete,
            "discover" => &mut self.discover,
            "group_by" => &mut self.group.group_by,
            "aggregate" => &mut self.group.aggregate,
            "view_id" => &mut self.group.view_id,
            "order_by_for_records" => &mut self.group.order_by_for_records,
            "include_records_sample" => &mut self.include_records_sample,
            "omit_null_values" => &mut self.omit_null_values,
            _ => return,
        };
        *place = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    }

    fn finish(self) -> Result<Params, RestError> {
        let page = match (self.after, self.before) {
            (Some(_), Some(_)) => {
                return Err(RestError::invalid("ARGS_CONFLICT", "Cannot provide both before and after"));
            }
            (Some(after), None) => Page::After(after),
            (None, Some(before)) => Page::Before(before),
            (None, None) => Page::First,
        };
        if self.fields.as_ref().is_some_and(Vec::is_empty) {
            return Err(RestError::bad_request("'fields' parameter is empty"));
        }
        Ok(Params {
            limit: limit(self.limit.as_deref())?,
            order_by: self.order_by,
            filter: self.filter,
            page,
            with_relations: depth(self.depth.as_deref())?,
            fields: self.fields,
            upsert: flag("upsert", self.upsert.as_deref())?,
            soft_delete: flag("soft_delete", self.soft_delete.as_deref())?,
            discover: flag("discover", self.discover.as_deref())?,
            group: GroupParams {
                include_records_sample: flag(
                    "include_records_sample",
                    self.include_records_sample.as_deref(),
                )?,
                omit_null_values: flag("omit_null_values", self.omit_null_values.as_deref())?,
                ..self.group
            },
        })
    }
}

fn limit(text: Option<&str>) -> Result<Option<u32>, RestError> {
    let Some(text) = text else { return Ok(None) };
    let number: Option<u64> =
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    match number {
        Some(number) => Ok(Some(u32::try_from(number).unwrap_or(u32::MAX))),
        None => Err(RestError::bad_request(format!(
            "limit '{text}' is invalid. It must be an integer from 0 to 200"
        ))),
    }
}

fn depth(text: Option<&str>) -> Result<bool, RestError> {
    match text {
        None | Some("1") => Ok(true),
        Some("0") => Ok(false),
        Some(other) => {
            Err(RestError::bad_request(format!("'depth={other}' parameter invalid. Allowed values are 0, 1")))
        }
    }
}

fn flag(name: &str, text: Option<&str>) -> Result<bool, RestError> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(RestError::bad_request(format!(
            "'{name}={other}' parameter invalid. Allowed values are true, false"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_parameters_have_defaults() {
        let params = parse("").unwrap();
        assert_eq!((params.page_limit(), params.with_relations, &params.page), (60, true, &Page::First));
        assert!(params.filter.is_none() && params.order_by.is_none() && params.fields.is_none());
        assert!(!params.upsert && !params.soft_delete);
        assert_eq!(parse("filter=&starting_after=&whatever=1").unwrap(), parse("").unwrap());
    }

    #[test]
    fn limits_stay_in_their_range() {
        for (text, limit) in [("0", 0), ("200", 200), ("201", 200), ("99999999999", 200)] {
            assert_eq!(parse(&format!("limit={text}")).unwrap().page_limit(), limit);
        }
        for text in ["-1", "x", "1.5", "1e2"] {
            assert!(parse(&format!("limit={text}")).is_err(), "{text}");
        }
    }

    #[test]
    fn fields_are_listed_or_repeated() {
        let params = parse("fields=name,%20city&fields=id").unwrap();
        assert_eq!(params.fields.unwrap(), ["name", "city", "id"]);
        for text in ["fields=", "fields=%20,"] {
            assert_eq!(parse(text).unwrap_err().messages(), ["'fields' parameter is empty"]);
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in [
            "depth=2",
            "depth=x",
            "upsert=1",
            "soft_delete=yes",
            "discover=maybe",
            "omit_null_values=1",
            "starting_after=a&ending_before=b",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(parse("ending_before=b").unwrap().page, Page::Before("b".to_owned()));
    }
}
