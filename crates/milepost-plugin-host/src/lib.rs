//! milepost-plugin-host
