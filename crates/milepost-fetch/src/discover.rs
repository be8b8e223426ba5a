//! Discovery: reads a source's lists page by page, sifts their rows, and says how, and where and why it stopped.

use milepost_model::NaiveDate;
use url::Url;

use crate::discovery::{Cursor, Discovery, KnownArticles, LeftOutReason, ListCursor, PageSeen, Reach};
use crate::error::FetchError;
use crate::fetched::Fetched;
use crate::fetcher::{Fetcher, parse};
use crate::json_list::read_rows;
use crate::judge::Purpose;
use crate::list_page::{ListBytes, ListPage, read};
use crate::list_post::Post;
use crate::outcome::{Outcome, OutcomeClass};
use crate::page_date::day_in_address;
use crate::pagination::{Next, from_template};
use crate::sift::{Sift, Tally};
use crate::source_spec::{ListSpec, Pagination, SourceSpec};
use crate::trail::{Place, Trail};
use crate::validators::Validators;
use crate::{list_post, local};

/// List pages larger than this are read off the async threads.
const MAX_INLINE_BYTES: usize = 256 * 1024;

/// What is gathered over all lists.
struct Gathering<'a> {
    sift: Sift<'a>,
    pages: Vec<PageSeen>,
    worst: Option<Outcome>,
    unfinished: Vec<ListCursor>,
    is_backfill: bool,
}

impl Fetcher {
    /// Reads a source's lists, documents and drop folder, and starts a new run: cookies of the last one are forgotten.
    /// A list that fails does not keep the others from being read.
    ///
    /// # Errors
    /// [`FetchError::Spec`] where an address or parameter of the source means nothing; [`FetchError::Client`] where no
    /// client can be built. How sites behave is no error: see [`Discovery::outcome`].
    pub async fn discover(
        &self,
        spec: &SourceSpec,
        known: &KnownArticles,
        reach: Reach,
    ) -> Result<Discovery, FetchError> {
        self.begin_run(&spec.id);
        let gate = self.gatekeeper(spec);
        let (asked_for, cursor) = match reach {
            Reach::Recent => (None, None),
            Reach::Since { day, cursor } => (Some(day), cursor),
        };
        let mut gathering = Gathering {
            sift: Sift::new(spec, &gate, known, asked_for.max(spec.since)),
            pages: Vec::new(),
            worst: None,
            unfinished: Vec::new(),
            is_backfill: asked_for.is_some(),
        };
        for list in &spec.lists {
            let first = first_page(list)?;
            let place = match &cursor {
                None => Place {
                    url: first,
                    number: 1,
                },
                Some(cursor) => match cursor.lists.iter().find(|place| place.list == list.url) {
                    Some(place) => Place {
                        url: parse(&place.next_page)?,
                        number: place.number.max(1),
                    },
                    // It was at its end already.
                    None => continue,
                },
            };
            self.read_list(spec, list, place, &mut gathering).await?;
        }
        let is_first_part = cursor.is_none();
        if is_first_part {
            take_documents(spec, &mut gathering)?;
            self.take_folder(spec, &mut gathering).await?;
        }
        Ok(gathering.finish())
    }

