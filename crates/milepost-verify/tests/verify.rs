//! What passes the gate and what does not, on pages read by the real parser.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests say what they expect directly"
)]

use std::sync::Arc;

use milepost_document::{Document, Input, Limits, parse};
use milepost_model::{
    Comparison, Decimal, Evidence, EvidenceRole, IndicatorId, Measure, NaiveDate, Period, Role, Unit,
};
use milepost_verify::{
    Catalogue, Claim, Declared, FIELD_SEPARATOR, FIELDS, IndicatorRule, RejectionCode, RunKeys, ScopeGrant,
    SetAsideCode, Statements, Verified, field, plausible, statements_about, verify,
};

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8">
<title>2024年前三季度重庆外贸运行情况</title><meta name="PubDate" content="2024-10-24 09:30"></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/x">2023年进出口9999.9亿元</a></li></ul></div>
<div class="trs_editor_view"><h1>2024年前三季度重庆外贸运行情况</h1>
<p>前三季度，全市货物进出口总额5385.9亿元，增长1.2%。其中，出口3554.8亿元，增长2.1%。</p>
<p>同期，全国货物进出口总额323252亿元。</p>
<p>截至2024年9月底，自贸试验区累计形成制度创新成果158项。</p>
<p>9月份，全市货物进出口总额650.1亿元，环比增长3.5%。</p>
<p>到2027年，全市货物进出口总额突破11000亿元。</p>
</div></body></html>"#;

fn page() -> Document {
    let url = "https://sww.cq.gov.cn/zwgk_247/202410/t20241024_1.html";
    parse(&Input::new(PAGE.as_bytes(), url), &Limits::default()).unwrap()
}

fn id(text: &str) -> IndicatorId {
    IndicatorId::parse(text).unwrap()
}

fn catalogue() -> Catalogue {
    let rule = |unit, measure| IndicatorRule {
        unit,
        measure,
        natural_limit: None,
    };
    let share = IndicatorRule {
        natural_limit: Some(Decimal::ONE_HUNDRED),
        ..rule(Unit::Percent, Measure::Share)
    };
    let indicators = [
        (id("trade.total"), rule(Unit::Cny, Measure::Flow)),
        (id("trade.exports"), rule(Unit::Cny, Measure::Flow)),
        (id("trade.share"), share),
        (id("ftz.innovations"), rule(Unit::Count, Measure::Cumulative)),
    ];
    let names = ["重庆", "重庆市", "全市"].map(str::to_owned).to_vec();
    Catalogue::new(indicators, names).declaring(Arc::new(Declared {
        metrics: None,
        dims: ["base".to_owned(), "area".to_owned()].into(),
        scopes: [].into(),
    }))
}

/// Claims the statement that prints these words, as the host read it.
#[track_caller]
fn claim(document: &Document, metric: &str, printed: &str) -> Claim {
    let index = document
        .statements()
        .iter()
        .position(|located| located.printed == printed)
        .unwrap_or_else(|| panic!("the host reads no {printed}: {:#?}", document.unread()));
    let said = |key: &str| field(document, index, key).unwrap_or_default();
    let evidence = |role, node: &str, quote: &str| Evidence {
        role,
        document: 0,
        node: said(node).parse().unwrap(),
        quote: said(quote),
    };
    let mut dims = vec![
        ("role".to_owned(), said("role")),
        ("comparison".to_owned(), said("comparison")),
    ];
    for key in said("dims").split_whitespace() {
        dims.push((key.to_owned(), said(&format!("dims.{key}"))));
    }
    Claim {
        metric: metric.to_owned(),
        period: said("period"),
        value: said("value"),
        unit: said("unit"),
        printed: said("printed"),
        dims,
        evidence: vec![
            evidence(EvidenceRole::Value, "node", "quote"),
            evidence(EvidenceRole::Period, "period-node", "period-quote"),
        ],
    }
}

fn check(claim: &Claim, document: &Document) -> Result<Verified, milepost_verify::Rejection> {
    verify(claim, &[document], &catalogue(), None, &mut RunKeys::default())
}

#[track_caller]
fn accepted(claim: &Claim, document: &Document) -> Verified {
    check(claim, document).unwrap_or_else(|rejection| panic!("{rejection}"))
}

