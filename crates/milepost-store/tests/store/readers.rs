//! Readers beside the writer see whole transactions.

use std::sync::atomic::{AtomicBool, Ordering};

use milepost_model::Period;

use crate::sample::{figure, indicator, open, record};

#[test]
fn readers_never_see_half_a_document() {
    /// Figures in each document.
    const FIGURES: usize = 12;
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut most = 0;
                while !done.load(Ordering::Relaxed) {
                    let histories = store.history(&indicator()).unwrap();
                    assert!(
                        histories.is_empty() || histories.len() == FIGURES,
                        "{}",
                        histories.len()
                    );
                    let counts: Vec<usize> = histories.iter().map(|history| history.vintages.len()).collect();
                    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
                    let count = counts.first().copied().unwrap_or(0);
                    assert!(count >= most, "vintages went away");
                    most = count;
                }
                assert!(most > 0, "nothing was ever seen");
            });
        }
        for turn in 0..40_u32 {
            let figures = (1..=12).map(|month| {
                let period = Period::month(2024, month).unwrap().to_string();
                figure(
                    &period,
                    &turn.to_string(),
                    &format!("2025-{:02}-{:02}", turn / 28 + 1, turn % 28 + 1),
                )
            });
            record(&store, &format!("a{turn}"), figures.collect());
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn writers_on_many_threads_all_get_through() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = store.clone();
            scope.spawn(move || {
                for turn in 0..10 {
                    record(
                        &store,
                        &format!("a{thread}-{turn}"),
                        vec![figure("2024", "1", "2025-01-20")],
                    );
                }
            });
        }
    });
    assert_eq!(store.documents(None).unwrap().len(), 40);
    let history = &store.figure_histories(Some(&indicator())).unwrap()[0];
    assert_eq!(history.history.vintages.len() + history.corroborations.len(), 40);
    assert!(store.check().unwrap().is_sound());
}
