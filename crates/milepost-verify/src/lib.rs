//! milepost-verify
