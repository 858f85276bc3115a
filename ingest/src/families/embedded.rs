//! Data that pages carry for their own scripts: JSON given to a name, or in an attribute.

use super::json::Document;

/// The JSON that a script gives to a name: `window.pageData = {…};`, `phApp.ddo={…}`. Cut off where the page is.
pub fn assigned(markup: &str, name: &str) -> Option<Document> {
    markup.match_indices(name).find_map(|(at, _)| {
        let value = markup.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
        Document::starting(value.trim_start())
    })
}

/// The JSON in an attribute, with its entities resolved: `data-page="{&quot;…&quot;}"`. Cut off where the page is.
pub fn attribute(markup: &str, name: &str) -> Option<Document> {
    markup.match_indices(name).find_map(|(at, _)| {
        let value = markup.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let raw = value.get(1..)?.split(quote).next()?;
        Document::starting(domain::html::unescape(raw).trim_start())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_found_where_a_script_names_it() {
        let page = r#"<script>var other = {"jobs": [1]}; var a = {}; a.ddo = {"jobs": [{"x": "};"}, {}]}; a.more = 1;</script>"#;
        assert_eq!(assigned(page, "a.ddo").unwrap().items_in("jobs").unwrap().raw, [r#"{"x": "};"}"#, "{}"]);
        assert!(assigned(page, "a.more").is_none() && assigned(page, "b.ddo").is_none());
        // Only compared, or used before it is given.
        assert!(assigned("<script>if (a.ddo == 1) a.ddo= [2]</script>", "a.ddo").unwrap().is_list());
    }

    #[test]
    fn json_is_found_in_an_attribute() {
        let page =
            r#"<div data-page-size="1" data-page="{&quot;jobs&quot;:[{&quot;title&quot;:&quot;R&amp;D &lt;b&gt; &amp;quot;&quot;}]}">"#;
        let document = attribute(page, "data-page").unwrap();
        assert_eq!(document.items_in("jobs").unwrap().raw, [r#"{"title":"R&D <b> &quot;"}"#]);
        assert!(attribute("<p data-page=\"soon\">", "data-page").is_none());
    }

    #[test]
    fn a_cut_page_gives_what_is_whole() {
        let page = "<div data-page=\"{&quot;jobs&quot;:[{&quot;a&quot;:1},{&quot;a&quot;:2}";
        let document = attribute(page, "data-page").unwrap();
        let items = document.items_in("jobs").unwrap();
        assert_eq!((items.raw.len(), items.is_cut), (1, true));
    }
}
