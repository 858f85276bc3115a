//! Mails about accounts.

use domain::account::{MailKind, Secret};
use url::Url;

use super::{Content, Part};
use crate::error::Error;

/// Where the links of mails lead.
#[derive(Debug, Clone)]
pub struct Places {
    api: String,
    app: Option<String>,
}

impl Places {
    /// `api` is the API's public address. `app` is the address of the pages for people: `/verify-email` and `/reset-password` below it
    /// find the token behind the `#`, where no server's log and no referrer sees it. Without pages, mails say which call takes the token.
    pub fn new(api: &str, app: Option<&str>) -> Result<Places, Error> {
        Ok(Places { api: address("public_url", api)?, app: app.map(|app| address("app_url", app)).transpose()? })
    }
}

pub(super) fn address(setting: &str, text: &str) -> Result<String, Error> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none() => {
            Ok(url.as_str().trim_end_matches('/').to_owned())
        }
        _ => Err(Error::Setting(format!("{setting} is no address of pages; it is written as https://app.example"))),
    }
}

/// What a mail says. The token goes into the kinds that carry one.
pub fn mail(kind: MailKind, token: &Secret, places: &Places) -> Content {
    let (subject, parts) = match kind {
        MailKind::VerifyEmail => (
            "Confirm your address for RemNavi",
            [
                said("Somebody, hopefully you, signed up for RemNavi with this address."),
                places.parts("Confirm the address", "verify-email", r#"{"token": "…"}"#, token),
                said(&format!("{} If it was not you, do nothing: no account is made.", once(kind))),
            ]
            .concat(),
        ),
        MailKind::ResetPassword => (
            "Set a new RemNavi password",
            [
                said("Somebody, hopefully you, asked for a new password of the RemNavi account with this address."),
                places.parts("Set a new password", "reset-password", r#"{"token": "…", "password": "…"}"#, token),
                said(&format!("{} If it was not you, do nothing: the password stays as it is.", once(kind))),
            ]
            .concat(),
        ),
        MailKind::AlreadyRegistered => (
            "You have a RemNavi account already",
            [
                said("Somebody, perhaps you, signed up for RemNavi with this address, which has an account. Nothing has changed."),
                said("If the password is forgotten, ask for a new one. If it was not you, do nothing."),
            ]
            .concat(),
        ),
        MailKind::PasswordChanged => (
            "Your RemNavi password was changed",
            [
                said("The password of the RemNavi account with this address was changed."),
                said("If it was not you, ask for a new password at once: whoever reads this mailbox can set it."),
            ]
            .concat(),
        ),
    };
    Content { subject: subject.into(), parts }
}

impl Places {
    /// How to use a token: the page that does it, or the call and the token to copy into its body.
    fn parts(&self, label: &'static str, path: &str, body: &str, token: &Secret) -> Vec<Part> {
        match &self.app {
            Some(app) => vec![Part::Link(label.into(), format!("{app}/{path}#token={}", token.reveal()))],
            None => vec![
                Part::Paragraph(format!("{label} with POST {}/v1/auth/{path} and the body {body}. The token is:", self.api)),
                Part::Code(token.reveal().to_owned()),
            ],
        }
    }
}

fn said(text: &str) -> Vec<Part> {
    vec![Part::Paragraph(text.to_owned())]
}

/// How long the token of such a mail is good for, in words.
fn once(kind: MailKind) -> String {
    let minutes = kind.token_life().unwrap_or_default().num_minutes();
    let time = if minutes < 120 { format!("{minutes} minutes") } else { format!("{} hours", minutes / 60) };
    format!("This can be done once, within {time} of this mail.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Secret {
        Secret::new([1, 2])
    }

    #[test]
    fn both_forms_say_the_same_and_lead_to_the_same_page() {
        let places = Places::new("https://api.example/", Some("https://app.example/a/")).unwrap();
        for (kind, page) in [(MailKind::VerifyEmail, "verify-email"), (MailKind::ResetPassword, "reset-password")] {
            let content = mail(kind, &token(), &places);
            let link = format!("https://app.example/a/{page}#token={}", token().reveal());
            assert!(content.text().contains(&link) && content.html().contains(&format!("href=\"{link}\"")), "{kind}");
        }
    }

    #[test]
    fn without_pages_a_mail_names_the_call_and_the_token() {
        let places = Places::new("https://api.example", None).unwrap();
        let text = mail(MailKind::ResetPassword, &token(), &places).text();
        assert!(text.contains("POST https://api.example/v1/auth/reset-password"), "{text}");
        assert!(text.contains(token().reveal()) && text.contains("within 30 minutes"), "{text}");
    }

    #[test]
    fn mails_without_a_token_hold_none() {
        let places = Places::new("https://api.example", None).unwrap();
        for kind in [MailKind::AlreadyRegistered, MailKind::PasswordChanged] {
            assert!(!mail(kind, &token(), &places).text().contains(token().reveal()), "{kind}");
        }
    }

    #[test]
    fn a_place_is_an_address_and_cannot_break_out_of_a_link() {
        for app in ["", "app.example", "javascript:alert(1)", "https://app.example/?a=b", "https://app.example/#a"] {
            assert!(Places::new("https://api.example", Some(app)).unwrap_err().to_string().contains("app_url"), "{app}");
        }
        let places = Places::new("https://api.example", Some("https://app.example/\"><b>'&")).unwrap();
        let html = mail(MailKind::VerifyEmail, &token(), &places).html();
        assert!(!html.contains("<b>") && !html.contains("/\">"), "{html}");
    }
}
