//! What people do to the series by hand: import, override, retract. Every act is kept with who and why.

use milepost_model::{FigureKey, NaiveDate, Observation, Origin, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::batch::Batch;
use crate::figures::{Recorded, Recorder, name_figure};
use crate::record;
use crate::record::v1::{ActKind, ManualAct, Retracted};
use crate::table::{Key, Table};
use crate::{Store, StoreError};

/// A figure that does not count any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retraction {
    /// The figure.
    pub figure: FigureKey,
    /// The day from which it does not count: what was published by then is taken away.
    pub published: NaiveDate,
    /// When the person said so.
    pub at: Timestamp,
    /// Who retracts it.
    pub who: String,
    /// Why.
    pub why: String,
}

impl Store {
    /// Takes in figures entered by hand, all of them or none. `subject` says what was imported, such as the file.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where one of them does not say who entered it and why; otherwise when the disk
    /// refuses.
    pub fn import(&self, observations: Vec<Observation>, act: ManualAct) -> Result<Recorded, StoreError> {
        self.write(move |view, batch| {
            let mut recorder = Recorder::new(view, batch);
            for observation in &observations {
                require_manual(observation)?;
                recorder.observe(observation, None)?;
            }
            if !recorder.recorded.is_unchanged() {
                put_act(
                    recorder.batch(),
                    &ManualAct {
                        kind: ActKind::Import,
                        ..act
                    },
                )?;
            }
            Ok(recorder.recorded)
        })
    }

    /// Adds a figure that overrides what was read. Its origin is [`Origin::Manual`]; the figure it overrides stays
    /// in the history.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where it does not say who entered it and why; otherwise when the disk refuses.
    pub fn override_figure(&self, observation: Observation) -> Result<Recorded, StoreError> {
        self.write(move |view, batch| {
            let (who, why) = require_manual(&observation)?;
            let act = ManualAct {
                kind: ActKind::Override,
                who,
                why,
                at: observation.known_at,
                subject: name_figure(&observation.key()),
            };
            let mut recorder = Recorder::new(view, batch);
            recorder.observe(&observation, None)?;
            if !recorder.recorded.is_unchanged() {
                put_act(recorder.batch(), &act)?;
            }
            Ok(recorder.recorded)
        })
    }

    /// Adds a retraction: from its day on, what was published and known before it does not count.
    ///
    /// # Errors
    /// [`StoreError::UnknownFigure`] where nothing was ever stated about the figure; otherwise when the disk refuses.
    pub fn retract(&self, retraction: Retraction) -> Result<(), StoreError> {
        self.write(move |view, batch| {
            let act = ManualAct {
                kind: ActKind::Retract,
                who: retraction.who.clone(),
                why: retraction.why.clone(),
                at: retraction.at,
                subject: name_figure(&retraction.figure),
            };
            let mut dims = retraction.figure.dims;
            dims.sort();
            let retracted = Retracted {
                indicator: retraction.figure.indicator,
                role: retraction.figure.role,
                period: retraction.figure.period,
                dims,
                published: retraction.published,
                known_at: retraction.at,
                who: retraction.who,
                why: retraction.why,
            };
            let mut recorder = Recorder::new(view, batch);
            recorder.retract(retracted)?;
            put_act(recorder.batch(), &act)
        })
    }

    /// Returns every manual act, oldest first.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn manual_acts(&self) -> Result<Vec<ManualAct>, StoreError> {
        self.read(|view| view.list(Table::Acts, &[]))
    }
}

/// Adds a manual act.
pub(crate) fn put_act(batch: &mut Batch, act: &ManualAct) -> Result<(), StoreError> {
    let digest = Sha256::digest(record::to_json(act)?);
    let key = Key::new()
        .instant(act.at)
        .bytes(digest.first_chunk::<8>().map_or(&[], |chunk| chunk.as_slice()));
    batch.put(Table::Acts, key.finish(), act)
}

fn require_manual(observation: &Observation) -> Result<(String, String), StoreError> {
    match &observation.provenance.origin {
        Origin::Manual { who, why } if !who.trim().is_empty() && !why.trim().is_empty() => {
            Ok((who.clone(), why.clone()))
        }
        Origin::Manual { .. } | Origin::Extracted(_) => Err(StoreError::Refused(format!(
            "the figure {} does not say who entered it and why",
            name_figure(&observation.key())
        ))),
    }
}
