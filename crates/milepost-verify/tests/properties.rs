//! Whatever is claimed, nothing panics, and what passes is what the host read.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "tests say what they expect directly"
)]

use milepost_document::{Document, Input, Limits, parse};
use milepost_model::{Evidence, EvidenceRole, IndicatorId, Measure, NaiveDate, Unit};
use milepost_verify::{
    Catalogue, Claim, IndicatorRule, RunKeys, Statements, field, statements_about, verify,
};
use proptest::prelude::*;

const HTML: &str = "<html><body><h1>2024年前三季度重庆外贸</h1>
<p>前三季度，全市货物进出口总额5385.9亿元，增长1.2%，其中出口3554.8亿元。</p>
<p>In the first three quarters, Chongqing's exports reached 355.48 billion yuan, up 2.1%.</p>
<table><tr><td>指标</td><td>1-9月（亿元）</td></tr><tr><td>进口</td><td>1831.1</td></tr></table></body></html>";

fn document() -> Document {
    let input = Input {
        published: NaiveDate::from_ymd_opt(2024, 10, 24),
        ..Input::new(HTML.as_bytes(), "https://a.gov.cn/t20241024_1.html")
    };
    parse(&input, &Limits::default()).unwrap()
}

fn catalogue() -> Catalogue {
    let rule = IndicatorRule {
        unit: Unit::Cny,
        measure: Measure::Flow,
        natural_limit: None,
    };
    let names = ["全市", "重庆", "Chongqing"].map(str::to_owned).to_vec();
    Catalogue::new([(IndicatorId::parse("trade.total").unwrap(), rule)], names)
}

/// Texts that are near the truth, and texts that are near nothing.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "trade.total", "2024-01..2024-09", "538590000000", "355480000000", "CNY", "5385.9亿元", "385.9亿元",
            "5385.9", "355.48 billion yuan", "55.48 billion yuan", "1831.1", "183110000000", "前三季度", "1-9月",
            "全市货物进出口总额5385.9亿元", "出口3554.8亿元", "3554.8亿元", "355480000000", "growth", "level", "percent",
            "1.2%", "1.2", "In the first three quarters", "role", "comparison", "scope", "全市", "base",
        ])
        .prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "[0-9.,%亿万元 ]{0,10}",
    ]
}

fn claim() -> impl Strategy<Value = Claim> {
    let role = prop::sample::select(EvidenceRole::ALL.to_vec());
    let node = prop_oneof![4 => 0..40_u32, 1 => any::<u32>()];
    let document = prop_oneof![9 => Just(0_u32), 1 => any::<u32>()];
    let evidence = (role, document, node, text()).prop_map(|(role, document, node, quote)| Evidence {
        role,
        document,
        node,
        quote,
    });
    (
        [text(), text(), text(), text(), text()],
        prop::collection::vec((text(), text()), 0..4),
        prop::collection::vec(evidence, 0..5),
    )
        .prop_map(|([metric, period, value, unit, printed], dims, evidence)| Claim {
            metric,
            period,
            value,
            unit,
            printed,
            dims,
            evidence,
        })
}

/// A true claim, with one of its parts exchanged for any text.
fn nearly_true() -> impl Strategy<Value = Claim> {
    (0..12_usize, text(), any::<prop::sample::Index>()).prop_map(|(part, other, which)| {
        let document = document();
        let read = document.statements();
        let index = which.index(read.len());
        let said = |key: &str| field(&document, index, key).unwrap_or_default();
        let place = |node: &str| said(node).parse().unwrap_or(0);
        let evidence = |role, node, quote: &str| Evidence {
            role,
            document: 0,
            node: place(node),
            quote: said(quote),
        };
        let mut claim = Claim {
            metric: "trade.total".to_owned(),
            period: said("period"),
            value: said("value"),
            unit: said("unit"),
            printed: said("printed"),
            dims: vec![
                ("role".to_owned(), said("role")),
                ("comparison".to_owned(), said("comparison")),
            ],
            evidence: vec![
                evidence(EvidenceRole::Value, "node", "quote"),
                evidence(EvidenceRole::Period, "period-node", "period-quote"),
            ],
        };
        let mut slots = vec![
            &mut claim.metric,
            &mut claim.period,
            &mut claim.value,
            &mut claim.unit,
            &mut claim.printed,
        ];
        for (key, value) in &mut claim.dims {
            slots.push(key);
            slots.push(value);
        }
        for evidence in &mut claim.evidence {
            slots.push(&mut evidence.quote);
        }
        if let Some(slot) = slots.into_iter().nth(part) {
            *slot = other;
        }
        claim
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_passes_is_what_the_host_read(claim in prop_oneof![claim(), nearly_true()]) {
        let document = document();
        let mut keys = RunKeys::default();
        if let Ok(verified) = verify(&claim, &[&document], &catalogue(), None, &mut keys) {
            let figure = &verified.candidate;
            let is_read = document.statements().iter().any(|located| {
                let read = &located.statement;
                read.value == figure.value
                    && read.unit == Some(figure.unit)
                    && read.role == figure.role
                    && read.comparison == figure.comparison
                    && read.period == Some(figure.period)
                    && read.scope == figure.scope
                    && read.step == verified.step
            });
            prop_assert!(is_read, "{figure:?}");
            for evidence in &figure.evidence {
                let text = document.text_of(evidence.node).split_whitespace().collect::<Vec<_>>().join(" ");
                let quote = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert!(text.contains(&quote));
            }
            prop_assert!(verify(&claim, &[&document], &catalogue(), None, &mut keys).is_err());
        }
    }

    #[test]
    fn questions_never_panic(phrases in prop::collection::vec(prop::collection::vec(text(), 0..3), 0..4), key in text(), number in any::<u32>()) {
        let document = document();
        for index in statements_about(&document, &phrases) {
            prop_assert!(index < document.statements().len());
        }
        let statements = Statements::new(vec![&document], &[]);
        let _answer = (statements.field(number, &key), statements.about(number, &phrases));
    }
}
