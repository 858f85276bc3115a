//! Which methods each path takes, from the OpenAPI document: the routing that the document describes.

use serde_json::Value;

/// The paths of the API with their methods.
#[derive(Debug, Clone, Default)]
pub struct Methods(Vec<(Vec<String>, Vec<String>)>);

impl Methods {
    /// The methods that a document describes.
    pub fn of(document: &Value) -> Methods {
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
        Methods(
            paths
                .map(|(path, item)| {
                    let segments = path.split('/').map(str::to_owned).collect();
                    let methods = item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase()).collect();
                    (segments, methods)
                })
                .collect(),
        )
    }

    /// What `Allow` says about a path: its methods, with HEAD beside GET, and OPTIONS; `None` for an unknown path.
    pub fn allowed(&self, path: &str) -> Option<Vec<&str>> {
        let segments: Vec<&str> = path.split('/').collect();
        let (_, methods) = self.0.iter().find(|(template, _)| {
            template.len() == segments.len() && template.iter().zip(&segments).all(|(t, s)| t == s || (t.starts_with('{') && !s.is_empty()))
        })?;
        let mut allowed: Vec<&str> = methods.iter().map(String::as_str).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        allowed.push("OPTIONS");
        Some(allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_knows_its_methods() {
        let methods = Methods::of(&json!({"paths": {"/v1/things/{id}": {"get": {}, "delete": {}}}}));
        assert_eq!(methods.allowed("/v1/things/7").unwrap(), ["DELETE", "GET", "HEAD", "OPTIONS"]);
        for path in ["/v1/things", "/v1/things/", "/v1/things/7/", "/v1/Things/7"] {
            assert_eq!(methods.allowed(path), None, "{path}");
        }
    }
}
