//! milepost-pipeline
