//! The caller, in the signature of a handler: a handler that takes one is only reached by those who may.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::TimeDelta;
use db::sessions::Session;
use domain::account::{ApiKey, Scope};
use domain::id::UserId;
use domain::violation::{Violation, ViolationCode};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::tokens::Refusal;
use crate::extract;
use crate::problem::{Code, Problem};
use crate::state::State;

/// How recent a login must be for what can't be undone.
const RECENT: TimeDelta = TimeDelta::minutes(15);

/// What a handler lets its caller do; as a type, so that it stands in the handler's signature.
pub trait Permission: 'static {
    /// The scope that an API key needs.
    const SCOPE: Scope;
}

macro_rules! permissions {
    ($($name:ident)+) => {$(
        #[doc = concat!("The permission of [`Scope::", stringify!($name), "`].")]
        pub struct $name;

        impl Permission for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )+};
}

permissions! { ListingsRead SearchesRead SearchesWrite BookmarksRead BookmarksWrite WebhooksRead WebhooksWrite }

/// Somebody who may do what `P` says: with an access token, or with an API key of that scope.
pub struct Caller<P> {
    /// Who it is.
    pub user: UserId,
    permission: PhantomData<P>,
}

/// Somebody who is logged in. API keys are not let in: they can't change the account that they belong to.
pub struct Member {
    /// The session.
    pub session: Session,
}

impl Member {
    /// Who it is.
    pub fn user(&self) -> UserId {
        self.session.user
    }

    /// Refuses a login that is too long ago for what can't be undone.
    pub fn must_be_recent(&self, state: &State) -> Result<(), Problem> {
        match state.now().since(self.session.created_at) <= RECENT {
            true => Ok(()),
            false => Err(Problem::new(Code::Forbidden, "Log in again first: this needs a login of the last 15 minutes.")),
        }
    }
}

impl<P: Permission> FromRequest for Caller<P> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Caller<P>, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move {
            let user = match identify(&request).await? {
                Identity::Session(session) => session.user,
                Identity::Key { user, scopes } if scopes.contains(&P::SCOPE) => user,
                Identity::Key { .. } => return Err(Problem::insufficient_scope(P::SCOPE.slug())),
            };
            Ok(Caller { user, permission: PhantomData })
        }
        .boxed_local()
    }
}

impl FromRequest for Member {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Member, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move {
            match identify(&request).await? {
                Identity::Session(session) => Ok(Member { session }),
                Identity::Key { .. } => Err(Problem::new(Code::Forbidden, "API keys can't do this: log in.")),
            }
        }
        .boxed_local()
    }
}

enum Identity {
    Session(Session),
    Key { user: UserId, scopes: Vec<Scope> },
}

async fn identify(request: &HttpRequest) -> Result<Identity, Problem> {
    if extract::pairs(request)?.iter().any(|(name, _)| name == "access_token") {
        let detail = "Tokens are taken in the Authorization header only.";
        return Err(vec![Violation::parameter("access_token", ViolationCode::UnknownParameter, detail)].into());
    }
    let state = request.app_data::<Data<State>>().ok_or_else(Problem::not_found)?;
    let token = bearer(request)?;
    if ApiKey::is_meant(token) { of_key(state, token).await } else { of_token(state, token).await }
}

/// The token that a request presents, if it does so soundly.
pub fn presented(request: &HttpRequest) -> Option<&str> {
    request.headers().contains_key(header::AUTHORIZATION).then(|| bearer(request).ok())?
}

fn bearer(request: &HttpRequest) -> Result<&str, Problem> {
    let missing = || Problem::new(Code::Unauthenticated, "This needs a token: Authorization: Bearer ….");
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let value = values.next().ok_or_else(missing)?;
    if values.next().is_some() {
        return Err(invalid());
    }
    let (scheme, token) = value.to_str().map_err(|_| invalid())?.split_once(' ').ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim_matches(' ')) } else { Err(missing()) }
}

async fn of_token(state: &State, token: &str) -> Result<Identity, Problem> {
    let now = state.now();
    let mut granted = state.tokens.verify(token, now);
    if granted == Err(Refusal::UnknownKey) && state.tokens.wants_keys(true, now) {
        state.read_keys().await?;
        granted = state.tokens.verify(token, now);
    }
    let granted = granted.map_err(|refusal| match refusal {
        Refusal::Expired => Problem::new(Code::TokenExpired, "The access token has expired."),
        Refusal::UnknownKey | Refusal::Invalid => invalid(),
    })?;
    // A session that was ended takes its tokens along at once.
    let session = state.read(move |c| db::sessions::active(c, granted.session, now)).await?;
    session.filter(|session| session.user == granted.user).map(Identity::Session).ok_or_else(invalid)
}

async fn of_key(state: &State, token: &str) -> Result<Identity, Problem> {
    let now = state.now();
    let hash = ApiKey::parse(token).ok_or_else(invalid)?.hash();
    let looked_up = hash.clone();
    let Some(key) = state.read(move |c| db::api_keys::by_hash(c, &looked_up, now)).await? else {
        state.limits.forget(&hash);
        return Err(invalid());
    };
    state.limits.remember(hash, key.id);
    if db::api_keys::is_stale(&key, now) {
        let id = key.id;
        state.write(move |c| db::api_keys::used(c, id, now)).await?;
    }
    Ok(Identity::Key { user: key.user, scopes: key.scopes })
}

fn invalid() -> Problem {
    Problem::new(Code::TokenInvalid, "The token is none of this server's, or no longer good.")
}
