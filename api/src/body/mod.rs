//! The bodies of requests: JSON within limits, everything that is wrong with one said at once.

mod faults;
mod strict;

use std::io::Read;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderName};
use actix_web::{FromRequest, HttpRequest};
use domain::account::SecretHash;
use futures_util::future::LocalBoxFuture;
use futures_util::{FutureExt, StreamExt};
use serde::de::DeserializeOwned;
use utoipa::PartialSchema;
use validator::Validate;

use crate::problem::{Code, Problem};

pub use faults::{fault, present};

/// The most bytes of a body, decoded, where the operation says nothing else.
const MAX_BODY: usize = 64 * 1024;
/// How much of a body that is too large is read all the same: a client that is still writing would not see the answer.
const DRAINED: usize = 4 * 1024 * 1024;
const JSON: &str = "application/json";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// A checked body of `application/json`, of `MOST` bytes at most.
pub struct Body<T, const MOST: usize = MAX_BODY> {
    /// The value.
    pub value: T,
    /// The hash of the bytes, by which a repeated request is known again.
    pub hash: String,
}

/// A checked body of `application/merge-patch+json` (RFC 7396).
pub struct Patch<T>(pub T);

impl<T: DeserializeOwned + Validate + PartialSchema + 'static, const MOST: usize> FromRequest for Body<T, MOST> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            let bytes = read(&request, payload, JSON, header::ACCEPT, MOST).await?;
            let hash = SecretHash::of(&String::from_utf8_lossy(&bytes)).as_str().to_owned();
            Ok(Body { value: faults::check(&bytes)?, hash })
        }
        .boxed_local()
    }
}

impl<T: DeserializeOwned + Validate + PartialSchema + 'static> FromRequest for Patch<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Patch<T>, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            let bytes = read(&request, payload, MERGE_PATCH, HeaderName::from_static("accept-patch"), MAX_BODY).await?;
            Ok(Patch(faults::check(&bytes)?))
        }
        .boxed_local()
    }
}

/// The decoded bytes of a body, at most so many.
async fn read(request: &HttpRequest, payload: Payload, media: &str, accept: HeaderName, most: usize) -> Result<Vec<u8>, Problem> {
    let unsupported = |detail: String| Problem::new(Code::UnsupportedMediaType, detail).with(accept.clone(), media.to_owned());
    let value = |name| request.headers().get(name).map_or("", |value| value.to_str().unwrap_or("?").trim());
    let given: mime::Mime = value(header::CONTENT_TYPE).parse().map_err(|_| unsupported(format!("Expected a body of {media}.")))?;
    let is_utf8 = given.get_param("charset").is_none_or(|charset| charset == "utf-8");
    if given.essence_str() != media || !is_utf8 {
        return Err(unsupported(format!("Expected a body of {media}, in UTF-8.")));
    }
    let is_gzip = match value(header::CONTENT_ENCODING) {
        "" | "identity" => false,
        coding if coding.eq_ignore_ascii_case("gzip") => true,
        _ => return Err(unsupported("Bodies are taken as they are, or as gzip.".to_owned())),
    };
    let sent = within_limit(payload, most).await?;
    if is_gzip { unpacked(&sent, most) } else { Ok(sent) }
}

async fn within_limit(mut payload: Payload, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(Code::MalformedRequest, "The body ended early or cannot be read."))?;
        length += chunk.len();
        if length <= most {
            bytes.extend_from_slice(&chunk);
        } else if length > DRAINED {
            break;
        }
    }
    if length > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn unpacked(sent: &[u8], most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = flate2::read::GzDecoder::new(sent).take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|_| Problem::new(Code::MalformedRequest, "The body is not gzip."))?;
    if bytes.len() > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn too_large(most: usize) -> Problem {
    Problem::new(Code::ContentTooLarge, format!("At most {most} bytes are taken."))
}
