//! Steps 3 to 5 for one source: discovers its bulletins, brings them home, and keeps their bytes before anything
//! reads them.

use std::collections::BTreeSet;
use std::sync::Arc;

use milepost_fetch::{Discovery, Fetched, FoundArticle, OutcomeClass, Reach};
use milepost_model::{ContentHash, NaiveDate, Timestamp};
use milepost_store::{KnownArticle, SourceState, Validators};
use tokio::sync::mpsc::UnboundedSender;

use crate::attachments::KeptAttachment;
use crate::backfill::{self, Backfill};
use crate::bring::Visit;
use crate::fetching::Brought;
use crate::memory::{Memory, Repeats};
use crate::notes::Stop;
use crate::outcome::DocumentOutcome;
use crate::recheck::{Rechecked, ready};
use crate::setup::{Parts, PassOptions, Recheck, SourceSetup};
use crate::{PipelineError, blocking, events, fetching};

/// What a source gave: bulletins that are kept and wait to be read, and those of which nothing is to be read.
#[derive(Debug)]
pub(crate) struct Haul {
    pub(crate) setup: Arc<SourceSetup>,
    pub(crate) memory: Memory,
    pub(crate) class: OutcomeClass,
    pub(crate) reason: String,
    pub(crate) found: usize,
    pub(crate) new: usize,
    /// Kept and to be read, oldest first.
    pub(crate) ready: Vec<Ready>,
    /// Done with.
    pub(crate) settled: Vec<DocumentOutcome>,
    /// What is to be remembered of articles that are done with.
    pub(crate) learnt: Vec<KnownArticle>,
    /// How the source has been doing, with where discovery is to go on.
    pub(crate) state: SourceState,
    pub(crate) is_stopped: bool,
}

/// A bulletin whose bytes are kept.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    /// What is remembered of the article once it is read.
    pub(crate) article: KnownArticle,
    pub(crate) snapshot: ContentHash,
    pub(crate) content_type: Option<String>,
    pub(crate) fetched_at: Timestamp,
    pub(crate) validators: Option<Validators>,
    pub(crate) is_insecure: bool,
    pub(crate) attachments: Vec<KeptAttachment>,
    /// Why an attachment is missing, where one is and may come later.
    pub(crate) missing: Option<(OutcomeClass, String)>,
    /// The day of publication that is given from outside.
    pub(crate) published: Option<NaiveDate>,
}

/// One source's turn at the sites.
pub(crate) struct Collector {
    pub(crate) parts: Arc<Parts>,
    pub(crate) setup: Arc<SourceSetup>,
    pub(crate) options: PassOptions,
    pub(crate) notes: UnboundedSender<String>,
    pub(crate) stop: Stop,
}

impl Collector {
    /// Discovers and fetches everything that the source has to give.
    pub(crate) async fn collect(self) -> Result<Haul, PipelineError> {
        let (store, source) = (self.parts.store.clone(), self.setup.id().clone());
        let (memory, state) = blocking::run(move || {
            let state = store.source_state(&source)?;
            let state = state.unwrap_or_else(|| SourceState::new(source.clone()));
            Memory::of(&store, &source).map(|memory| (memory, state))
        })
        .await?;
        let (discovery, left) = match self.discover(&memory, &state).await {
            Ok(discovered) => discovered,
            Err(reason) => return Ok(self.nothing(memory, state, reason)),
        };
        self.note(&format!(
            "{} bulletins listed, {} new",
            discovery.articles.len(),
            discovery.new_count()
        ));
        events::discovered(self.setup.id(), &discovery);
        let cursor_before = state.cursor.clone();
        let mut haul = self.haul(memory, state, &discovery, left.as_ref());
        if haul.state.cursor != cursor_before {
            // Before the articles are known: else a crash would lose sight of what lies behind them.
            let (store, state) = (self.parts.store.clone(), haul.state.clone());
            blocking::run(move || store.set_source_state(state)).await?;
        }
        let targets = self.targets(&discovery, &haul.memory);
        self.remember_seen(&mut haul, &discovery).await?;
        let many = targets.len();
        for (number, target) in targets.into_iter().enumerate() {
            if self.stop.is_asked() {
                haul.is_stopped = true;
                break;
            }
            self.note(&format!("fetching {} of {many}: {}", number + 1, target.url));
            self.bring_home(target, &mut haul).await?;
        }
        // Oldest first: what is plausible is judged by what came before it.
        haul.ready.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(haul)
    }

