//! milepost-config