/// Changes a good claim for the total and expects a refusal.
#[track_caller]
fn refused(change: impl FnOnce(&mut Claim), code: RejectionCode) {
    let document = page();
    let mut claim = claim(&document, "trade.total", "5385.9亿元");
    change(&mut claim);
    let rejection = check(&claim, &document).unwrap_err();
    assert_eq!(rejection.code, code, "{rejection}");
}

fn set_dim(claim: &mut Claim, key: &str, value: &str) {
    claim.dims.retain(|(own, _)| own != key);
    claim.dims.push((key.to_owned(), value.to_owned()));
}

#[test]
fn what_the_host_read_passes() {
    let document = page();
    let total = accepted(&claim(&document, "trade.total", "5385.9亿元"), &document);
    assert_eq!(total.candidate.value, Decimal::from(538_590_000_000_i64));
    assert_eq!(total.candidate.period.to_string(), "2024-01..2024-09");
    assert_eq!(total.candidate.scope, "全市");
    assert_eq!(total.step, Decimal::from(10_000_000));
    assert_eq!(total.candidate.role, Role::Level);
    let growth = accepted(&claim(&document, "trade.total", "1.2%"), &document);
    assert_eq!(growth.candidate.role, Role::Growth);
    assert_eq!(growth.candidate.comparison, Comparison::Eq);
    let stock = accepted(&claim(&document, "ftz.innovations", "158项"), &document);
    assert_eq!(stock.candidate.period.to_string(), "as-of:2024-09-30");
}

#[test]
fn forged_places_and_quotes_are_refused() {
    refused(
        |claim| claim.evidence[0].document = 1,
        RejectionCode::NoSuchDocument,
    );
    refused(
        |claim| claim.evidence[0].node = 1_000_000,
        RejectionCode::NoSuchNode,
    );
    refused(
        |claim| claim.evidence[0].node = u32::MAX,
        RejectionCode::NoSuchNode,
    );
    refused(
        |claim| claim.evidence[0].quote = " 。".to_owned(),
        RejectionCode::EmptyQuote,
    );
    refused(
        |claim| claim.evidence[0].quote = "字".repeat(2_001),
        RejectionCode::QuoteTooLong,
    );
    refused(
        |claim| claim.evidence[0].quote = "全市货物进出口总额5386.9亿元".to_owned(),
        RejectionCode::QuoteNotFound,
    );
    refused(
        |claim| claim.evidence.truncate(1),
        RejectionCode::NoPeriodEvidence,
    );
    refused(
        |claim| drop(claim.evidence.remove(0)),
        RejectionCode::NoValueEvidence,
    );
    refused(
        |claim| claim.evidence = vec![claim.evidence[0].clone(); 33],
        RejectionCode::TooMuchEvidence,
    );
}

#[test]
fn forged_numbers_are_refused() {
    refused(
        |claim| claim.printed = "538.59亿元".to_owned(),
        RejectionCode::PrintedNotFound,
    );
    refused(
        |claim| claim.printed = "385.9亿元".to_owned(),
        RejectionCode::PrintedCut,
    );
    refused(
        |claim| claim.printed = "5385.9".to_owned(),
        RejectionCode::PrintedCut,
    );
    refused(
        |claim| claim.value = "538590000001".to_owned(),
        RejectionCode::ValueDiffers,
    );
    refused(
        |claim| claim.value = "5385.9".to_owned(),
        RejectionCode::ValueDiffers,
    );
    refused(
        |claim| claim.value = "-538590000000".to_owned(),
        RejectionCode::ValueDiffers,
    );
}

