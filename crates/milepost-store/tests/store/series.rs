//! Vintages: what a statement adds, whatever order statements arrive in, and what people do by hand.

use milepost_model::{FigureKey, Observation, Origin, SourceId, Vintage, VintageHistory};
use milepost_store::{ActKind, CandidateText, Effect, ManualAct, Retraction, ReviewDecision, StoreError};
use proptest::prelude::*;

use crate::sample::{at, day, document, figure, indicator, now, open, record, set_aside};

const A: &str = "715420000000";
const B: &str = "715600000000";

#[track_caller]
fn values(history: &VintageHistory) -> Vec<String> {
    history
        .vintages
        .iter()
        .map(|vintage| match vintage {
            Vintage::Observed(observation) => observation.value.to_string(),
            Vintage::Retracted { .. } => "retracted".into(),
        })
        .collect()
}

/// Records bulletins of one figure, one article each, and gives the effects and the values of the vintages.
#[track_caller]
fn check(bulletins: &[(&str, &str)], effects: &[Effect], vintages: &[&str], corroborations: usize) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut seen = Vec::new();
    for (turn, (value, published)) in bulletins.iter().enumerate() {
        let mut observation = figure("2024", value, published);
        observation.known_at = at(&format!("2026-01-{:02}T00:00:00Z", turn + 1));
        let recorded = record(&store, &format!("a{turn}"), vec![observation]);
        seen.push(recorded.figures[0].effect.clone());
    }
    assert_eq!(seen, effects);
    let histories = store.history(&indicator()).unwrap();
    assert_eq!(histories.len(), 1);
    assert_eq!(values(&histories[0]), vintages);
    assert_eq!(store.corroborations(&indicator()).unwrap().len(), corroborations);
}

fn from(value: &str) -> Effect {
    Effect::Revised {
        from: value.parse().unwrap(),
    }
}

#[test]
fn a_later_publication_with_another_value_is_a_revision() {
    check(
        &[(A, "2025-01-20"), (B, "2025-03-26")],
        &[Effect::New, from(A)],
        &[A, B],
        0,
    );
}

#[test]
fn the_same_value_in_another_bulletin_corroborates_and_is_no_revision() {
    check(
        &[(A, "2025-01-20"), (A, "2025-03-26")],
        &[Effect::New, Effect::Corroborated],
        &[A],
        1,
    );
}

#[test]
fn going_back_to_an_earlier_value_is_a_revision() {
    check(
        &[(A, "2025-01-20"), (B, "2025-03-26"), (A, "2025-06-01")],
        &[Effect::New, from(A), from(B)],
        &[A, B, A],
        0,
    );
}

#[test]
fn an_earlier_bulletin_found_later_takes_its_place_in_the_order_of_publication() {
    // The later bulletin was known first, so without it nothing would have been known then: both are vintages.
    check(
        &[(A, "2025-03-26"), (A, "2025-01-20")],
        &[Effect::New, Effect::Corroborated],
        &[A, A],
        0,
    );
    check(
        &[(B, "2025-03-26"), (A, "2025-01-20")],
        &[Effect::New, from(B)],
        &[A, B],
        0,
    );
}

#[test]
fn another_source_with_the_same_value_is_a_vintage_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    record(&store, "a1", vec![figure("2024", A, "2025-01-20")]);
    let mut other = figure("2024", A, "2025-01-21");
    other.provenance.source = SourceId::parse("customs").unwrap();
    let recorded = record(&store, "a2", vec![other]);
    assert_eq!(recorded.new_observations, 1);
    assert_eq!(store.history(&indicator()).unwrap()[0].vintages.len(), 2);
}

#[test]
fn figures_of_other_periods_roles_and_dimensions_are_not_mixed_up() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut figures: Vec<Observation> = ["2024", "2024-Q1", "2024-01", "as-of:2024-12", "as-of:2024-12-31"]
        .into_iter()
        .map(|period| figure(period, A, "2025-01-20"))
        .collect();
    let mut dimensioned = figure("2024", A, "2025-01-20");
    dimensioned.dims = vec![("partner".into(), "ASEAN".into())];
    figures.push(dimensioned);
    let mut growth = figure("2024", A, "2025-01-20");
    growth.role = milepost_model::Role::Growth;
    figures.push(growth);
    let recorded = record(&store, "a1", figures.clone());
    assert_eq!(recorded.new_observations, figures.len());
    let histories = store.history(&indicator()).unwrap();
    assert_eq!(histories.len(), figures.len());
    for history in &histories {
        assert_eq!(history.vintages.len(), 1);
        let Vintage::Observed(observation) = &history.vintages[0] else {
            panic!()
        };
        assert_eq!(observation.key(), history.key);
    }
    assert_eq!(store.all_histories().unwrap(), histories);
}

