//! What the address of an index page says, and addresses that say something else.

use icosa_contract::routes;
use icosa_model::query::{Criterion, Direction, MAX_CRITERIA};
use serde::{Deserialize, Serialize};

/// Longest text filter; the rest is cut off.
const MAX_TEXT: usize = 200;

/// A sort by one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// API name of the field.
    pub field: String,
    /// From small to large or back.
    pub direction: Direction,
}

/// An index page's address, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// API name of the object, plural.
    pub plural: String,
    /// `viewId`
    pub view: Option<String>,
    /// `sort`: the field, with `-` before it for descending.
    pub sort: Option<Sort>,
    /// `q`: the text filter; empty for none.
    pub text: String,
    /// `filter[…][…]`: criteria beside those of the view.
    pub filters: Vec<Criterion>,
    /// `after`: the place the page begins behind, for reading without JavaScript.
    pub after: Option<String>,
}

impl Address {
    /// Reads path and query.
    #[must_use]
    pub fn parse(plural: &str, query: impl Fn(&str) -> Option<String>) -> Self {
        let get = |key: &str| query(key).filter(|value| !value.is_empty());
        Self {
            plural: plural.to_owned(),
            view: get("viewId"),
            sort: get("sort").map(|sort| match sort.strip_prefix('-') {
                Some(field) => Sort { field: field.to_owned(), direction: Direction::Descending },
                None => Sort { field: sort, direction: Direction::Ascending },
            }),
            text: get("q").map(|text| text.chars().take(MAX_TEXT).collect()).unwrap_or_default(),
            filters: Vec::new(),
            after: get("after"),
        }
    }

    /// The same with the criteria among the parameters.
    #[must_use]
    pub fn with_filters<'p>(self, parameters: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let filters = parameters.filter_map(|(name, value)| Criterion::parse(name, value));
        Self { filters: filters.take(MAX_CRITERIA).collect(), ..self }
    }

    /// As a path with query.
    #[must_use]
    pub fn href(&self) -> String {
        let mut parameters = vec![("viewId".to_owned(), self.view.clone())];
        parameters.extend(self.narrowing());
        parameters.push(("after".to_owned(), self.after.clone()));
        with_parameters(routes::index(&self.plural), parameters)
    }

    /// What sorts and filters beside the view.
    fn narrowing(&self) -> Vec<(String, Option<String>)> {
        let text = Some(self.text.clone()).filter(|text| !text.is_empty());
        let mut parameters = vec![("sort".to_owned(), self.sort_word()), ("q".to_owned(), text)];
        parameters.extend(self.filters.iter().map(|one| (one.parameter(), Some(one.value.clone()))));
        parameters
    }

    /// The same with a record open beside the table, on a tab of it.
    #[must_use]
    pub fn with_record(&self, id: &str, tab: Option<&str>) -> String {
        let parameters = [("open", Some(id)), ("tab", tab)];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.map(str::to_owned)));
        with_parameters(self.href(), parameters)
    }

    /// Where the records on screen come as a file: those of the view, with sort, text and criteria of the address.
    #[must_use]
    pub fn export(&self) -> String {
        let view = ("view".to_owned(), self.view.clone());
        with_parameters(routes::export(&self.plural), [view].into_iter().chain(self.narrowing()))
    }

    /// The `sort` parameter.
    #[must_use]
    pub fn sort_word(&self) -> Option<String> {
        let sort = self.sort.as_ref()?;
        Some(match sort.direction {
            Direction::Ascending => sort.field.clone(),
            Direction::Descending => format!("-{}", sort.field),
        })
    }

    /// How a column is sorted.
    #[must_use]
    pub fn direction(&self, field: &str) -> Option<Direction> {
        self.sort.as_ref().filter(|sort| sort.field == field).map(|sort| sort.direction)
    }

    /// Sorted the next way by a column: ascending, then descending, then not at all.
    #[must_use]
    pub fn sorted_next(&self, field: &str) -> Self {
        let direction = match self.direction(field) {
            None => Some(Direction::Ascending),
            Some(Direction::Ascending) => Some(Direction::Descending),
            Some(Direction::Descending) => None,
        };
        let sort = direction.map(|direction| Sort { field: field.to_owned(), direction });
        Self { sort, after: None, ..self.clone() }
    }

    /// Without a sort.
    #[must_use]
    pub fn unsorted(&self) -> Self {
        Self { sort: None, after: None, ..self.clone() }
    }

    /// With another text filter.
    #[must_use]
    pub fn filtered(&self, text: &str) -> Self {
        Self { text: text.trim().to_owned(), after: None, ..self.clone() }
    }

    /// With a criterion, in place of the one on its field.
    #[must_use]
    pub fn and(&self, criterion: Criterion) -> Self {
        let mut filters = self.filters.clone();
        match filters.iter_mut().find(|other| other.field == criterion.field) {
            Some(other) => *other = criterion,
            None => filters.push(criterion),
        }
        Self { filters, after: None, ..self.clone() }
    }

    /// Without the criterion on a field.
    #[must_use]
    pub fn without(&self, field: &str) -> Self {
        let filters = self.filters.iter().filter(|one| one.field != field).cloned().collect();
        Self { filters, after: None, ..self.clone() }
    }

    /// Without criteria beside those of the view.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self { filters: Vec::new(), after: None, ..self.clone() }
    }

    /// From another place on; from the beginning if `None`.
    #[must_use]
    pub fn from(&self, after: Option<String>) -> Self {
        Self { after, ..self.clone() }
    }

    /// In another view; filter and sort are the view's own again.
    #[must_use]
    pub fn in_view(&self, view: Option<String>) -> Self {
        Self { plural: self.plural.clone(), view, ..Self::default() }
    }
}

