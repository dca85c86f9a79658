//! Whole numbers that are sent with a fraction of zero: `53.0` is 53, as JSON Schema has it and as servers see it whose
//! language has one kind of number.

use apollo_compiler::response::JsonMap;
use apollo_compiler::response::serde_json_bytes::Value as WireValue;
use serde_json::{Number, Value};

/// Beyond this not every whole number is a double, so what is written with a point says nothing exact.
const MOST: f64 = 9_007_199_254_740_991.0;

/// The whole number that a number is, if it is one.
#[must_use]
pub fn whole(number: &Number) -> Option<i64> {
    if let Some(number) = number.as_i64() {
        return Some(number);
    }
    let double = number.as_f64().filter(|double| double.fract() == 0.0 && double.abs() <= MOST)?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within range")]
    let number = double as i64;
    Some(number)
}

/// Writes the whole numbers in a value without their point.
pub fn write_whole(value: &mut Value) {
    match value {
        Value::Number(number) => without_point(number),
        Value::Array(items) => items.iter_mut().for_each(write_whole),
        Value::Object(members) => members.values_mut().for_each(write_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// The same for the variables of a query over records.
pub(crate) fn write_whole_variables(variables: &mut JsonMap) {
    variables.iter_mut().for_each(|(_, value)| write_whole_on_wire(value));
}

fn write_whole_on_wire(value: &mut WireValue) {
    match value {
        WireValue::Number(number) => without_point(number),
        WireValue::Array(items) => items.iter_mut().for_each(write_whole_on_wire),
        WireValue::Object(members) => write_whole_variables(members),
        WireValue::Null | WireValue::Bool(_) | WireValue::String(_) => {}
    }
}

fn without_point(number: &mut Number) {
    if number.is_f64()
        && let Some(whole) = whole(number)
    {
        *number = Number::from(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_a_fraction_of_zero_is_none() {
        let mut value = json!({ "a": [53.0, 53.5, -0.0, 7], "b": { "c": 1e300, "d": "53.0" } });
        write_whole(&mut value);
        assert_eq!(value.to_string(), r#"{"a":[53,53.5,0,7],"b":{"c":1e+300,"d":"53.0"}}"#);
        let mut variables = JsonMap::new();
        variables.insert("first", WireValue::from(2.0));
        write_whole_variables(&mut variables);
        assert_eq!(serde_json::to_value(variables).ok(), Some(json!({ "first": 2 })));
    }
}
