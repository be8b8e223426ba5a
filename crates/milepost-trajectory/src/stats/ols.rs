//! The least-squares line with its standard errors.

use crate::number::{count, finite, ratio};

/// A least-squares line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OlsLine {
    /// Slope.
    pub slope: f64,
    /// Value at x = 0.
    pub intercept: f64,
    /// Standard error of the slope.
    pub slope_error: f64,
    /// Standard error of the intercept.
    pub intercept_error: f64,
    /// Standard deviation of the residuals.
    pub residual_deviation: f64,
    /// Share of the variance explained.
    pub r_squared: f64,
    /// Degrees of freedom of the residuals: points minus 2.
    pub freedom: f64,
    /// Mean of x.
    pub x_mean: f64,
    /// Sum of the squared distances of x from its mean.
    pub x_spread: f64,
}

impl OlsLine {
    /// Returns the line's value at `x`.
    pub fn value(&self, x: f64) -> f64 {
        // From the mean, not from x = 0: years are 2000 away from it.
        self.intercept + self.slope * x
    }

    /// Returns the standard error of a new observation at `x`.
    pub fn prediction_error(&self, x: f64) -> Option<f64> {
        let n = self.freedom + 2.0;
        let distance = x - self.x_mean;
        let leverage = ratio(distance * distance, self.x_spread)?;
        finite(self.residual_deviation * (1.0 + 1.0 / n + leverage).sqrt())
    }
}

/// Returns the least-squares line through points `(x, y)`; `None` below three points or without two different `x`.
pub fn ols_line(points: &[(f64, f64)]) -> Option<OlsLine> {
    if points.len() < 3 {
        return None;
    }
    let n = count(points.len());
    let x_mean = points.iter().map(|point| point.0).sum::<f64>() / n;
    let y_mean = points.iter().map(|point| point.1).sum::<f64>() / n;
    let sum = |term: &dyn Fn(f64, f64) -> f64| {
        points
            .iter()
            .map(|(x, y)| term(x - x_mean, y - y_mean))
            .sum::<f64>()
    };
    let x_spread = sum(&|x, _| x * x);
    let slope = ratio(sum(&|x, y| x * y), x_spread)?;
    let residual = sum(&|x, y| (y - slope * x) * (y - slope * x));
    let total = sum(&|_, y| y * y);
    let freedom = n - 2.0;
    let residual_deviation = finite((residual / freedom).sqrt())?;
    Some(OlsLine {
        slope,
        intercept: finite(y_mean - slope * x_mean)?,
        slope_error: finite(residual_deviation / x_spread.sqrt())?,
        intercept_error: finite(residual_deviation * (1.0 / n + x_mean * x_mean / x_spread).sqrt())?,
        residual_deviation,
        r_squared: ratio(residual, total).map_or(1.0, |rest| 1.0 - rest),
        freedom,
        x_mean,
        x_spread,
    })
}
