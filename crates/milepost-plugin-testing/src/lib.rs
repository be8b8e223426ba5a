//! milepost-plugin-testing
