//! Rules that are none are refused by name.

#![allow(clippy::unwrap_used, reason = "a test that fails panics")]

use rules::Rule;

#[track_caller]
fn refused(text: &str, message: &str) {
    let told = Rule::read_all(text).map_err(|error| error.to_string());
    assert_eq!(told, Err(message.to_owned()));
}

#[test]
fn a_slip_names_the_rule_the_key_and_what_was_expected() {
    let good = r#"{"indicator":"gdp.total","unit":"CNY","phrases":{"zh":["地区生产总值"]}}"#;
    refused(
        &format!(r#"{{"rule":[{good},{{"indicator":"trade.total","unit":"CNY"}}]}}"#),
        "rule 2 (`trade.total`): `phrases`: the words that the figure is called by expected, zh or en",
    );
    refused(
        r#"{"rule":[{"indicator":"a","unit":"亿元","phrases":["x"]}]}"#,
        "rule 1 (`a`): `unit`: unknown unit `亿元`; one of CNY, USD, count, percent, t, persons, TEU, trains, index expected",
    );
    refused(
        r#"{"rule":[{"indicator":"a","unit":"CNY","phrases":["x"],"basis":"monthly"}]}"#,
        "rule 1 (`a`): `basis`: unknown basis `monthly`; as-of, period or cumulative expected",
    );
    refused(
        r#"{"rule":[{"indicator":"a","unit":"CNY","phrases":["x"],"scope":["world"]}]}"#,
        "rule 1 (`a`): `scope`: unknown scope `world`; nation, other-place or part expected",
    );
    refused(
        r#"{"rule":[{"indicator":"a","unit":"CNY","phrases":{"fr":["x"]}}]}"#,
        "rule 1 (`a`): `phrases`: unknown language `fr`; zh or en expected",
    );
    refused(r#"{"rule":{}}"#, "`rule` is no list of tables: [[rule]] expected");
    let unknown = Rule::read_all(r#"{"rule":[{"indicator":"a","unt":"CNY"}]}"#).unwrap_err();
    assert_eq!((unknown.rule, unknown.key.as_str()), (Some(1), "unt"));
    assert!(Rule::read_all("[1]").is_err());
    assert!(Rule::read_all("no json").is_err());
}

#[test]
fn one_file_several_files_and_bare_rules_are_read() {
    let rule = r#"{"indicator":"gdp.total","unit":"CNY","phrases":["GDP"]}"#;
    for text in [
        format!(r#"{{"rule":[{rule}]}}"#),
        format!(r#"[{{"rule":[{rule}]}}]"#),
        format!("[{rule}]"),
    ] {
        assert_eq!(Rule::read_all(&text).unwrap().len(), 1, "{text}");
    }
}