#[test]
fn forged_meanings_are_refused() {
    refused(|claim| claim.unit = "USD".to_owned(), RejectionCode::UnitUnfit);
    refused(
        |claim| claim.metric = "ftz.innovations".to_owned(),
        RejectionCode::UnitUnfit,
    );
    refused(
        |claim| claim.metric = "no.such".to_owned(),
        RejectionCode::UnknownMetric,
    );
    refused(|claim| set_dim(claim, "role", "share"), RejectionCode::RoleUnfit);
    refused(
        |claim| set_dim(claim, "comparison", "over"),
        RejectionCode::ComparisonDiffers,
    );
    refused(
        |claim| claim.period = "2024-09".to_owned(),
        RejectionCode::PeriodDiffers,
    );
    refused(
        |claim| claim.period = "2023-01..2023-09".to_owned(),
        RejectionCode::PeriodDiffers,
    );
    refused(
        |claim| claim.period = "as-of:2024-09-30".to_owned(),
        RejectionCode::BasisUnfit,
    );
    refused(
        |claim| claim.period = "2024".to_owned(),
        RejectionCode::AfterPublication,
    );
    refused(
        |claim| set_dim(claim, "scope", "全国"),
        RejectionCode::ScopeDiffers,
    );
    refused(|claim| set_dim(claim, "sex", "f"), RejectionCode::UndeclaredDim);
    refused(
        |claim| set_dim(claim, "base", "previous-period"),
        RejectionCode::DimsDiffer,
    );
    refused(
        |claim| claim.evidence[1].quote = "全市货物进出口总额".to_owned(),
        RejectionCode::PeriodUnproved,
    );
}

#[test]
fn a_period_quote_must_say_the_period() {
    let document = page();
    let mut wrong = claim(&document, "trade.total", "5385.9亿元");
    let month = document.find("9月份").first().copied().unwrap();
    wrong.evidence[1] = Evidence {
        role: EvidenceRole::Period,
        document: 0,
        node: month,
        quote: "9月份".to_owned(),
    };
    assert_eq!(
        check(&wrong, &document).unwrap_err().code,
        RejectionCode::PeriodUnproved
    );
}

#[test]
fn figures_of_others_and_targets_are_refused() {
    let document = page();
    let nation = claim(&document, "trade.total", "323252亿元");
    assert_eq!(
        check(&nation, &document).unwrap_err().code,
        RejectionCode::WrongScope
    );
    let granted = catalogue().declaring(Arc::new(Declared {
        scopes: [(id("trade.total"), [ScopeGrant::Nation].into())].into(),
        ..Declared::default()
    }));
    let checked = verify(&nation, &[&document], &granted, None, &mut RunKeys::default());
    assert_eq!(checked.unwrap().candidate.scope, "全国");
    let mut target = claim(&document, "trade.total", "11000亿元");
    set_dim(&mut target, "role", "level");
    target.period = "2023".to_owned();
    assert_eq!(
        check(&target, &document).unwrap_err().code,
        RejectionCode::RoleDiffers
    );
}

#[test]
fn a_dimension_the_host_read_must_be_passed_on() {
    let document = page();
    let monthly = claim(&document, "trade.total", "3.5%");
    assert_eq!(
        accepted(&monthly, &document).candidate.dims,
        [("base".to_owned(), "previous-period".to_owned())]
    );
    let mut bare = monthly;
    bare.dims.retain(|(key, _)| key != "base");
    assert_eq!(
        check(&bare, &document).unwrap_err().code,
        RejectionCode::DimsDiffer
    );
}

#[test]
fn how_a_number_is_printed_is_no_dimension_of_it() {
    let html = "<html><body><p>2024年1-9月主要指标</p><p>单位：亿元</p><table><tr><td>指标</td><td>1-9月</td></tr>
        <tr><td>货物进出口总额</td><td>5385.9</td></tr><tr><td>出口</td><td>3554.8</td></tr></table></body></html>";
    let input = Input {
        published: NaiveDate::from_ymd_opt(2024, 10, 24),
        ..Input::new(html.as_bytes(), "a.html")
    };
    let document = parse(&input, &Limits::default()).unwrap();
    let mut total = claim(&document, "trade.total", "5385.9");
    assert_eq!(total.dims.len(), 2, "{:?}", total.dims);
    assert!(accepted(&total, &document).candidate.dims.is_empty());
    set_dim(&mut total, "unit-printed", "亿元");
    assert!(accepted(&total, &document).candidate.dims.is_empty());
}

#[test]
fn numbers_of_menus_and_dates_are_no_figures() {
    let document = page();
    let mut outside = claim(&document, "trade.total", "5385.9亿元");
    let node = document.find("9999.9亿元").first().copied().unwrap();
    outside.evidence[0] = Evidence {
        role: EvidenceRole::Value,
        document: 0,
        node,
        quote: "2023年进出口9999.9亿元".to_owned(),
    };
    outside.printed = "9999.9亿元".to_owned();
    outside.value = "999990000000".to_owned();
    outside.period = "2023".to_owned();
    assert_eq!(
        check(&outside, &document).unwrap_err().code,
        RejectionCode::OutsideBody
    );
}

