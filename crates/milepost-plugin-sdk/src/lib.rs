//! milepost-plugin-sdk
