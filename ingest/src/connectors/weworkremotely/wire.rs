//! The parts of a We Work Remotely item.

/// "Company: Job title", split at the first ": ". Companies with a colon of their own keep it where no blank follows.
pub(super) fn split_title(title: &str) -> (Option<&str>, &str) {
    match title.split_once(": ") {
        Some((company, role)) if !company.trim().is_empty() && !role.trim().is_empty() => (Some(company.trim()), role.trim()),
        _ => (None, title.trim()),
    }
}

/// A description without the logo and "Headquarters" header before it and the "To apply" footer behind it, and
/// the address that the footer links to.
pub(super) fn split_description(html: &str) -> (&str, Option<&str>) {
    let mut body = html;
    if let Some(at) = body.find("Headquarters:").filter(|at| *at < 1_000)
        && let Some(end) = body.get(at..).and_then(|rest| rest.find("</p>"))
    {
        body = body.get(at + end + "</p>".len()..).unwrap_or(body);
    }
    let Some(at) = body.rfind("To apply:") else { return (body.trim(), None) };
    let (before, footer) = body.split_at_checked(at).unwrap_or((body, ""));
    let start = before.rfind("<p").unwrap_or(before.len());
    let link = footer.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next());
    (before.get(..start).unwrap_or(before).trim(), link)
}