#[test]
fn what_is_not_declared_is_refused() {
    let document = page();
    let declared = Declared {
        metrics: Some([id("trade.exports")].into()),
        ..Declared::default()
    };
    let catalogue = catalogue().declaring(Arc::new(declared));
    let total = claim(&document, "trade.total", "5385.9亿元");
    let refused = verify(&total, &[&document], &catalogue, None, &mut RunKeys::default());
    assert_eq!(refused.unwrap_err().code, RejectionCode::UndeclaredMetric);
}

#[test]
fn a_second_value_withdraws_both() {
    let html = "<html><body><p>前三季度，全市货物进出口总额5385.9亿元。</p><p>前三季度，全市货物进出口总额5386亿元。</p>
        <p>前三季度，全市货物进出口总额5395.9亿元。</p></body></html>";
    let input = Input {
        published: NaiveDate::from_ymd_opt(2024, 10, 24),
        ..Input::new(html.as_bytes(), "a.html")
    };
    let document = parse(&input, &Limits::default()).unwrap();
    let total = |printed: &str| claim(&document, "trade.total", printed);
    let mut keys = RunKeys::default();
    let mut give =
        |claim: &Claim| verify(claim, &[&document], &catalogue(), None, &mut keys).map(|v| v.key());
    let key = give(&total("5385.9亿元")).unwrap();
    assert_eq!(
        give(&total("5385.9亿元")).unwrap_err().code,
        RejectionCode::Repeated
    );
    // The same figure, rounded.
    assert_eq!(
        give(&total("5386亿元")).unwrap_err().code,
        RejectionCode::Repeated
    );
    assert_eq!(
        give(&total("5395.9亿元")).unwrap_err().code,
        RejectionCode::Conflicting
    );
    assert_eq!(
        give(&total("5385.9亿元")).unwrap_err().code,
        RejectionCode::Conflicting
    );
    assert_eq!(keys.withdrawn().collect::<Vec<_>>(), [&key]);
    assert!(keys.is_withdrawn(&key));
}

#[test]
fn statements_are_found_by_their_subject() {
    let document = page();
    let phrases = vec![vec!["進出口".to_owned()], vec!["制度创新成果".to_owned()]];
    let found = statements_about(&document, &phrases);
    let printed: Vec<String> = found
        .iter()
        .map(|index| field(&document, *index, "printed").unwrap())
        .collect();
    assert!(printed.contains(&"5385.9亿元".to_owned()), "{printed:?}");
    assert!(printed.contains(&"158项".to_owned()), "{printed:?}");
    assert!(statements_about(&document, &[]).is_empty());
    assert!(statements_about(&document, &[vec![]]).is_empty());
    assert!(statements_about(&document, &[vec!["没有".to_owned()]]).is_empty());
}

#[test]
fn statements_of_several_documents_have_one_numbering() {
    let (first, second) = (page(), page());
    let names = ["全市".to_owned()];
    let statements = Statements::new(vec![&first, &second], &names);
    let phrases = [vec!["制度创新成果".to_owned()]];
    let here = statements.about(0, &phrases)[0];
    let there = statements.about(1, &phrases)[0];
    assert_eq!(usize::try_from(there - here).unwrap(), first.statements().len());
    assert_eq!(
        statements.field(there, "printed"),
        statements.field(here, "printed")
    );
    assert_eq!(statements.field(u32::MAX, "printed"), None);
    assert!(statements.about(2, &phrases).is_empty());
    let growth = statements.about(1, &[vec!["进出口".to_owned()]]);
    let of = growth
        .iter()
        .find_map(|number| statements.field(*number, "of"))
        .unwrap();
    assert!(of.parse::<usize>().unwrap() >= first.statements().len());
}

#[test]
fn every_documented_field_is_known_and_documented() {
    let format = include_str!("../../../docs/formats/plugin-statement-fields.md");
    for key in FIELDS {
        assert!(format.contains(&format!("`{key}`")), "{key} is not documented");
    }
    let document = page();
    for key in [
        "node",
        "quote",
        "printed",
        "value",
        "unit",
        "role",
        "comparison",
        "period",
        "period-quote",
    ] {
        assert!(field(&document, 0, key).is_some(), "{key}");
    }
    assert_eq!(field(&document, 0, "colour"), None);
    assert_eq!(field(&document, 10_000, "node"), None);
}

