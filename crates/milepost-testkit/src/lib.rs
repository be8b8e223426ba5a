//! milepost-testkit
