//! milepost-daemon
