//! How much memory an entry takes beyond its envelopes, at the most.
//!
//! What is counted is the worst that an entry can do: each of its values is the only one of its kind, or is shared with one entry far away,
//! and every table has just doubled. An honest entry, whose words and tags are those of others, takes a tenth of it.

use casp_wire::v1::{Capability, schema::Form};

use crate::candidate::Entry;

/// An entry in the index, with its agent; a capability of it, with its places in sets; a metric of that.
const ENTRY: usize = 320;
const DOCUMENT: usize = 240;
const METRIC: usize = 40;

/// A value of a facet beside its text: its name in a tree and in a list, and a set of documents. One of few that there can be takes a place
/// in a set alone.
const VALUE: usize = 208;
const COMMON_VALUE: usize = 16;

/// A currency and unit, which is written twice.
const PRICE: usize = 240;

/// With recall: a document beside its vector, a word beside its text, a skill beside its path, which is written twice.
const READ_DOCUMENT: usize = 128;
const WORD: usize = 152;
const READ_SKILL: usize = 480;

/// Bytes that an entry takes in the index at the most, and in recall if there are vectors of so many dimensions.
pub(super) fn footprint(entry: &Entry, dimensions: Option<usize>) -> usize {
    let locality = entry.descriptor().resource_state.as_ref().map(|state| &*state.locality);
    let locality = locality.map_or(0, value);
    let documents = entry.candidates().map(|candidate| {
        let capability = candidate.capability();
        let read = dimensions.map_or(0, |dimensions| recalled(capability, dimensions));
        indexed(capability).saturating_add(locality).saturating_add(read)
    });
    sum(documents).saturating_add(ENTRY)
}

fn indexed(capability: &Capability) -> usize {
    let names = [&*capability.id, &*capability.version].into_iter();
    let schemas = capability.input.iter().chain(&capability.output);
    let sets = capability
        .tags
        .iter()
        .chain(&capability.skills)
        .chain(&capability.evidence);
    let free = names
        .chain(schemas.map(|schema| &*schema.media_type))
        .chain(sets.map(|member| &**member));
    let jurisdictions = capability
        .data_policy
        .as_ref()
        .map_or(0, |policy| policy.jurisdictions.len());
    let common = jurisdictions.saturating_add(8).saturating_mul(COMMON_VALUE);
    let price = capability
        .price
        .as_ref()
        .map_or(0, |price| twice(&price.per).saturating_add(PRICE));
    sum(free.map(value))
        .saturating_add(common)
        .saturating_add(price)
        .saturating_add(capability.qos.len().saturating_mul(METRIC))
        .saturating_add(DOCUMENT)
}

fn recalled(capability: &Capability, dimensions: usize) -> usize {
    let schemas = capability.input.iter().chain(&capability.output);
    // Of a schema the names of properties are read; counted is all of it, since reading it takes long.
    let schemas = schemas.filter_map(|schema| match &schema.form {
        Some(Form::Inline(json)) => Some(&**json),
        _ => None,
    });
    let sets = capability.tags.iter().chain(&capability.skills).map(|member| &**member);
    let texts = [&*capability.id, &*capability.summary]
        .into_iter()
        .chain(sets)
        .chain(schemas);
    let skills = capability
        .skills
        .iter()
        .map(|skill| twice(skill).saturating_add(READ_SKILL));
    sum(texts.map(words))
        .saturating_add(sum(skills))
        .saturating_add(dimensions)
        .saturating_add(dimensions >> 3)
        .saturating_add(READ_DOCUMENT)
}

/// Words of a text, whole and in parts: a word begins where letters and digits do, a part of it where case or digits change too.
fn words(text: &str) -> usize {
    let mut count = 0_usize;
    let (mut before, mut has_parts) = (None, false);
    for c in text.chars() {
        let class = c.is_alphanumeric().then(|| (c.is_numeric(), c.is_uppercase()));
        count = count.saturating_add(match (before, class) {
            (None, Some(_)) => {
                has_parts = false;
                1
            }
            // Capitals run on into what follows.
            (Some((false, true)), Some((false, _))) => 0,
            (Some(before), Some(class)) if before != class => match std::mem::replace(&mut has_parts, true) {
                true => 1,
                false => 2,
            },
            _ => 0,
        });
        before = class;
    }
    let spelled = if text.is_ascii() {
        twice(text)
    } else {
        text.len().saturating_mul(6)
    };
    count.saturating_mul(WORD).saturating_add(spelled)
}

fn value(text: &str) -> usize {
    text.len().saturating_add(VALUE)
}

fn twice(text: &str) -> usize {
    text.len().saturating_mul(2)
}

fn sum(parts: impl Iterator<Item = usize>) -> usize {
    parts.fold(0, usize::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recall::text;

    #[test]
    fn no_word_is_left_out() {
        for it in [
            "",
            "Translates contracts from German into French",
            "GitHub's APIs, k8s-v2.10 fooBarBaz2x",
            "a1b2c3d4e5 URLsOfX",
            "Gr\u{fc}\u{df}e \u{1c5}abc caf\u{e9}2",
        ] {
            let read = text::words(it);
            let forms = read.iter().map(|word| word.parts.len() + 1).sum::<usize>();
            let bytes = read
                .iter()
                .flat_map(|word| [&word.whole].into_iter().chain(&word.parts));
            let bytes = bytes.map(String::len).sum::<usize>();
            assert!(words(it) >= forms * WORD + bytes, "{it}");
        }
        assert_eq!(words("ab cd"), 2 * WORD + 10);
    }
}
