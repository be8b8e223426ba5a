//! What a request is and what a reply does, well-behaved or not.

use std::time::Duration;

/// A request as the server read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, where its length is announced.
    pub body: Vec<u8>,
}

impl Request {
    /// Returns a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers besides those that the body brings.
    pub headers: Vec<(String, String)>,
    /// The body, and how it is sent.
    pub body: Body,
}

/// How a reply's bytes are sent.
#[derive(Debug, Clone)]
pub enum Body {
    /// As it should be, with its length.
    Whole(Vec<u8>),
    /// In chunks, as it should be.
    Chunked(Vec<Vec<u8>>),
    /// Until the connection closes, without a length.
    UntilClose(Vec<u8>),
    /// A length is announced, other bytes are sent, and the connection closes.
    WrongLength {
        /// The length announced.
        announced: u64,
        /// What is sent.
        bytes: Vec<u8>,
    },
    /// In chunks of which the last never comes: the connection closes.
    ChunkedCutOff(Vec<u8>),
    /// One piece after the other, for ever.
    Endless {
        /// The piece.
        piece: Vec<u8>,
        /// The pause between two.
        pause: Duration,
    },
    /// A byte at a time.
    Drip {
        /// The bytes.
        bytes: Vec<u8>,
        /// The pause between two.
        pause: Duration,
    },
    /// The start of the body, then silence with the connection open.
    Stall(Vec<u8>),
    /// Nothing at all: the request is read and never answered.
    Silence,
    /// The head a byte at a time; a well-behaved body after it.
    DripHead {
        /// The pause between two bytes.
        pause: Duration,
    },
    /// The whole reply is these bytes, head included, and the connection closes.
    Raw(Vec<u8>),
}

impl Reply {
    /// A reply with a status and a body.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Whole(body.into()),
        }
    }

    /// A page of HTML.
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body).with("Content-Type", "text/html; charset=utf-8")
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status, "").with("Location", location)
    }

    /// The status 404 with a page.
    pub fn not_found() -> Self {
        Self::new(404, "<html><body>not here</body></html>").with("Content-Type", "text/html")
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends the body in another way.
    #[must_use]
    pub fn sent(mut self, body: Body) -> Self {
        self.body = body;
        self
    }
}
