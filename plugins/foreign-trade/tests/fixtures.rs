//! Every fixture folder, run natively.

use milepost_plugin_testing::check_fixtures;

#[test]
fn every_fixture_gives_exactly_what_is_expected() {
    if let Err(error) = check_fixtures(env!("CARGO_MANIFEST_DIR"), &foreign_trade::ForeignTrade) {
        panic!("{error}");
    }
}
