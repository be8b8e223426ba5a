//! The pages of a list that its site loads by POST: they share one address, and differ by what is sent. Pure.

use reqwest::header::HeaderValue;
use url::Url;

use crate::error::SpecError;
use crate::pagination::{Next, from_template};
use crate::source_spec::ListPost;

/// Largest body sent, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A body to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(crate) body: String,
    pub(crate) content_type: HeaderValue,
}

impl Post {
    /// Writes the body for a page.
    pub(crate) fn of(list: &ListPost, number: u32) -> Result<Self, SpecError> {
        let content_type = HeaderValue::from_str(&list.content_type)
            .map_err(|_invalid| SpecError::MediaType(list.content_type.clone()))?;
        let body: String = from_template(&list.body, list.rows, number);
        if body.len() > MAX_BODY_BYTES {
            return Err(SpecError::MediaType(format!("a body of {} bytes", body.len())));
        }
        Ok(Self { body, content_type })
    }
}

/// Names a page by the list's address and its number: the fragment is never sent.
pub(crate) fn place(address: &Url, number: u32) -> Url {
    let mut url = address.clone();
    url.set_fragment((number > 1).then(|| format!("page={number}")).as_deref());
    url
}

/// Finds the page after the one before `number`.
pub(crate) fn next(list: &ListPost, address: &Url, number: u32) -> Next {
    let is_numbered = ["{page}", "{page0}", "{start}", "{end}"]
        .iter()
        .any(|mark| list.body.contains(mark));
    if is_numbered {
        Next::found(place(address, number), "next body")
    } else {
        Next::none("the body names no page")
    }
}
