//! The normal and Student's t distribution, as far as intervals and p values need them.

use crate::number::finite;

/// Returns the probability that a standard normal value is below `z`.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Returns the probability that a Student's t value with `freedom` degrees of freedom is below `t`, or `None` where
/// `freedom` is not positive or the result is no number.
pub fn student_t_cdf(t: f64, freedom: f64) -> Option<f64> {
    if freedom.is_nan() || freedom <= 0.0 {
        return None;
    }
    let tail = 0.5 * incomplete_beta(0.5 * freedom, 0.5, freedom / (freedom + t * t))?;
    finite(if t > 0.0 { 1.0 - tail } else { tail })
}

/// Returns the value below which a Student's t value lies with `probability`, or `None` outside (0, 1) or where
/// `freedom` is not positive. Exact to about 1e-13.
pub fn student_t_quantile(probability: f64, freedom: f64) -> Option<f64> {
    let within = probability > 0.0 && probability < 1.0;
    if !within {
        return None;
    }
    let (mut low, mut high) = (-1e3, 1e3);
    // Bisection of the distribution function: 80 halvings of 2000 are below the spacing of floats near 1.
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if student_t_cdf(middle, freedom)? < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    finite(f64::midpoint(low, high))
}

/// Returns the regularised incomplete beta function by its continued fraction (Lentz's method, DLMF 8.17.22).
fn incomplete_beta(a: f64, b: f64, x: f64) -> Option<f64> {
    if x <= 0.0 {
        return Some(0.0);
    }
    if x >= 1.0 {
        return Some(1.0);
    }
    // The fraction converges fast only below the mean; above it the mirrored one is used.
    if x > (a + 1.0) / (a + b + 2.0) {
        return incomplete_beta(b, a, 1.0 - x).map(|mirrored| 1.0 - mirrored);
    }
    let log_front =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    finite(libm::exp(log_front) * fraction(a, b, x) / a)
}

#[expect(
    clippy::many_single_char_names,
    reason = "the names of the formula in the handbook"
)]
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    // Keeps Lentz's denominators away from zero.
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..=300_u16 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_probabilities_are_those_of_the_tables() {
        assert!((normal_cdf(0.0) - 0.5).abs() < 1e-15);
        assert!((normal_cdf(1.959_963_984_540_054) - 0.975).abs() < 1e-14);
        assert!((normal_cdf(-1.281_551_565_544_600_4) - 0.1).abs() < 1e-14);
    }

    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (probability, freedom, quantile) in [
            (0.9, 4.0, 1.533_206_274_058_944),
            (0.975, 1.0, 12.706_204_736_174_7),
            (0.975, 30.0, 2.042_272_456_301_24),
        ] {
            let found = student_t_quantile(probability, freedom).unwrap();
            assert!((found - quantile).abs() < 1e-9, "{found} {quantile}");
        }
        assert_eq!(student_t_quantile(1.0, 4.0), None);
        assert_eq!(student_t_quantile(0.5, 0.0), None);
        assert_eq!(student_t_quantile(f64::NAN, 4.0), None);
    }
}
