//! Care of the store: what it holds, and whether all of it is whole.

use std::collections::BTreeSet;

use milepost_model::ContentHash;

use crate::database::{Order, name_of};
use crate::record::v1::{
    Delivery, Document, KnownArticle, ManualAct, Note, Report, ReviewItem, Run, ScheduleRecord, Snapshot,
    SourceState, Statement, Validators,
};
use crate::record::{self, Body};
use crate::table::Table;
use crate::view::{Shared, View};
use crate::{Store, StoreError, fold};

/// What the store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// The store's format.
    pub format: u32,
    /// Records by table, in the order of the documentation.
    pub records: Vec<(&'static str, u64)>,
    /// Figures: indicator, role, period and dimensions.
    pub figures: u64,
    /// Vintages of them.
    pub vintages: u64,
    /// Bulletins that repeat a vintage.
    pub corroborations: u64,
    /// Documents that could not be read.
    pub unreadable: u64,
    /// Candidates that wait for a decision.
    pub open_reviews: u64,
    /// Snapshot files.
    pub snapshot_files: u64,
    /// Their size on disk, compressed, in bytes.
    pub snapshot_bytes: u64,
    /// The size of the database on disk in bytes.
    pub database_bytes: u64,
    /// The size of the journal in bytes.
    pub journal_bytes: u64,
    /// Files and folders in `damaged/`.
    pub set_aside_damaged: u64,
}

/// Something that is not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which record or file.
    pub what: String,
    /// What is wrong with it.
    pub problem: String,
}

/// What checking the store found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// Records read.
    pub records: u64,
    /// Snapshot files read and hashed.
    pub snapshots: u64,
    /// What is not whole.
    pub findings: Vec<Finding>,
}

impl Check {
    /// Tells whether everything is whole.
    pub const fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, what: impl Into<String>, problem: &dyn ToString) {
        self.findings.push(Finding {
            what: what.into(),
            problem: problem.to_string(),
        });
    }
}

impl Store {
    /// Counts what the store holds.
    ///
    /// # Errors
    /// When a record or a folder cannot be read.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let shared = self.shared();
        let mut records = Vec::new();
        for table in Table::ALL {
            let mut number = 0;
            shared
                .database
                .scan(table, &[], Order::Ascending, &mut |_key, _value| {
                    number += 1;
                    Ok(true)
                })?;
            records.push((table.name(), number));
        }
        let folded = self.figure_histories(None)?;
        let files = shared.snapshots.list()?;
        let aside = self.dir().join("damaged");
        Ok(Stats {
            format: crate::FORMAT,
            records,
            figures: count(folded.len()),
            vintages: folded
                .iter()
                .map(|figure| count(figure.history.vintages.len()))
                .sum(),
            corroborations: folded
                .iter()
                .map(|figure| count(figure.corroborations.len()))
                .sum(),
            unreadable: count(self.unreadable_documents()?.len()),
            open_reviews: count(self.open_reviews()?.len()),
            snapshot_files: count(files.len()),
            snapshot_bytes: files.iter().map(|(_hash, bytes)| bytes).sum(),
            database_bytes: shared.database.size_on_disk()?,
            journal_bytes: std::fs::metadata(self.dir().join("journal")).map_or(0, |file| file.len()),
            set_aside_damaged: std::fs::read_dir(aside).map_or(0, |entries| count(entries.count())),
        })
    }

    /// Reads everything: every record with its checksum and as what it should be, every snapshot against its
    /// hash, every reference. Changes nothing.
    ///
    /// # Errors
    /// When the store's folders cannot be listed. What is damaged is a finding, not an error.
    pub fn check(&self) -> Result<Check, StoreError> {
        let mut check = Check::default();
        let files: BTreeSet<ContentHash> = self
            .shared()
            .snapshots
            .list()?
            .into_iter()
            .map(|(hash, _bytes)| hash)
            .collect();
        let registered = self.read(|view| {
            check_records(view, &mut check)?;
            check_references(view, &files, &mut check)
        })?;
        for hash in &files {
            check.snapshots += 1;
            if let Err(error) = self.shared().snapshots.get(hash) {
                check.find(format!("snapshot {hash}"), &error);
            }
            // A crash between a snapshot's file and its record leaves a file that the next fetch registers.
            if !registered.contains(hash) {
                check.find(
                    format!("snapshot {hash}"),
                    &"its file has no record; fetching it again registers it",
                );
            }
        }
        Ok(check)
    }
}

