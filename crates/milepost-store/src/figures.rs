//! Recording statements about figures, and reading them as histories.

use std::collections::BTreeMap;

use milepost_model::{Decimal, FigureKey, IndicatorId, Observation, VintageHistory, plain_decimal};
use sha2::{Digest as _, Sha256};

use crate::batch::Batch;
use crate::database::Order;
use crate::fold::{self, Corroboration, FigureHistory};
use crate::record::v1::{Observed, Retracted, Statement};
use crate::table::{Key, Table};
use crate::view::View;
use crate::{Store, StoreError};

/// What recording one observation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The source had said nothing about the figure before.
    New,
    /// The source had published another value for the figure, before or after this one.
    Revised {
        /// That value.
        from: Decimal,
    },
    /// The source repeats what it said before in another bulletin, or says it in another precision.
    Corroborated,
    /// This bulletin's statement was known already.
    Unchanged,
}

/// One observation that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFigure {
    /// What it is a figure of.
    pub figure: FigureKey,
    /// Its value.
    pub value: Decimal,
    /// What recording it did.
    pub effect: Effect,
}

/// What recording a document or an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Figures that the source had said nothing about before.
    pub new_observations: usize,
    /// Figures that it had published with another value.
    pub revised: usize,
    /// Figures that it repeats.
    pub corroborated: usize,
    /// Statements known already.
    pub unchanged: usize,
    /// Candidates set aside that were not known yet.
    pub set_aside: usize,
    /// The observations one by one, in the order handed in.
    pub figures: Vec<RecordedFigure>,
}

impl Recorded {
    fn count(&mut self, figure: RecordedFigure) {
        let counter = match figure.effect {
            Effect::New => &mut self.new_observations,
            Effect::Revised { .. } => &mut self.revised,
            Effect::Corroborated => &mut self.corroborated,
            Effect::Unchanged => &mut self.unchanged,
        };
        *counter += 1;
        self.figures.push(figure);
    }

    /// Tells whether nothing was new.
    pub fn is_unchanged(&self) -> bool {
        self.new_observations + self.revised + self.corroborated + self.set_aside == 0
    }
}

/// Puts the statements of one transaction together.
pub(crate) struct Recorder<'a> {
    view: View<'a>,
    batch: &'a mut Batch,
    /// What is known of each figure touched so far, with what this transaction adds.
    known: BTreeMap<Vec<u8>, Vec<Statement>>,
    pub(crate) recorded: Recorded,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(view: View<'a>, batch: &'a mut Batch) -> Self {
        Self {
            view,
            batch,
            known: BTreeMap::new(),
            recorded: Recorded::default(),
        }
    }

    /// Adds an observation, and counts what that does.
    pub(crate) fn observe(
        &mut self,
        observation: &Observation,
        article: Option<&str>,
    ) -> Result<(), StoreError> {
        if let Some(snapshot) = &observation.provenance.snapshot {
            self.view.require_snapshot(snapshot)?;
        }
        let observed = Observed::new(observation, article);
        let figure = observed.figure();
        let prefix = figure_prefix(&figure).finish();
        let key = statement_key(&figure, &Statement::Observed(Box::new(observed.clone())))?;
        let known = match self.known.entry(prefix) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let statements = self.view.list(Table::Figures, entry.key())?;
                entry.insert(statements)
            }
        };
        let is_known = self.view.contains(Table::Figures, &key)?
            || self
                .batch
                .ops
                .iter()
                .any(|op| op.table == Table::Figures && op.key == key);
        let effect = if is_known {
            Effect::Unchanged
        } else {
            effect_of(&observed, known)
        };
        if !is_known {
            let statement = Statement::Observed(Box::new(observed));
            self.batch.put(Table::Figures, key, &statement)?;
            known.push(statement);
        }
        self.recorded.count(RecordedFigure {
            figure,
            value: observation.value,
            effect,
        });
        Ok(())
    }

    /// Adds a retraction of a figure.
    pub(crate) fn retract(&mut self, retracted: Retracted) -> Result<(), StoreError> {
        let statement = Statement::Retracted(Box::new(retracted));
        let figure = statement.figure();
        if !self
            .view
            .has_prefix(Table::Figures, &figure_prefix(&figure).finish())?
        {
            return Err(StoreError::UnknownFigure(name_figure(&figure)));
        }
        let key = statement_key(&figure, &statement)?;
        self.batch.put(Table::Figures, key, &statement)
    }

    /// The batch, for the records that go with the statements.
    pub(crate) fn batch(&mut self) -> &mut Batch {
        self.batch
    }
}

