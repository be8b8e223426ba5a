//! Runs: opened before work, closed after it, and marked where the process ended in between.

use milepost_model::Timestamp;

use crate::record::v1::{NewRun, Run, RunEnd, SourceResult};
use crate::table::{Key, Table};
use crate::view::View;
use crate::{Store, StoreError};

impl Store {
    /// Opens a run and returns its number, one more than the last run's.
    ///
    /// # Errors
    /// When the disk refuses: then no work is to be done.
    pub fn open_run(&self, opened: NewRun) -> Result<u64, StoreError> {
        self.write(move |view, batch| {
            let last: Vec<Run> = view.last(Table::Runs, &[], 1)?;
            let id = last.first().map_or(0, |run| run.id) + 1;
            let run = Run {
                id,
                opened,
                end: RunEnd::Open,
                results: Vec::new(),
            };
            batch.put(Table::Runs, run_key(id), &run)?;
            Ok(id)
        })
    }

    /// Closes a run with its result for each source.
    ///
    /// # Errors
    /// [`StoreError::RunNotOpen`] where there is no such run or it was closed; otherwise when the disk refuses.
    pub fn close_run(&self, id: u64, at: Timestamp, results: Vec<SourceResult>) -> Result<(), StoreError> {
        self.write(move |view, batch| {
            let run: Option<Run> = view.get(Table::Runs, &run_key(id))?;
            let open = run
                .filter(|run| run.end == RunEnd::Open)
                .ok_or(StoreError::RunNotOpen(id))?;
            batch.put(
                Table::Runs,
                run_key(id),
                &Run {
                    end: RunEnd::Closed { at },
                    results,
                    ..open
                },
            )
        })
    }

    /// Returns the last `count` runs, the newest first.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn last_runs(&self, count: usize) -> Result<Vec<Run>, StoreError> {
        self.read(|view| view.last(Table::Runs, &[], count))
    }

    /// Returns a run.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn run(&self, id: u64) -> Result<Option<Run>, StoreError> {
        self.read(|view| view.get(Table::Runs, &run_key(id)))
    }

    /// Marks runs that a process left open when it ended. Only the process that holds the store calls this, before
    /// it opens runs of its own.
    pub(crate) fn close_interrupted_runs(&self, noticed_at: Timestamp) -> Result<Vec<u64>, StoreError> {
        // Looking first keeps opening a clean store free of writes.
        if self.read(open_runs)?.is_empty() {
            return Ok(Vec::new());
        }
        self.write(move |view, batch| {
            let mut interrupted = Vec::new();
            for run in open_runs(view)? {
                interrupted.push(run.id);
                let ended = Run {
                    end: RunEnd::Interrupted { noticed_at },
                    ..run
                };
                batch.put(Table::Runs, run_key(ended.id), &ended)?;
            }
            Ok(interrupted)
        })
    }
}

fn open_runs(view: View<'_>) -> Result<Vec<Run>, StoreError> {
    /// 64 runs back: runs are closed or marked at the next opening, so an open one is among the last few.
    const LOOK_BACK: usize = 64;
    let mut runs: Vec<Run> = view.last(Table::Runs, &[], LOOK_BACK)?;
    runs.retain(|run| run.end == RunEnd::Open);
    Ok(runs)
}

fn run_key(id: u64) -> Vec<u8> {
    Key::new().number(id).finish()
}
