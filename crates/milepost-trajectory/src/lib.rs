//! milepost-trajectory
