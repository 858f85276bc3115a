//! Field types that take any JSON value: "unknown" is spelt null, "", 0, [] and
//! {} by one platform or the other, and a value of the wrong type must not cost the item.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

use super::pay;

/// A text: strings with their ends trimmed, numbers as their digits; anything else, and "", is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(Option<String>);

impl Text {
    /// The text, if there is one.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text, owned.
    pub fn to_option(&self) -> Option<String> {
        self.0.clone()
    }

    /// The text, or nothing as an empty one.
    pub fn or_empty(&self) -> &str {
        self.0.as_deref().unwrap_or("")
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Text, D::Error> {
        Ok(Text(match Value::deserialize(d)? {
            Value::String(s) => {
                let trimmed = s.trim();
                (!trimmed.is_empty()).then(|| trimmed.to_owned())
            }
            Value::Number(n) => Some(n.to_string()),
            _ => None,
        }))
    }
}

/// A number: JSON numbers, and strings that hold one ("75000", "1,500.50"); anything else is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Number(Option<f64>);

impl Number {
    /// The number, if there is one.
    pub fn get(self) -> Option<f64> {
        self.0
    }

    /// The number where it is not zero.
    pub fn nonzero(self) -> Option<f64> {
        self.0.filter(|n| *n != 0.0)
    }

    /// The whole number, where it is one.
    pub fn whole(self) -> Option<i64> {
        let n = self.0?;
        // Above 2^53 a float no longer holds each whole number; no id or time of a platform gets there.
        (n.fract() == 0.0 && n.abs() <= 9_007_199_254_740_992.0).then_some(n as i64)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Number, D::Error> {
        let number = match Value::deserialize(d)? {
            Value::Number(n) => n.as_f64(),
            Value::String(s) => pay::amount(&s),
            _ => None,
        };
        Ok(Number(number.filter(|n| n.is_finite())))
    }
}

/// A truth value: true, false, 1, 0 and their words; anything else is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flag(Option<bool>);

impl Flag {
    /// The value, if one was given.
    pub fn get(self) -> Option<bool> {
        self.0
    }

    /// Whether it was given and is true.
    pub fn is_set(self) -> bool {
        self.0 == Some(true)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Flag, D::Error> {
        Ok(Flag(match Value::deserialize(d)? {
            Value::Bool(b) => Some(b),
            Value::Number(n) if n.as_i64() == Some(0) => Some(false),
            Value::Number(n) if n.as_i64() == Some(1) => Some(true),
            Value::String(s) => match s.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Some(true),
                "false" | "no" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }))
    }
}

/// A list: elements of the wrong form are left out, a single value is a list of one, anything else is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl List<Text> {
    /// The texts that are there.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(Text::get)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<List<T>, D::Error> {
        let values = match Value::deserialize(d)? {
            Value::Array(values) => values,
            Value::Null => Vec::new(),
            single => vec![single],
        };
        Ok(List(values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect()))
    }
}

/// An object; anything that is none is as good as an absent one.
#[derive(Debug, Clone, PartialEq)]
pub struct Object<T>(Option<T>);

impl<T> Default for Object<T> {
    fn default() -> Self {
        Object(None)
    }
}

impl<T> Object<T> {
    /// The object, if there is one.
    pub fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Object<T>, D::Error> {
        Ok(Object(match Value::deserialize(d)? {
            value @ Value::Object(_) => serde_json::from_value(value).ok(),
            _ => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read<T: DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn nothing_is_spelt_in_many_ways() {
        for nothing in [json!(null), json!(""), json!("  "), json!([]), json!({}), json!(true)] {
            assert_eq!(read::<Text>(nothing.clone()).get(), None, "{nothing}");
        }
        for nothing in [json!(null), json!(""), json!([]), json!("soon"), json!("1e999")] {
            assert_eq!(read::<Number>(nothing.clone()).get(), None, "{nothing}");
        }
    }

    #[test]
    fn values_of_another_type_are_read_where_they_are_clear() {
        assert_eq!(read::<Text>(json!(42)).get(), Some("42"));
        assert_eq!(read::<Number>(json!("75,000")).get(), Some(75_000.0));
        assert_eq!(read::<Flag>(json!("1")).get(), Some(true));
        assert_eq!(read::<List<Text>>(json!(["a", null, 3])).texts().collect::<Vec<_>>(), ["a", "3"]);
        assert_eq!(read::<List<Text>>(json!("a")).texts().count(), 1);
        assert!(read::<Object<List<Text>>>(json!([])).get().is_none());
    }
}