#[test]
fn an_indicator_is_not_taken_for_one_whose_id_it_begins() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut longer = figure("2024", A, "2025-01-20");
    longer.indicator = milepost_model::IndicatorId::parse("trade.total.growth").unwrap();
    record(&store, "a1", vec![longer]);
    assert!(store.history(&indicator()).unwrap().is_empty());
}

fn manual(period: &str, value: &str, published: &str) -> Observation {
    let mut observation = figure(period, value, published);
    observation.provenance.origin = Origin::Manual {
        who: "li".into(),
        why: "printed table".into(),
    };
    observation.provenance.snapshot = None;
    observation
}

fn act() -> ManualAct {
    ManualAct {
        kind: ActKind::Import,
        who: "li".into(),
        why: "printed table".into(),
        at: now(),
        subject: "series.csv".into(),
    }
}

fn key(observation: &Observation) -> FigureKey {
    observation.key()
}

#[test]
fn an_import_is_all_or_nothing_and_kept_with_who_and_why() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut batch = vec![manual("2023", A, "2024-03-26"), figure("2024", B, "2025-03-26")];
    assert!(matches!(
        store.import(batch.clone(), act()),
        Err(StoreError::Refused(_))
    ));
    assert!(store.all_histories().unwrap().is_empty());
    assert!(store.manual_acts().unwrap().is_empty());
    batch[1] = manual("2024", B, "2025-03-26");
    assert_eq!(store.import(batch.clone(), act()).unwrap().new_observations, 2);
    assert_eq!(store.manual_acts().unwrap(), [act()]);
    assert!(store.import(batch, act()).unwrap().is_unchanged());
    assert_eq!(store.manual_acts().unwrap().len(), 1);
}

#[test]
fn an_override_stands_beside_what_was_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    record(&store, "a1", vec![figure("2024", A, "2025-01-20")]);
    store.override_figure(manual("2024", B, "2025-01-20")).unwrap();
    let history = &store.history(&indicator()).unwrap()[0];
    assert_eq!(history.vintages.len(), 2);
    assert_eq!(store.manual_acts().unwrap()[0].kind, ActKind::Override);
    assert!(matches!(
        store.override_figure(figure("2024", B, "2025-01-20")),
        Err(StoreError::Refused(_))
    ));
}

#[test]
fn a_retraction_is_a_vintage_and_needs_a_figure() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let observation = figure("2024", A, "2025-01-20");
    let retraction = Retraction {
        figure: key(&observation),
        published: day("2025-02-01"),
        at: now(),
        who: "li".into(),
        why: "misprint".into(),
    };
    assert!(matches!(
        store.retract(retraction.clone()),
        Err(StoreError::UnknownFigure(_))
    ));
    record(&store, "a1", vec![observation]);
    store.retract(retraction).unwrap();
    assert_eq!(values(&store.history(&indicator()).unwrap()[0]), [A, "retracted"]);
    assert_eq!(store.manual_acts().unwrap()[0].subject, "trade.total level 2024");
    // Published again after the retraction, the same value counts again.
    let mut again = figure("2024", A, "2025-03-26");
    again.known_at = at("2026-12-01T00:00:00Z");
    record(&store, "a2", vec![again]);
    assert_eq!(
        values(&store.history(&indicator()).unwrap()[0]),
        [A, "retracted", A]
    );
}

#[test]
fn a_review_is_decided_once_and_the_decision_survives_reading_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut given = document(&store, "a1", Vec::new());
    given.set_aside = vec![set_aside("s1"), set_aside("s2")];
    store.record_document(given.clone()).unwrap();
    let decision = ReviewDecision {
        is_accepted: true,
        who: "li".into(),
        why: "it is right".into(),
        at: now(),
    };
    let mut observation = figure("2024", A, "2025-01-20");
    observation.provenance.snapshot = Some(given.snapshot);
    let accepted = store.accept_review("s1", &observation, decision.clone()).unwrap();
    assert_eq!(accepted.new_observations, 1);
    store.reject_review("s2", decision.clone()).unwrap();
    assert!(matches!(
        store.reject_review("s1", decision.clone()),
        Err(StoreError::AlreadyDecided {
            decision: "accepted",
            ..
        })
    ));
    assert!(matches!(
        store.reject_review("s3", decision),
        Err(StoreError::UnknownReview(_))
    ));
    assert_eq!(store.record_document(given).unwrap().set_aside, 0);
    assert!(store.open_reviews().unwrap().is_empty());
    assert_eq!(store.reviews().unwrap().len(), 2);
    assert!(!store.review("s2").unwrap().decision.unwrap().is_accepted);
    let kinds: Vec<_> = store
        .manual_acts()
        .unwrap()
        .into_iter()
        .map(|act| act.kind)
        .collect();
    assert!(kinds.contains(&ActKind::Accept) && kinds.contains(&ActKind::Reject));
}

