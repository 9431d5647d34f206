//! Text as a vector: nearby texts mean nearby things.

#[cfg(feature = "minilm")]
mod minilm;
mod words;

#[cfg(feature = "minilm")]
pub use minilm::{MiniLm, ModelError};
pub use words::WordEmbedder;

/// The length of a vector, in units of its components.
const SCALE: i32 = 127;

/// Turns text into vectors of one embedding space.
///
/// The registry that answers computes every vector itself; a vector that a provider sends is its own praise and is never
/// looked at. Vectors of different spaces say nothing about each other, which is why a result names its space.
pub trait Embedder {
    /// The name of the embedding space: model, its version, and what else a vector depends on.
    fn space(&self) -> &str;

    /// Components of a vector, at least 1.
    fn dimensions(&self) -> usize;

    /// The vector of what somebody looks for: the same for the same text. A text that says nothing yields [`Vector::zero`].
    fn embed_phrasing(&self, phrasing: &str) -> Vector;

    /// The vector of a capability of that name: the words of its id, which may be none, and what is said of it.
    fn embed_document(&self, name: &str, text: &str) -> Vector;
}

impl<E: Embedder + ?Sized> Embedder for Box<E> {
    fn space(&self) -> &str {
        (**self).space()
    }

    fn dimensions(&self) -> usize {
        (**self).dimensions()
    }

    fn embed_phrasing(&self, phrasing: &str) -> Vector {
        (**self).embed_phrasing(phrasing)
    }

    fn embed_document(&self, name: &str, text: &str) -> Vector {
        (**self).embed_document(name, text)
    }
}

/// A direction, as components of a vector of length 127, rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vector(Box<[i8]>);

impl Vector {
    /// The vector of a text that says nothing. It is like no other.
    #[must_use]
    pub fn zero(dimensions: usize) -> Self {
        Self(vec![0; dimensions].into())
    }

    /// The direction of `sums`. All arithmetic is on integers, so that every machine has the same result.
    #[must_use]
    pub fn along(sums: &[i64]) -> Self {
        // Sums of 20 bits are exact enough, and their squares can be added up.
        let greatest = sums.iter().map(|sum| sum.unsigned_abs()).max().unwrap_or_default();
        let bits = 64_u32.saturating_sub(greatest.leading_zeros());
        let (excess, want) = (bits.saturating_sub(20), 20_u32.saturating_sub(bits));
        let scaled = || {
            let shorter = sums.iter().map(|sum| sum.checked_shr(excess).unwrap_or_default());
            shorter.map(|sum| sum.checked_shl(want).unwrap_or_default())
        };
        let squares = scaled().map(|sum| sum.unsigned_abs().saturating_pow(2));
        let length = squares.fold(0_u64, u64::saturating_add).isqrt();
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let component = |sum: i64| {
            let doubled = sum.saturating_mul(i64::from(SCALE)).saturating_mul(2);
            let rounded = doubled
                .saturating_add(length.saturating_mul(sum.signum()))
                .checked_div(length.saturating_mul(2))
                .unwrap_or_default();
            i8::try_from(rounded.clamp(-127, 127)).unwrap_or_default()
        };
        Self(scaled().map(component).collect())
    }

    /// The components.
    #[must_use]
    pub fn components(&self) -> &[i8] {
        &self.0
    }

    /// The cosine of the angle to `other`, in parts per million; 0 if they point away from each other.
    #[must_use]
    #[inline]
    pub fn similarity_ppm(&self, other: &[i8]) -> u32 {
        let products = self.0.iter().zip(other);
        let product = products.fold(0_i32, |sum, (a, b)| {
            sum.wrapping_add(i32::from(*a).wrapping_mul(i32::from(*b)))
        });
        let unit = i64::from(SCALE.saturating_mul(SCALE));
        let ppm = i64::from(product)
            .saturating_mul(i64::from(super::PPM))
            .checked_div(unit)
            .unwrap_or_default();
        u32::try_from(ppm.clamp(0, i64::from(super::PPM))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_does_not_depend_on_length() {
        assert_eq!(Vector::along(&[3, -4, 0]).components(), [76, -102, 0]);
        assert_eq!(Vector::along(&[3 << 50, -4 << 50, 0]).components(), [76, -102, 0]);
        assert_eq!(Vector::along(&[0, 0, 0]), Vector::zero(3));
        assert_eq!(Vector::along(&[i64::MIN, 0]).components(), [-127, 0]);
    }

    #[test]
    fn similarity_is_the_cosine() {
        let (a, b) = (Vector::along(&[1, 0]), Vector::along(&[1, 1]));
        assert_eq!(a.similarity_ppm(a.components()), super::super::PPM);
        assert!(a.similarity_ppm(b.components()).abs_diff(707_107) < 5_000);
        assert_eq!(a.similarity_ppm(Vector::along(&[-1, 0]).components()), 0);
    }
}