/// Says what adding `observed` to what is known of its figure does.
fn effect_of(observed: &Observed, known: &[Statement]) -> Effect {
    let same_voice: Vec<&Observed> = known
        .iter()
        .filter_map(|statement| match statement {
            Statement::Observed(other) => Some(other.as_ref()),
            Statement::Retracted(_) => None,
        })
        .filter(|other| fold::is_same_voice(other, observed))
        .collect();
    let when = |other: &Observed| (other.published, other.known_at);
    let before = same_voice
        .iter()
        .filter(|other| when(other) <= when(observed))
        .max_by_key(|other| when(other));
    let after = same_voice
        .iter()
        .filter(|other| when(other) > when(observed))
        .min_by_key(|other| when(other));
    let Some(neighbour) = before.or(after) else {
        return Effect::New;
    };
    let coarser = neighbour.step.max(observed.step);
    let is_same_number = neighbour.unit == observed.unit
        && neighbour
            .value
            .checked_sub(observed.value)
            .is_some_and(|difference| difference.abs() <= coarser / Decimal::TWO);
    if is_same_number {
        Effect::Corroborated
    } else {
        Effect::Revised {
            from: neighbour.value,
        }
    }
}

/// The beginning of the keys of all statements about a figure: indicators sort by id, their figures by period.
pub(crate) fn figure_prefix(figure: &FigureKey) -> Key {
    let shape = match figure.period.shape() {
        milepost_model::PeriodShape::Months { .. } => 0,
        milepost_model::PeriodShape::AsOfMonth(_) => 1,
        milepost_model::PeriodShape::AsOfDay(_) => 2,
    };
    let mut dims = figure.dims.clone();
    dims.sort();
    let dims = dims.iter().fold(String::new(), |text, (name, value)| {
        text + &format!("{name:?}={value:?};")
    });
    indicator_prefix(&figure.indicator)
        .day(figure.period.last_day())
        .day(figure.period.first_day())
        .bytes(&[shape])
        .text(figure.role.as_str())
        .text(&dims)
}

fn indicator_prefix(indicator: &IndicatorId) -> Key {
    Key::new().text(indicator.as_str())
}

/// The key of a statement. What is in it makes a statement itself: stating it again adds nothing. Not in it are the
/// quotes, the snapshot, the plugin's version and when it became known: the first proof stands.
fn statement_key(figure: &FigureKey, statement: &Statement) -> Result<Vec<u8>, StoreError> {
    let (published, identity) = match statement {
        Statement::Observed(observed) => {
            let place = observed.article.as_deref().unwrap_or(&observed.url);
            let identity = serde_json::to_vec(&(
                "observed",
                observed.source.as_str(),
                place,
                observed.is_manual(),
                observed.insecure,
                plain_decimal(observed.value),
                observed.unit.as_str(),
                observed.comparison.as_str(),
                plain_decimal(observed.step),
            ));
            (observed.published, identity)
        }
        Statement::Retracted(retracted) => {
            let identity =
                serde_json::to_vec(&("retracted", retracted.known_at, &retracted.who, &retracted.why));
            (retracted.published, identity)
        }
    };
    let identity = identity.map_err(|error| StoreError::Bug(error.to_string()))?;
    let digest = Sha256::digest(identity);
    let short = digest.first_chunk::<16>().copied().unwrap_or_default();
    Ok(figure_prefix(figure).day(published).bytes(&short).finish())
}

pub(crate) fn name_figure(figure: &FigureKey) -> String {
    let head = format!("{} {} {}", figure.indicator, figure.role, figure.period);
    figure
        .dims
        .iter()
        .fold(head, |name, (dim, value)| name + &format!(" {dim}={value}"))
}

impl Store {
    /// Returns every figure of an indicator with its vintages, by period; repeats of a vintage are left out.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn history(&self, indicator: &IndicatorId) -> Result<Vec<VintageHistory>, StoreError> {
        let folded = self.figure_histories(Some(indicator))?;
        Ok(folded.into_iter().map(|figure| figure.history).collect())
    }

    /// Returns every figure of every indicator with its vintages, by indicator and period.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn all_histories(&self) -> Result<Vec<VintageHistory>, StoreError> {
        let folded = self.figure_histories(None)?;
        Ok(folded.into_iter().map(|figure| figure.history).collect())
    }

    /// Returns the bulletins that repeat a vintage of an indicator.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn corroborations(&self, indicator: &IndicatorId) -> Result<Vec<Corroboration>, StoreError> {
        let folded = self.figure_histories(Some(indicator))?;
        Ok(folded
            .into_iter()
            .flat_map(|figure| figure.corroborations)
            .collect())
    }

    /// Returns figures with their vintages and what repeats them: of one indicator, or of all.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn figure_histories(
        &self,
        indicator: Option<&IndicatorId>,
    ) -> Result<Vec<FigureHistory>, StoreError> {
        let prefix = indicator
            .map(|indicator| indicator_prefix(indicator).finish())
            .unwrap_or_default();
        self.read(|view| {
            let mut folded = Vec::new();
            let mut group: Vec<Statement> = Vec::new();
            let mut current: Option<FigureKey> = None;
            view.each(
                Table::Figures,
                &prefix,
                Order::Ascending,
                &mut |_key, statement: Statement| {
                    let figure = statement.figure();
                    if current.as_ref() != Some(&figure)
                        && let Some(done) = current.replace(figure)
                    {
                        folded.push(fold::fold(done, std::mem::take(&mut group))?);
                    }
                    group.push(statement);
                    Ok(true)
                },
            )?;
            if let Some(done) = current {
                folded.push(fold::fold(done, group)?);
            }
            Ok(folded)
        })
    }
}