    /// Reads the lists, and goes on where an earlier pass stopped. Returns what is left to a later one.
    async fn discover(
        &self,
        memory: &Memory,
        state: &SourceState,
    ) -> Result<(Discovery, Option<Backfill>), String> {
        let known = if self.options.force {
            BTreeSet::new()
        } else {
            memory.known()
        };
        let (fetcher, spec) = (&self.parts.fetcher, &self.setup.spec);
        let reach = match self.options.since {
            Some(day) => Reach::Since { day, cursor: None },
            None => Reach::Recent,
        };
        let mut discovery = fetching::discover(fetcher, spec, &known, reach).await?;
        let begun = Backfill::begun(&discovery, self.options.since.or(spec.since));
        let Some(left) = Backfill::parse(state.cursor.as_deref()) else {
            return Ok((discovery, begun));
        };
        let went_on = fetching::discover(fetcher, spec, &known, left.reach()).await?;
        let still_left = left.after(&went_on);
        backfill::merge(&mut discovery, went_on);
        Ok((discovery, Backfill::join(still_left, begun)))
    }

    /// The haul of a source whose parameters mean nothing to the fetcher.
    fn nothing(&self, memory: Memory, state: SourceState, reason: String) -> Haul {
        Haul {
            setup: Arc::clone(&self.setup),
            memory,
            class: OutcomeClass::Refused,
            reason,
            found: 0,
            new: 0,
            ready: Vec::new(),
            settled: Vec::new(),
            learnt: Vec::new(),
            state,
            is_stopped: false,
        }
    }

    fn haul(
        &self,
        memory: Memory,
        mut state: SourceState,
        discovery: &Discovery,
        left: Option<&Backfill>,
    ) -> Haul {
        state.cursor = left.and_then(Backfill::to_text);
        Haul {
            setup: Arc::clone(&self.setup),
            memory,
            class: discovery.class(),
            reason: discovery.outcome.reason.clone(),
            found: discovery.articles.len(),
            new: discovery.new_count(),
            ready: Vec::new(),
            settled: Vec::new(),
            learnt: Vec::new(),
            state,
            is_stopped: false,
        }
    }

    /// What is to be fetched: what the lists and the source's own addresses show, and what was seen before but never came home.
    fn targets(&self, discovery: &Discovery, memory: &Memory) -> Vec<KnownArticle> {
        let now = self.parts.clock.now();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut targets = Vec::new();
        let listed = discovery.articles.iter().map(|found| target(found, now));
        for mut article in listed.chain(memory.pending()) {
            if !taken.insert(article.article_id.clone()) {
                continue;
            }
            if let Some(known) = memory.article(&article.article_id) {
                if self.options.recheck == Recheck::Due && !self.options.force && !is_due(known, now) {
                    continue;
                }
                article = KnownArticle {
                    url: article.url,
                    title: if article.title.is_empty() {
                        known.title.clone()
                    } else {
                        article.title
                    },
                    listed_on: article.listed_on.or(known.listed_on),
                    ..known.clone()
                };
            }
            targets.push(article);
        }
        targets
    }

    /// Remembers articles before they are fetched: whatever happens then, none that was seen is lost from sight.
    async fn remember_seen(&self, haul: &mut Haul, discovery: &Discovery) -> Result<(), PipelineError> {
        let now = self.parts.clock.now();
        let seen: Vec<KnownArticle> = discovery
            .articles
            .iter()
            .map(|found| target(found, now))
            .filter(|article| haul.memory.article(&article.article_id).is_none())
            .collect();
        if seen.is_empty() {
            return Ok(());
        }
        for article in &seen {
            haul.memory.learn(article.clone());
        }
        let (store, source) = (self.parts.store.clone(), self.setup.id().clone());
        blocking::run(move || store.set_known_articles(&source, seen)).await
    }

