//! milepost-document
