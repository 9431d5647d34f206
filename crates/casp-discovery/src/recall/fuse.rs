//! One figure from three.

use super::PPM;

/// What words in common add to meaning. A phrasing that shares no word with anything is then ranked by meaning alone, and the
/// more of it a document covers, the more the words decide: neither half can drown the other, as it does where ranks are added.
const WORDS: u64 = 700_000;

/// What skills asked for count beside words and meaning.
const SKILLS: u64 = 500_000;

/// Words and meaning together, in parts per million.
pub(super) fn words_and_meaning(lexical_ppm: u32, semantic_ppm: u32) -> u32 {
    let one = u64::from(PPM);
    let covered = u64::from(lexical_ppm)
        .saturating_pow(2)
        .checked_div(one)
        .unwrap_or_default();
    let sum = u64::from(semantic_ppm)
        .saturating_mul(one)
        .saturating_add(covered.saturating_mul(WORDS));
    ppm(sum, one.saturating_add(WORDS))
}

/// The same, with the skills that were asked for.
pub(super) fn with_skill(relevance_ppm: u32, skill_ppm: u32) -> u32 {
    let one = u64::from(PPM);
    let sum = u64::from(relevance_ppm)
        .saturating_mul(one.saturating_sub(SKILLS))
        .saturating_add(u64::from(skill_ppm).saturating_mul(SKILLS));
    ppm(sum, one)
}

fn ppm(sum: u64, whole: u64) -> u32 {
    let ppm = sum.checked_div(whole).unwrap_or_default();
    u32::try_from(ppm).unwrap_or(PPM).min(PPM)
}
