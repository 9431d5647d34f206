//! Student's t distribution, with `libm` alone, so that a band has the same bits on every machine.

/// The value below which Student's t with so many degrees of freedom lies with this probability.
///
/// Right to 1e-9 relative for 1 to 10^6 degrees and probabilities from 0.001 to 0.999. No number for a probability outside
/// 0 to 1 or for a freedom that is not above 0; the ends are infinite.
#[must_use]
pub fn quantile(probability: f64, freedom: f64) -> f64 {
    if !(0.0..=1.0).contains(&probability) || freedom.is_nan() || freedom <= 0.0 {
        return f64::NAN;
    }
    if probability <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if probability >= 1.0 {
        return f64::INFINITY;
    }
    if probability < 0.5 {
        return -upper(probability, freedom);
    }
    upper(1.0 - probability, freedom)
}

/// The value above which a tail of at most one half lies: by halving, since the tail only falls.
fn upper(tail: f64, freedom: f64) -> f64 {
    /// Enough to reach any finite value, and then to leave no bit open.
    const STEPS: u32 = 1_100;
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..STEPS {
        if above(high, freedom) <= tail || high > 1e300 {
            break;
        }
        low = high;
        high *= 2.0;
    }
    for _ in 0..STEPS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if above(middle, freedom) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The probability of a value above `t`, which is not negative.
fn above(t: f64, freedom: f64) -> f64 {
    0.5 * beta(
        freedom / (freedom + t * t),
        t * t / (freedom + t * t),
        freedom / 2.0,
        0.5,
    )
}

/// The regularised incomplete beta function I_x(a, b); `y` is 1 - x, given apart for its bits.
fn beta(x: f64, y: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    let log = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log(y);
    let front = libm::exp(log);
    // The fraction converges fast on this side of the mean, and the other side is its mirror.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(y, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function (NIST Digital Library of Mathematical Functions, 8.17.22), by Lentz's
/// method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const MOST: u32 = 20_000;
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..=MOST {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}
