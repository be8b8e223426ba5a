//! Fits and tests on short series: lines, robust slopes, trend tests and intervals.
//!
//! Everything here is float arithmetic: a slope or a p value is an estimate, no published figure. Anything that is
//! not finite comes back as `None`.

mod distribution;
mod interval;
mod mann_kendall;
mod ols;
mod theil_sen;

pub use distribution::{normal_cdf, student_t_cdf, student_t_quantile};
pub use interval::{DriftInterval, Interval, drift_interval, ols_interval, ols_log_interval};
pub use mann_kendall::{MannKendall, mann_kendall};
pub use ols::{OlsLine, ols_line};
pub use theil_sen::{TheilSen, median, theil_sen, theil_sen_slope};
