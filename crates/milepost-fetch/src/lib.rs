//! milepost-fetch
