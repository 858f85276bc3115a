//! Weights in `Accept` and `Accept-Encoding` (RFC 9110 §12.4.2).

/// The weight, 0 to 1000, that a list of `name;q=weight` gives to a name; `None` where the list does not name it.
pub fn quality(list: &str, name: &str) -> Option<u32> {
    list.split(',').find_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next().filter(|candidate| candidate.eq_ignore_ascii_case(name))?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        Some(weight.map_or(1000, |weight| weight.parse::<f64>().map_or(0, |weight| (weight.clamp(0.0, 1.0) * 1000.0) as u32)))
    })
}

/// Whether `Accept` takes one of these media types; the most exact range decides for each.
pub(super) fn takes(accept: &str, media: &[&str]) -> bool {
    media.iter().any(|media| {
        let family = format!("{}/*", media.split('/').next().unwrap_or_default());
        let weight = quality(accept, media).or_else(|| quality(accept, &family)).or_else(|| quality(accept, "*/*"));
        weight.is_some_and(|weight| weight > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_exact_range_decides() {
        assert!(takes("application/json", &["application/json"]));
        assert!(takes("text/html, */*;q=0.1", &["application/json"]));
        assert!(takes("application/*", &["application/json"]));
        assert!(!takes("application/json;q=0, */*", &["application/json"]));
        assert!(!takes("text/html", &["application/json"]));
        assert_eq!(quality("gzip;q=0.5, br", "br"), Some(1000));
        assert_eq!(quality("gzip; q=0.5", "gzip"), Some(500));
        assert_eq!(quality("gzip;q=x", "gzip"), Some(0));
    }
}
