//! JSON as I-JSON has it (RFC 7493): no member twice. The order of the members is kept, so that errors can stand in it.

use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::{Code, Problem};

/// Up to this every integer has a floating-point number of its own (RFC 7493 §2.2).
const MAX_EXACT: f64 = 9_007_199_254_740_991.0;

/// A document whose top level is an object.
pub struct Document {
    /// Its members.
    pub members: Map<String, Value>,
    /// Their names, as they stand.
    pub order: Vec<String>,
}

/// Reads a document; `Ok(None)` when it is JSON, but no object. The refusal of anything else says where the text breaks off being JSON.
pub fn read(bytes: &[u8]) -> Result<Option<Document>, Problem> {
    let mut order = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(Some(&mut order)).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    let value = value.map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        Problem::new(Code::MalformedRequest, format!("The body is not JSON without repeated members: {at}."))
    })?;
    Ok(match value {
        Value::Object(members) => Some(Document { members, order }),
        _ => None,
    })
}

/// A value; the names of an object's members go into the list.
struct Strict<'a>(Option<&'a mut Vec<String>>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    /// JSON has one kind of number: 5.0 is the integer 5, as JSON Schema says, too.
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        if value.fract() == 0.0 && value.abs() <= MAX_EXACT {
            return Ok((value as i64).into());
        }
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(Strict(None))? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        let mut order = self.0;
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Strict(None))?;
            if members.contains_key(&name) {
                return Err(A::Error::custom("a member stands twice"));
            }
            if let Some(order) = order.as_deref_mut() {
                order.push(name.clone());
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_none_stands_twice() {
        let document = read(br#"{"b": 1, "a": [{"x": null}], "c": -2.5}"#).unwrap().unwrap();
        assert_eq!(document.order, ["b", "a", "c"]);
        assert_eq!(Value::Object(document.members), serde_json::json!({"b": 1, "a": [{"x": null}], "c": -2.5}));
        let numbers = read(br#"{"a": 5.0, "b": -2e3, "c": 1e300, "d": 0.5}"#).unwrap().unwrap();
        assert_eq!(Value::Object(numbers.members), serde_json::json!({"a": 5, "b": -2000, "c": 1e300, "d": 0.5}));
        assert!(read(b"[]").unwrap().is_none() && read(b"1").unwrap().is_none());
        for text in [
            &br#"{"a": 1, "a": 2}"#[..],
            br#"{"a": {"b": 1, "b": 1}}"#,
            b"",
            b"{",
            b"{} {}",
            b"\xef\xbb\xbf{}",
            b"{\"a\": \"\\ud800\"}",
            b"{\"\xff\": 1}",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
