//! Discovers bulletins in lists, feeds and sitemaps and downloads them, politely and within limits. HTTP and the
//! reading of list pages live here and nowhere else; what a bulletin says is none of this crate's business.
//!
//! [`Fetcher`] is the way in. [`Fetcher::discover`] reads a source's lists and says what it found, how, and what it
//! left out; [`Fetcher::fetch`] brings one address home. How a site behaves is never an error: it is an [`Outcome`].

mod attachments;
mod attempt;
mod block;
mod breaker;
mod breakers;
mod charset;
mod client;
mod clock;
mod cookies;
mod dial;
mod discover;
mod discovery;
mod error;
mod exchange;
mod failure;
mod feed_list;
mod fetched;
mod fetcher;
mod identity;
mod inflate;
mod json_list;
mod json_rows;
mod judge;
mod limits;
mod list_page;
mod list_post;
mod local;
mod media;
mod old_tls;
mod outcome;
mod pace;
mod page_date;
mod page_scan;
mod pagination;
mod post;
mod redirect;
mod registrable;
mod retry;
mod robots;
mod robots_ask;
mod robots_cache;
mod row_frames;
mod secret;
mod sift;
mod sitemap_list;
mod source_spec;
mod trail;
mod validators;
mod visit;
mod warc;
mod warc_bulletin;
mod warc_digest;
mod warc_judge;
mod warc_reader;
mod zip_check;

pub use crate::attachments::{FoundAttachment, attachments};
pub use crate::breaker::{Admission, Breaker, BreakerChange};
pub use crate::clock::{Clock, FixedClock};
pub use crate::dial::AddressRange;
pub use crate::discovery::{
    ArticleKind, Cursor, Discovery, FoundArticle, KnownArticles, LeftOut, LeftOutReason, ListCursor,
    PageSeen, Reach,
};
pub use crate::error::{FetchError, SpecError};
pub use crate::fetched::{Content, Fetched, Hop};
pub use crate::fetcher::{Fetcher, FetcherOptions};
pub use crate::identity::ArticleId;
pub use crate::json_rows::JsonRows;
pub use crate::limits::{DelayRange, FetchLimits, Politeness};
pub use crate::local::path_of_file_address;
pub use crate::media::Media;
pub use crate::outcome::{BlockKind, Outcome, OutcomeClass, UnknownClass};
pub use crate::post::{PostAnswer, PostFailure, PostTarget, check_target, post};
pub use crate::secret::{AuthSpec, Secret};
pub use crate::source_spec::{
    AttachmentPolicy, ListKind, ListPost, ListSpec, Pagination, ProxySpec, SourceSpec, TitlePattern, TlsSpec,
};
pub use crate::validators::Validators;
pub use crate::warc::{WarcForm, WarcSnapshot, WarcWriter};
pub use crate::warc_bulletin::WarcBulletin;
pub use crate::warc_reader::{WarcError, WarcReader};
