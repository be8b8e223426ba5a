//! milepost-report