#[test]
fn a_set_aside_candidate_reads_back_or_says_which_field_is_wrong() {
    let item = set_aside("s1");
    let candidate = item.candidate.to_candidate().unwrap();
    assert_eq!(CandidateText::of(&candidate), item.candidate);
    let mut wrong = item.candidate;
    wrong.period = "2024-13".into();
    let error = wrong.to_candidate().unwrap_err().to_string();
    assert!(error.contains("period") && error.contains("2024-13"), "{error}");
}

/// What a reader sees at some day with some knowledge: the last published value of each source that counts.
fn seen(history: &VintageHistory, as_of: &str, known_at: &str) -> Option<(String, bool)> {
    let seen = history.seen(day(as_of), at(known_at));
    let retractions: Vec<_> = seen
        .iter()
        .filter(|vintage| matches!(vintage, Vintage::Retracted { .. }))
        .collect();
    let live = seen.iter().filter_map(|vintage| match vintage {
        Vintage::Observed(observation) => Some(observation),
        Vintage::Retracted { .. } => None,
    });
    let mut live = live.filter(|observation| {
        !retractions
            .iter()
            .any(|r| observation.published <= r.published() && observation.known_at <= r.known_at())
    });
    live.next_back()
        .map(|observation| (observation.value.to_string(), true))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Statements with their own instants, in any order of arrival, some twice.
    #[test]
    fn the_order_of_arrival_does_not_change_the_series(
        statements in proptest::collection::vec((0_usize..2, 1_u32..8, 1_u32..8), 1..7),
        order in any::<u64>(),
    ) {
        let build = |index: usize, &(value, published, known): &(usize, u32, u32)| {
            let mut observation = figure("2024", [A, B][value], &format!("2025-01-{published:02}"));
            observation.known_at = at(&format!("2026-01-{known:02}T00:00:00Z"));
            observation.provenance.url = format!("https://tjj.example.cn/{index}");
            (format!("a{index}"), observation)
        };
        let given: Vec<_> = statements.iter().enumerate().map(|(index, s)| build(index, s)).collect();
        let mut shuffled = given.clone();
        let mut state = order | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let (first_dir, second_dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (first, second) = (open(first_dir.path()), open(second_dir.path()));
        for (article, observation) in &given {
            record(&first, article, vec![observation.clone()]);
        }
        for (article, observation) in &shuffled {
            record(&second, article, vec![observation.clone()]);
            record(&second, article, vec![observation.clone()]);
        }
        let histories = first.history(&indicator()).unwrap();
        let without_snapshots = |histories: Vec<VintageHistory>| format!("{histories:?}");
        prop_assert_eq!(without_snapshots(histories.clone()), without_snapshots(second.history(&indicator()).unwrap()));

        // Leaving corroborations out changes no view of the figure.
        let mut all: Vec<Vintage> =
            given.iter().map(|(_, observation)| Vintage::Observed(Box::new(observation.clone()))).collect();
        all.sort_by_key(|vintage| (vintage.published(), vintage.known_at()));
        let everything = VintageHistory { key: histories[0].key.clone(), vintages: all };
        for published in 1..8 {
            for known in 1..8 {
                let (as_of, known_at) =
                    (format!("2025-01-{published:02}"), format!("2026-01-{known:02}T00:00:00Z"));
                let ties = |history: &VintageHistory| seen(history, &as_of, &known_at);
                let last_two_tie = {
                    let seen = everything.seen(day(&as_of), at(&known_at));
                    let last = seen.last().map(|v| (v.published(), v.known_at()));
                    seen.iter().filter(|v| Some((v.published(), v.known_at())) == last).count() > 1
                };
                // Two bulletins published and known at the same instants have no order to compare by.
                if !last_two_tie {
                    prop_assert_eq!(ties(&histories[0]), ties(&everything), "{} {}", as_of, known_at);
                }
            }
        }
    }
}
