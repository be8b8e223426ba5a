//! Errors of setting up: a wrong parameter, a client that cannot be built. How a site behaves is no error but an
//! [`Outcome`](crate::Outcome).

/// A parameter of a source that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// No regular expression.
    #[error("`{text}` is no regular expression: {detail}")]
    Pattern {
        /// As written.
        text: String,
        /// What is wrong with it.
        detail: String,
    },
    /// No range of addresses.
    #[error("`{0}` is no range of addresses such as 127.0.0.0/8")]
    AddressRange(String),
    /// No address of a list, a proxy or a bulletin.
    #[error("`{text}` is no address: {detail}")]
    Url {
        /// As written.
        text: String,
        /// What is wrong with it.
        detail: String,
    },
    /// No pointer into JSON.
    #[error("`{0}` is no pointer such as /data/list")]
    Pointer(String),
    /// The content type of a request's body is no header value.
    #[error("`{0}` is no media type such as application/json")]
    MediaType(String),
    /// No certificate in PEM.
    #[error("extra_ca holds no certificate in PEM: {0}")]
    Certificate(String),
    /// A proxy that cannot be used.
    #[error("proxy `{url}`: {detail}")]
    Proxy {
        /// Its address.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
}

/// Why nothing can be fetched at all.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// A parameter of the source.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The contact is no header value.
    #[error("contact `{0}` cannot stand in a User-Agent header")]
    Contact(String),
    /// The HTTP client cannot be built, for instance where the system has no certificates.
    #[error("the HTTP client cannot be built: {0}")]
    Client(String),
    /// A bug: a state that cannot be.
    #[error("bug: {0}")]
    Bug(&'static str),
}
