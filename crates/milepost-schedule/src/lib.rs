//! milepost-schedule