    async fn bring_home(&self, mut article: KnownArticle, haul: &mut Haul) -> Result<(), PipelineError> {
        let before = self.validators(&article, haul).await?;
        let fetched = match fetching::fetch(
            &self.parts.fetcher,
            &self.setup.spec,
            &article.url,
            before,
            &self.stop,
        )
        .await
        {
            Brought::Home(fetched) => fetched,
            Brought::Never(reason) => {
                self.settle_refused(article, reason, haul);
                return Ok(());
            }
            Brought::Stopped => {
                haul.is_stopped = true;
                return Ok(());
            }
        };
        let now = self.parts.clock.now();
        let class = fetched.class();
        let validators = fetching::to_store(&article.url, &fetched.validators, article.text_hash, now);
        if class.is_success() {
            article.fetched_at = Some(now);
        }
        let visit = Visit {
            parts: &self.parts,
            setup: &self.setup,
            stop: &self.stop,
            force: self.options.force,
        };
        let Some(content) = &fetched.content else {
            let mut told = None;
            if class == OutcomeClass::NotModified
                && let Some(snapshot) = article.snapshot.or(validators.body)
            {
                match self.recheck(&visit, &article, haul).await? {
                    Rechecked::Same(why) => told = why,
                    Rechecked::Other(companions) => {
                        let content_type = self.content_type(&snapshot).await?;
                        haul.ready.push(ready(
                            article,
                            snapshot,
                            content_type,
                            &fetched,
                            validators,
                            companions,
                        ));
                        return Ok(());
                    }
                }
            }
            return self
                .settle_without_content(article, &fetched, told, validators, haul)
                .await;
        };
        let snapshot = content.byte_hash;
        visit.keep(&fetched, content).await?;
        let content_type = content.content_type.clone();
        if let Some(repeats) = haul.memory.repeats_bytes(&article.article_id, &snapshot)
            && !self.options.force
        {
            let told = match self.recheck(&visit, &article, haul).await? {
                Rechecked::Same(why) => why,
                Rechecked::Other(companions) => {
                    haul.ready.push(ready(
                        article,
                        snapshot,
                        content_type,
                        &fetched,
                        validators,
                        companions,
                    ));
                    return Ok(());
                }
            };
            return self
                .settle_repeat(article, snapshot, &repeats, told, validators, haul)
                .await;
        }
        let companions = visit.attachments(&article.title, &fetched, content).await?;
        haul.ready.push(ready(
            article,
            snapshot,
            content_type,
            &fetched,
            validators,
            companions,
        ));
        Ok(())
    }

    async fn validators(
        &self,
        article: &KnownArticle,
        haul: &Haul,
    ) -> Result<milepost_fetch::Validators, PipelineError> {
        if self.options.force {
            return Ok(milepost_fetch::Validators::default());
        }
        let (store, source, url) = (
            self.parts.store.clone(),
            self.setup.id().clone(),
            article.url.clone(),
        );
        let kept = blocking::run(move || store.validators(&source, &url)).await?;
        let usable = kept.filter(|kept| haul.memory.stands_for_something(&article.article_id, kept));
        Ok(usable.map(|kept| fetching::from_store(&kept)).unwrap_or_default())
    }

    /// Ends an article of which no content came.
    async fn settle_without_content(
        &self,
        mut article: KnownArticle,
        fetched: &Fetched,
        told: Option<String>,
        validators: Validators,
        haul: &mut Haul,
    ) -> Result<(), PipelineError> {
        let class = fetched.class();
        article.class = Some(class.as_str().to_owned());
        if class == OutcomeClass::NotModified {
            // After a crash between recording and remembering, this is where the article is remembered.
            article.snapshot = article.snapshot.or(validators.body);
            article.text_hash = article.text_hash.or(validators.text);
            self.set_validators(validators).await?;
        }
        let reason = told.unwrap_or_else(|| fetched.outcome.reason.clone());
        let mut outcome =
            DocumentOutcome::without_figures(self.setup.id(), &article.url, &article.title, class, reason);
        outcome.snapshot = article.snapshot.filter(|_| class.is_success());
        settle(article, outcome, haul);
        Ok(())
    }