/// Reads every record of every table as its type.
fn check_records(view: View<'_>, check: &mut Check) -> Result<(), StoreError> {
    fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<(), String> {
        serde_json::from_slice::<T>(body)
            .map(|_record| ())
            .map_err(|error| error.to_string())
    }
    for table in Table::ALL {
        view.shared
            .database
            .scan(table, &[], Order::Ascending, &mut |key, stored| {
                check.records += 1;
                let name = || name_of(table, key);
                let result =
                    record::body(stored, &view.shared.large, &name).map_err(|error| error.to_string());
                let result = result.and_then(|body| match table {
                    Table::Figures => read::<Statement>(&body),
                    Table::Documents => read::<Document>(&body),
                    Table::Snapshots => read::<Snapshot>(&body),
                    Table::Runs => read::<Run>(&body),
                    Table::Sources => read::<SourceState>(&body),
                    Table::Validators => read::<Validators>(&body),
                    Table::Articles => read::<KnownArticle>(&body),
                    Table::Reviews => read::<ReviewItem>(&body),
                    Table::Reports => read::<Report>(&body),
                    Table::Deliveries => read::<Delivery>(&body),
                    Table::Acts => read::<ManualAct>(&body),
                    Table::Notes if key.starts_with(b"#schedule\0") => read::<ScheduleRecord>(&body),
                    Table::Notes => read::<Note>(&body),
                });
                if let Err(problem) = result {
                    check.find(name(), &problem);
                }
                Ok(true)
            })?;
    }
    Ok(())
}

/// Follows every reference to a snapshot. Returns the snapshots that have a record.
fn check_references(
    view: View<'_>,
    files: &BTreeSet<ContentHash>,
    check: &mut Check,
) -> Result<BTreeSet<ContentHash>, StoreError> {
    // Records that do not read were reported before; here they are passed over.
    fn readable<T: serde::de::DeserializeOwned>(
        view: View<'_>,
        table: Table,
        visit: &mut dyn FnMut(&[u8], T),
    ) -> Result<(), StoreError> {
        view.shared
            .database
            .scan(table, &[], Order::Ascending, &mut |key, stored| {
                if let Ok(value) = record::read(stored, &view.shared.large, &|| String::new()) {
                    visit(key, value);
                }
                Ok(true)
            })
    }
    let mut registered = BTreeSet::new();
    readable(view, Table::Snapshots, &mut |key, snapshot: Snapshot| {
        if !files.contains(&snapshot.hash) {
            check.find(
                name_of(Table::Snapshots, key),
                &format!("its file {} is missing", snapshot.hash),
            );
        }
        registered.insert(snapshot.hash);
    })?;
    let mut require = |table: Table, key: &[u8], hash: &ContentHash| {
        if !registered.contains(hash) {
            check.find(
                name_of(table, key),
                &format!("it refers to snapshot {hash}, which is not stored"),
            );
        }
    };
    readable(view, Table::Documents, &mut |key, document: Document| {
        require(Table::Documents, key, &document.snapshot);
        document
            .attachments
            .iter()
            .for_each(|hash| require(Table::Documents, key, hash));
    })?;
    readable(view, Table::Reviews, &mut |key, item: ReviewItem| {
        require(Table::Reviews, key, &item.snapshot);
    })?;
    let mut statements = Vec::new();
    readable(view, Table::Figures, &mut |key, statement: Statement| {
        if let Statement::Observed(observed) = &statement
            && let Some(hash) = &observed.snapshot
        {
            require(Table::Figures, key, hash);
        }
        statements.push((name_of(Table::Figures, key), statement));
    })?;
    for (name, statement) in statements {
        if let Err(error) = fold::fold(statement.figure(), vec![statement]) {
            check.find(name, &error);
        }
    }
    Ok(registered)
}

/// Returns the content files that records refer to.
pub(crate) fn large_references(shared: &Shared) -> Result<BTreeSet<ContentHash>, StoreError> {
    let mut referenced = BTreeSet::new();
    for table in Table::ALL {
        shared
            .database
            .scan(table, &[], Order::Ascending, &mut |_key, stored| {
                if let Ok(Body::Large(hash)) = record::open(stored) {
                    referenced.insert(hash);
                }
                Ok(true)
            })?;
    }
    Ok(referenced)
}