    async fn read_list(
        &self,
        spec: &SourceSpec,
        list: &ListSpec,
        start: Place,
        gathering: &mut Gathering<'_>,
    ) -> Result<(), FetchError> {
        let mut trail = Trail::new(start);
        let mut has_met_known = false;
        for _ in 0..spec.max_pages.max(1) {
            let place = trail.place().clone();
            let fetched = self.bring_list(spec, list, &place).await?;
            let next = match self.read_page(list, &place, &fetched, gathering).await? {
                Some((page, final_url)) => {
                    let ListPage {
                        read_as,
                        rows,
                        next,
                        children,
                    } = page;
                    trail.take_children(children);
                    let tally = gathering.sift.take(rows, &list.url);
                    has_met_known |= tally.meets_known;
                    gathering.see(&place, &tally, read_as);
                    if tally.is_over {
                        gathering.stop_at_bound(trail.cursor(&list.url), "max_articles is reached");
                        return Ok(());
                    }
                    let may_be_read = |url: &Url| self.may_lead_on(spec, &final_url, url);
                    if trail.is_index() {
                        child(&mut trail, may_be_read)
                    } else {
                        let next = match stop(&tally, has_met_known, gathering.is_backfill) {
                            Some(why) => Next::none(why),
                            None => onward(list, next, &place.url, place.number.saturating_add(1))?,
                        };
                        allowed(next, &trail, may_be_read)
                    }
                }
                // One sitemap of an index that fails does not hide the others.
                None if trail.is_index() => {
                    trail.fail();
                    child(&mut trail, |url| self.may_lead_on(spec, &place.url, url))
                }
                None => {
                    if !is_end(&place, &fetched) {
                        gathering.unfinished.push(trail.cursor(&list.url));
                    }
                    return Ok(());
                }
            };
            gathering.tell_next(&next);
            let Some(url) = next.url else {
                gathering.unfinished.extend(trail.cursor_of_failure(&list.url));
                return Ok(());
            };
            trail.go_on(url);
        }
        gathering.stop_at_bound(trail.cursor(&list.url), "max_pages is reached");
        Ok(())
    }

    /// Says whether a list may go on at an address.
    fn may_lead_on(&self, spec: &SourceSpec, from: &Url, to: &Url) -> bool {
        let is_local = from.scheme() == "file" && to.scheme() == "file";
        is_local || (to.scheme() != "file" && self.gatekeeper(spec).knows_host(to))
    }

    async fn bring_list(
        &self,
        spec: &SourceSpec,
        list: &ListSpec,
        place: &Place,
    ) -> Result<Fetched, FetchError> {
        let (unknown, url) = (Validators::default(), &place.url);
        let post = list
            .post
            .as_ref()
            .map(|post| Post::of(post, place.number))
            .transpose()?;
        if url.scheme() == "file" {
            local::bring(self, spec, url, &unknown, Purpose::List).await
        } else {
            self.bring(spec, url, &unknown, Purpose::List, post).await
        }
    }

    /// Reads a page that was fetched; `None` where there is nothing to read, which is then noted.
    async fn read_page(
        &self,
        list: &ListSpec,
        place: &Place,
        fetched: &Fetched,
        gathering: &mut Gathering<'_>,
    ) -> Result<Option<(ListPage, Url)>, FetchError> {
        let final_url = parse(&fetched.final_url)?;
        let mut failed = |outcome: Outcome, next: &str| {
            gathering.pages.push(PageSeen {
                url: place.url.to_string(),
                number: place.number,
                outcome,
                read_as: "",
                rows: 0,
                fresh: 0,
                next: next.to_owned(),
            });
        };
        let Some(content) = &fetched.content else {
            failed(fetched.outcome.clone(), "");
            if !is_end(place, fetched) {
                gathering.note(&fetched.outcome);
            }
            return Ok(None);
        };
        let (bytes, kind, number) = (content.bytes.clone(), list.kind, place.number);
        let rows = list.rows.clone();
        let (content_type, media, url) = (content.content_type.clone(), content.media, final_url.clone());
        let is_large = bytes.len() > MAX_INLINE_BYTES;
        let work = move || {
            let page = ListBytes {
                url: &url,
                bytes: &bytes,
                content_type: content_type.as_deref(),
                media,
                number,
            };
            match &rows {
                Some(rows) => read_rows(&page, rows),
                None => read(&page, kind),
            }
        };
        let result = if is_large {
            tokio::task::spawn_blocking(work)
                .await
                .map_err(|_stopped| FetchError::Bug("reading a list was cut off"))?
        } else {
            work()
        };
        match result {
            Ok(page) => Ok(Some((page, final_url))),
            Err(why) => {
                let outcome = Outcome::because(OutcomeClass::BadContent, why);
                failed(outcome.clone(), "");
                gathering.note(&outcome);
                Ok(None)
            }
        }
    }

