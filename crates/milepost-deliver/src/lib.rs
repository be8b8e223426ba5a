//! milepost-deliver