    /// Ends an article whose address means nothing to the fetcher.
    fn settle_refused(&self, mut article: KnownArticle, reason: String, haul: &mut Haul) {
        let class = OutcomeClass::Refused;
        article.class = Some(class.as_str().to_owned());
        let outcome =
            DocumentOutcome::without_figures(self.setup.id(), &article.url, &article.title, class, reason);
        settle(article, outcome, haul);
    }

    /// Ends an article whose bytes say nothing new.
    async fn settle_repeat(
        &self,
        mut article: KnownArticle,
        snapshot: ContentHash,
        repeats: &Repeats,
        told: Option<String>,
        validators: Validators,
        haul: &mut Haul,
    ) -> Result<(), PipelineError> {
        let reason = match repeats {
            Repeats::Itself => told.unwrap_or_default(),
            Repeats::Other(other) => format!("the same bytes as {other}"),
        };
        self.set_validators(validators).await?;
        article.class = Some(OutcomeClass::SameBytes.as_str().to_owned());
        article.snapshot = Some(snapshot);
        let mut outcome = DocumentOutcome::without_figures(
            self.setup.id(),
            &article.url,
            &article.title,
            OutcomeClass::SameBytes,
            reason,
        );
        outcome.snapshot = Some(snapshot);
        settle(article, outcome, haul);
        Ok(())
    }

    async fn set_validators(&self, validators: Validators) -> Result<(), PipelineError> {
        let (store, source) = (self.parts.store.clone(), self.setup.id().clone());
        blocking::run(move || store.set_validators(&source, validators)).await
    }

    fn note(&self, text: &str) {
        // Nobody may be listening any more.
        let _ = self.notes.send(format!("{}: {text}", self.setup.id()));
    }
}

fn settle(article: KnownArticle, outcome: DocumentOutcome, haul: &mut Haul) {
    events::document_done(&outcome);
    haul.memory.learn(article.clone());
    haul.learnt.push(article);
    haul.settled.push(outcome);
}

/// What is known of a found article before it is fetched for the first time.
fn target(found: &FoundArticle, now: Timestamp) -> KnownArticle {
    KnownArticle {
        article_id: found.article_id.as_str().to_owned(),
        url: found.url.clone(),
        title: found.title.clone(),
        listed_on: found.listed_on,
        first_seen: now,
        fetched_at: None,
        snapshot: None,
        text_hash: None,
        class: None,
        attachments: Vec::new(),
    }
}

/// What is known of a bulletin that is configured by its address.
pub(crate) fn single(url: &str, now: Timestamp) -> Option<KnownArticle> {
    Some(KnownArticle {
        article_id: milepost_fetch::ArticleId::of(url)?.as_str().to_owned(),
        url: url.to_owned(),
        title: String::new(),
        listed_on: None,
        first_seen: now,
        fetched_at: None,
        snapshot: None,
        text_hash: None,
        class: None,
        attachments: Vec::new(),
    })
}

/// Tells whether a known article is to be asked for again: the older, the more rarely.
fn is_due(known: &KnownArticle, now: Timestamp) -> bool {
    /// A twenty-fourth of an article's age, from an hour to a month.
    const PART: i32 = 24;
    let Some(last) = known.fetched_at else { return true };
    let born = known
        .listed_on
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .map_or(known.first_seen, |at| at.and_utc());
    let age = now.signed_duration_since(born);
    let pause = (age / PART).clamp(chrono::TimeDelta::hours(1), chrono::TimeDelta::days(30));
    now.signed_duration_since(last) >= pause
}

/// The order in which bulletins are read: by day, those without one last, then by address.
fn order(ready: &Ready) -> impl Ord + '_ {
    (ready.published.is_none(), ready.published, &ready.article.url)
}