#[test]
fn several_fields_are_answered_at_once_in_their_order() {
    let document = page();
    let areas = ["重庆".to_owned()];
    let statements = Statements::new(vec![&document], &areas);
    let keys: Vec<&str> = FIELDS
        .iter()
        .copied()
        .filter(|key| *key != "dims.*")
        .chain(["colour"])
        .collect();
    for number in 0..u32::try_from(document.statements().len()).unwrap() {
        let together = statements.field(number, &keys.join(" ")).unwrap();
        let one_by_one: Vec<String> = keys
            .iter()
            .map(|key| statements.field(number, key).unwrap_or_default())
            .collect();
        assert_eq!(together.split(FIELD_SEPARATOR).collect::<Vec<_>>(), one_by_one);
    }
    assert_eq!(statements.field(10_000, "node quote"), None);
    assert_eq!(statements.field(0, &"node ".repeat(100)), None);
    // A page may hold the separator itself: then each is asked for by itself.
    let odd = PAGE.replace(
        "全市货物进出口总额5385.9亿元",
        "全市货物进出口\u{1f}总额5385.9亿元",
    );
    let odd = parse(
        &Input::new(odd.as_bytes(), "https://a.gov.cn/1.html"),
        &Limits::default(),
    )
    .unwrap();
    let statements = Statements::new(vec![&odd], &areas);
    for number in 0..u32::try_from(odd.statements().len()).unwrap() {
        let quote = statements.field(number, "quote").unwrap();
        let together = statements.field(number, "node quote");
        assert_eq!(together.is_none(), quote.contains(FIELD_SEPARATOR), "{quote}");
    }
}

#[test]
fn jumps_and_falls_are_set_aside() {
    let document = page();
    let total = accepted(&claim(&document, "trade.total", "5385.9亿元"), &document);
    let period = |text: &str| Period::parse(text).unwrap();
    let value = |text: &str| Decimal::from_str_exact(text).unwrap();
    let code =
        |history: &[(Period, Decimal)]| plausible(&total, Measure::Flow, history).map(|aside| aside.code);
    assert_eq!(code(&[]), None);
    assert_eq!(code(&[(period("2023-01..2023-09"), value("532200000000"))]), None);
    assert_eq!(
        code(&[(period("2023-01..2023-09"), value("53220000000"))]),
        Some(SetAsideCode::Magnitude)
    );
    assert_eq!(
        code(&[(period("2023-01..2023-09"), value("53220000"))]),
        Some(SetAsideCode::Magnitude)
    );
    assert_eq!(code(&[(period("2024-01"), value("60000000000"))]), None);
    let stock = accepted(&claim(&document, "ftz.innovations", "158项"), &document);
    let fall = |history: &[(Period, Decimal)]| {
        plausible(&stock, Measure::Cumulative, history).map(|aside| aside.code)
    };
    assert_eq!(fall(&[(period("as-of:2023-09-30"), value("147"))]), None);
    assert_eq!(
        fall(&[(period("as-of:2024-06-30"), value("160"))]),
        Some(SetAsideCode::CumulativeFall)
    );
    assert_eq!(
        fall(&[(period("as-of:2024-12-31"), value("150"))]),
        Some(SetAsideCode::CumulativeFall)
    );
}

#[test]
fn without_a_day_of_publication_nothing_passes() {
    let html = "<html><body><p>2023年，全市货物进出口总额7154.2亿元。</p></body></html>";
    let document = parse(&Input::new(html.as_bytes(), "a.html"), &Limits::default()).unwrap();
    let total = claim(&document, "trade.total", "7154.2亿元");
    assert_eq!(
        check(&total, &document).unwrap_err().code,
        RejectionCode::PublicationUnknown
    );
    let day = NaiveDate::from_ymd_opt(2024, 2, 1);
    let checked = verify(&total, &[&document], &catalogue(), day, &mut RunKeys::default());
    assert!(checked.is_ok(), "{checked:?}");
}