    async fn take_folder(&self, spec: &SourceSpec, gathering: &mut Gathering<'_>) -> Result<(), FetchError> {
        let Some(folder) = spec.drop_folder.clone() else {
            return Ok(());
        };
        let (shown, now) = (folder.display().to_string(), self.now());
        let listed = tokio::task::spawn_blocking(move || local::list_folder(&folder, now))
            .await
            .map_err(|_stopped| FetchError::Bug("listing a folder was cut off"))?;
        let files = match listed {
            Ok(files) => files,
            Err(e) => {
                let outcome = Outcome::because(
                    OutcomeClass::Transient,
                    format!("folder `{shown}` cannot be read: {e}"),
                );
                gathering.note(&outcome);
                gathering.pages.push(PageSeen {
                    url: shown,
                    number: 1,
                    outcome,
                    read_as: "folder",
                    rows: 0,
                    fresh: 0,
                    next: String::new(),
                });
                return Ok(());
            }
        };
        let rows = files.len();
        let mut fresh = 0_usize;
        let mut is_over = false;
        for file in files {
            let name = file
                .path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let url = Url::from_file_path(&file.path).ok();
            match (file.unfit, url) {
                (Some(why), _) => {
                    let place = file.path.display().to_string();
                    gathering
                        .sift
                        .leave_out(place, name, LeftOutReason::UnfitFile(why));
                }
                (None, None) => {
                    gathering
                        .sift
                        .leave_out(shown.clone(), name, LeftOutReason::NotAnAddress);
                }
                (None, Some(url)) => {
                    let tally = gathering
                        .sift
                        .take_named(&url, &name, &shown, day_in_address(&url));
                    fresh = fresh.saturating_add(tally.fresh);
                    is_over |= tally.is_over;
                }
            }
        }
        gathering.pages.push(PageSeen {
            url: shown,
            number: 1,
            outcome: Outcome::plain(OutcomeClass::New),
            read_as: "folder",
            rows,
            fresh,
            next: if is_over {
                "max_articles is reached".into()
            } else {
                "a folder has one page".into()
            },
        });
        Ok(())
    }
}

impl Gathering<'_> {
    /// Keeps the worst outcome.
    fn note(&mut self, outcome: &Outcome) {
        let is_worse = self
            .worst
            .as_ref()
            .is_none_or(|worst| gravity(outcome.class) > gravity(worst.class));
        if is_worse {
            self.worst = Some(outcome.clone());
        }
    }

    /// Keeps a page that was read.
    fn see(&mut self, place: &Place, tally: &Tally, read_as: &'static str) {
        let outcome = outcome_of(tally, read_as, place.number);
        self.note(&outcome);
        self.pages.push(PageSeen {
            url: place.url.to_string(),
            number: place.number,
            outcome,
            read_as,
            rows: tally.rows,
            fresh: tally.fresh,
            next: String::new(),
        });
    }

    /// Says of the last page how the list goes on.
    fn tell_next(&mut self, next: &Next) {
        if let Some(last) = self.pages.last_mut() {
            last.next = match &next.url {
                Some(url) => format!("{}: {url}", next.how),
                None => next.how.to_owned(),
            };
        }
    }

    fn stop_at_bound(&mut self, cursor: ListCursor, why: &str) {
        if let Some(last) = self.pages.last_mut() {
            why.clone_into(&mut last.next);
        }
        self.unfinished.push(cursor);
    }

    fn finish(self) -> Discovery {
        let (articles, left_out) = self.sift.finish();
        let has_new = articles.iter().any(|article| !article.is_known);
        let quiet = Outcome::plain(if has_new {
            OutcomeClass::New
        } else {
            OutcomeClass::SameText
        });
        let outcome = self
            .worst
            .filter(|worst| !worst.class.is_success())
            .unwrap_or(quiet);
        let cursor = (!self.unfinished.is_empty()).then_some(Cursor {
            version: 1,
            lists: self.unfinished,
        });
        Discovery {
            outcome,
            articles,
            left_out,
            pages: self.pages,
            cursor,
        }
    }
}

