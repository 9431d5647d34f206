//! Means with their bands, paired differences, shares and quantiles. Sums run in the order of the samples.

mod student;

use crate::number;

pub use student::quantile as student_quantile;

/// Why samples give no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatsError {
    /// Fewer samples than the figure needs.
    #[error("{have} samples, and {need} are needed")]
    TooFew {
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// Pairs of which one half is missing.
    #[error("{left} samples cannot be paired with {right}")]
    Unpaired {
        /// Samples on one side.
        left: usize,
        /// On the other.
        right: usize,
    },
    /// A sample is infinite or no number.
    #[error("sample {at} is not finite")]
    NotFinite {
        /// Which, counted from 0.
        at: usize,
    },
    /// A share of more than there are, or of none.
    #[error("{hits} of {trials} is not a share")]
    NotAShare {
        /// How many count.
        hits: u64,
        /// Of how many.
        trials: u64,
    },
    /// A quantile outside 0 to 1.
    #[error("a quantile lies from 0 to 1")]
    NotAQuantile,
}

/// A mean and half the width of its confidence band, 95 % unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The mean, in the unit of the samples.
    pub mean: f64,
    /// From the mean to either end of the band.
    pub half: f64,
    /// How many samples.
    pub samples: usize,
}

impl Band {
    /// The lower end.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.mean - self.half
    }

    /// The upper end.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.mean + self.half
    }
}

/// A share and its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Hits of trials.
    pub share: f64,
    /// The lower end, not below 0.
    pub low: f64,
    /// The upper end, not above 1.
    pub high: f64,
}

/// The mean.
///
/// # Errors
/// Without samples, or with one that is not finite.
pub fn mean(samples: &[f64]) -> Result<f64, StatsError> {
    checked(samples, 1)?;
    Ok(mean_of(samples))
}

/// The mean with its 95 % band by Student's t. It supposes independent samples whose mean is near normal.
///
/// # Errors
/// With fewer than two samples, or with one that is not finite.
pub fn band95(samples: &[f64]) -> Result<Band, StatsError> {
    band(samples, 0.95)
}

/// The same with another confidence, 0 to below 1.
///
/// # Errors
/// Those of [`band95`], and for a confidence outside its range.
pub fn band(samples: &[f64], confidence: f64) -> Result<Band, StatsError> {
    if !(0.0..1.0).contains(&confidence) {
        return Err(StatsError::NotAQuantile);
    }
    checked(samples, 2)?;
    let mean = mean_of(samples);
    let freedom = number::count(samples.len().saturating_sub(1));
    let squares: f64 = samples.iter().map(|sample| (sample - mean) * (sample - mean)).sum();
    let error = libm::sqrt(squares / freedom / number::count(samples.len()));
    let half = student_quantile(0.5 + confidence / 2.0, freedom) * error;
    let samples = samples.len();
    Ok(Band { mean, half, samples })
}

/// The mean of `left - right` pair by pair, with its 95 % band: for two policies on the same seeds, in the order of the seeds.
///
/// # Errors
/// If the lengths differ, with fewer than two pairs, or with a sample that is not finite.
pub fn paired95(left: &[f64], right: &[f64]) -> Result<Band, StatsError> {
    if left.len() != right.len() {
        let (left, right) = (left.len(), right.len());
        return Err(StatsError::Unpaired { left, right });
    }
    checked(left, 2)?;
    checked(right, 2)?;
    let differences: Vec<f64> = left.iter().zip(right).map(|(left, right)| left - right).collect();
    band95(&differences)
}

/// A share with its 95 % interval by E. B. Wilson (*Probable Inference*, JASA 1927): it stays within 0 and 1, and has a width
/// even if all or none hit.
///
/// # Errors
/// Without trials, or with more hits than trials.
pub fn wilson95(hits: u64, trials: u64) -> Result<Share, StatsError> {
    if trials == 0 || hits > trials {
        return Err(StatsError::NotAShare { hits, trials });
    }
    /// The 0.975 quantile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    let all = number::float(trials);
    let share = number::float(hits) / all;
    let scale = 1.0 + Z * Z / all;
    let centre = (share + Z * Z / (2.0 * all)) / scale;
    let half = Z / scale * libm::sqrt(share * (1.0 - share) / all + Z * Z / (4.0 * all * all));
    // Exact at the ends, where rounding would leave a trace.
    let low = if hits == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if hits == trials { 1.0 } else { (centre + half).min(1.0) };
    Ok(Share { share, low, high })
}

/// The quantile `q`, from 0 (least) to 1 (most), linear between neighbours (type 7 of R. Hyndman and Y. Fan, *Sample Quantiles
/// in Statistical Packages*, 1996). Samples need no order.
///
/// # Errors
/// Without samples, with one that is not finite, or for a `q` outside its range.
pub fn quantile(samples: &[f64], q: f64) -> Result<f64, StatsError> {
    if !(0.0..=1.0).contains(&q) {
        return Err(StatsError::NotAQuantile);
    }
    checked(samples, 1)?;
    let mut sorted = samples.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = q * number::count(sorted.len().saturating_sub(1));
    let below = libm::floor(place);
    let at = usize::try_from(number::whole(below)).unwrap_or_default();
    let nothing = StatsError::TooFew { have: 0, need: 1 };
    let low = *sorted.get(at).ok_or(nothing)?;
    let high = sorted.get(at.saturating_add(1)).copied().unwrap_or(low);
    // This form is exact if both are equal.
    Ok(low + (high - low) * (place - below))
}

fn checked(samples: &[f64], need: usize) -> Result<(), StatsError> {
    let have = samples.len();
    if have < need {
        return Err(StatsError::TooFew { have, need });
    }
    match samples.iter().position(|sample| !sample.is_finite()) {
        Some(at) => Err(StatsError::NotFinite { at }),
        None => Ok(()),
    }
}

fn mean_of(samples: &[f64]) -> f64 {
    samples.iter().sum::<f64>() / number::count(samples.len())
}