/// An address with further parameters; those without a value are left out.
fn with_parameters(
    mut href: String,
    parameters: impl IntoIterator<Item = (String, Option<String>)>,
) -> String {
    for (name, value) in parameters {
        let Some(value) = value else { continue };
        href.push(if href.contains('?') { '&' } else { '?' });
        escape(&name, &mut href);
        href.push('=');
        escape(&value, &mut href);
    }
    href
}

/// Writes a value so that it stands for itself in a query.
fn escape(value: &str, into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for digit in [byte >> 4, byte & 15] {
                into.push(char::from(DIGITS.get(usize::from(digit)).copied().unwrap_or(b'0')));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn a_click_on_a_head_goes_up_then_down_then_back() {
        let plain = Address::parse("people", query(&[("q", "ann"), ("after", "xyz")]));
        let up = plain.sorted_next("city");
        assert_eq!(up.sort_word().as_deref(), Some("city"));
        assert_eq!(
            (up.text.as_str(), up.after.as_deref()),
            ("ann", None),
            "a new order begins at its first row"
        );
        let down = up.sorted_next("city");
        assert_eq!(down.sort_word().as_deref(), Some("-city"));
        assert_eq!(down.sorted_next("city").sort, None);
        assert_eq!(down.sorted_next("name").sort_word().as_deref(), Some("name"));
    }

    #[test]
    fn any_text_can_stand_in_an_address() {
        let address = Address {
            plural: "people".to_owned(),
            view: Some("20202020-1c25-4d02-bf25-6aeccf7ea419".to_owned()),
            sort: Some(Sort { field: "city".to_owned(), direction: Direction::Descending }),
            text: "R&D, 100% a=b + ü".to_owned(),
            filters: Vec::new(),
            after: None,
        };
        let href = address.href();
        let expected = "/objects/people?viewId=20202020-1c25-4d02-bf25-6aeccf7ea419&sort=-city\
                        &q=R%26D%2C%20100%25%20a%3Db%20%2B%20%C3%BC";
        assert_eq!(href, expected);
    }

    #[test]
    fn criteria_stand_in_the_address_one_a_field() {
        let parameters = [("filter[stage][IS]", r#"["NEW"]"#), ("filter[stage", "x"), ("q", "ann")];
        let address = Address::parse("deals", query(&[])).with_filters(parameters.into_iter());
        assert_eq!(address.href(), "/objects/deals?filter%5Bstage%5D%5BIS%5D=%5B%22NEW%22%5D");
        let file = format!("{}?filter%5Bstage%5D%5BIS%5D=%5B%22NEW%22%5D", routes::export("deals"));
        assert_eq!(address.export(), file);
        let other = Criterion { field: "stage".into(), operand: "IS_EMPTY".into(), value: String::new() };
        let address = address.and(other);
        assert_eq!(address.href(), "/objects/deals?filter%5Bstage%5D%5BIS_EMPTY%5D=");
        assert_eq!(address.without("stage").href(), "/objects/deals");
    }

    #[test]
    fn empty_parameters_say_nothing() {
        let address = Address::parse("people", query(&[("q", ""), ("sort", ""), ("viewId", "")]));
        assert_eq!(address.href(), "/objects/people");
    }
}