fn take_documents(spec: &SourceSpec, gathering: &mut Gathering<'_>) -> Result<(), FetchError> {
    for text in &spec.documents {
        let url = parse(text)?;
        let day: Option<NaiveDate> = day_in_address(&url);
        gathering.sift.take_named(&url, "", text, day);
    }
    Ok(())
}

fn first_page(list: &ListSpec) -> Result<Url, FetchError> {
    Ok(match &list.pagination {
        Pagination::Template { url, rows } => parse(&from_template(url, *rows, 1))?,
        Pagination::Auto | Pagination::Off => parse(&list.url)?,
    })
}

/// Finds the next sitemap of an index.
fn child(trail: &mut Trail, may_be_read: impl Fn(&Url) -> bool) -> Next {
    match trail.next_child(may_be_read) {
        Some(url) => Next::found(url, "sitemap index"),
        None => Next::none("no further sitemap"),
    }
}

/// Drops a next page that was read already or lies elsewhere.
fn allowed(next: Next, trail: &Trail, may_be_read: impl Fn(&Url) -> bool) -> Next {
    match &next.url {
        Some(url) if trail.has_visited(url) => Next::none("the next page was read already"),
        Some(url) if !may_be_read(url) => {
            Next::none("the next page lies on a host that the source does not name")
        }
        _ => next,
    }
}

/// Says whether a page that is not there only means that the list ended before it.
fn is_end(place: &Place, fetched: &Fetched) -> bool {
    let is_not_found = fetched.outcome.block == Some(crate::outcome::BlockKind::NotFoundPage);
    place.number > 1 && (fetched.outcome.class == OutcomeClass::Gone || is_not_found)
}

/// Judges a page by its rows: a first page without any is no list.
fn outcome_of(tally: &Tally, read_as: &str, number: u32) -> Outcome {
    let may_be_empty = number > 1
        || matches!(
            read_as,
            "sitemap" | "sitemap index" | "rss" | "atom" | "json feed"
        );
    if tally.rows == 0 && !may_be_empty {
        return Outcome::because(
            OutcomeClass::BadContent,
            "no row in the list looks like an article's",
        );
    }
    Outcome::plain(if tally.new > 0 {
        OutcomeClass::New
    } else {
        OutcomeClass::SameText
    })
}

/// Says why a list is not read further, by what its page brought.
fn stop(tally: &Tally, has_met_known: bool, is_backfill: bool) -> Option<&'static str> {
    if tally.unseen == 0 {
        return Some("nothing on this page that was not seen before");
    }
    if tally.is_all_too_old {
        return Some("everything on this page is older than asked for");
    }
    (!is_backfill && has_met_known && tally.new == 0).then_some("nothing new on this page")
}

/// Finds the next page by the list's own rule, or by what the page says.
fn onward(list: &ListSpec, found: Next, here: &Url, number: u32) -> Result<Next, FetchError> {
    if let Some(post) = &list.post {
        return Ok(list_post::next(post, here, number));
    }
    Ok(match &list.pagination {
        Pagination::Off => Next::none("pagination is off"),
        Pagination::Template { url, rows } => {
            Next::found(parse(&from_template(url, *rows, number))?, "template")
        }
        Pagination::Auto => found,
    })
}

/// How bad an outcome is for a list.
fn gravity(class: OutcomeClass) -> u32 {
    match class {
        OutcomeClass::SameText | OutcomeClass::SameBytes | OutcomeClass::NotModified => 0,
        OutcomeClass::New => 1,
        OutcomeClass::Gone => 2,
        OutcomeClass::BadContent => 3,
        OutcomeClass::TooLarge => 4,
        OutcomeClass::Transient => 5,
        OutcomeClass::Refused => 6,
        OutcomeClass::Tls => 7,
        OutcomeClass::Blocked => 8,
    }
}
