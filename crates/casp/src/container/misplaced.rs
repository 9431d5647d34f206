//! Why a statement that holds by itself is not of an engagement: whom it is of, or what it names.

use casp_descriptor::DescriptorKind;
use casp_identity::Signed;
use casp_task::TaskViolation;
use casp_wire::outline::{Content, Outline};
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;

use super::fault::Positions;
use super::statement::kind_in;
use crate::failure::Failure;
use crate::place::{self, is};

/// CTR-4 or CTR-9, if it is one of these. What a statement names is looked for among the members that can be there once.
pub(super) fn reason(positions: &Positions<'_>, (name, index): (&str, usize)) -> Option<Failure> {
    let content = positions.content(name, index)?;
    let (_, payload) = kind_in(name)?;
    if !is_by_its_party(positions, name, payload, content) {
        return Some(TaskViolation::Party.into());
    }
    let names_another = named(payload, content).any(|(field, id)| {
        let member = if field == "contract" { "acceptance" } else { field };
        positions
            .content(member, 0)
            .and_then(object_id)
            .is_some_and(|held| held != id)
    });
    names_another.then(|| TaskViolation::NamesAnother.into())
}

/// Whether issuer and audience or subject are the parties that the offer names, in their roles.
fn is_by_its_party(positions: &Positions<'_>, name: &str, payload: &'static MessageTable, content: &[u8]) -> bool {
    let header = |content, field| place::bytes_of(&tables::BUNDLE, content, &tables::HEADER, field);
    let Some(offer) = positions.content("offer", 0) else {
        return true;
    };
    let (requester, provider) = (header(offer, "issuer"), header(offer, "audience"));
    let issuer = header(content, "issuer");
    let other = match name {
        "report" | "reports" => place::bytes_of(&tables::BUNDLE, content, payload, "subject"),
        "verdict" => provider,
        _ => header(content, "audience"),
    };
    match name {
        "offer" => true,
        "acceptance" | "request" | "commit" | "cancel" | "ack" | "verdict" => (issuer, other) == (requester, provider),
        "quote" | "prepared" | "result" | "events" => (issuer, other) == (provider, requester),
        _ => (issuer, other) == (requester, provider) || (issuer, other) == (provider, requester),
    }
}

/// The object ids that a statement names, each with the field in which it does.
fn named<'a>(
    payload: &'static MessageTable,
    content: &'a [u8],
) -> impl Iterator<Item = (&'static str, &'a [u8])> + use<'a> {
    Outline::new(&tables::BUNDLE, content).filter_map(move |item| match (item.content, item.field) {
        (Content::Bytes(id), Some(field)) if is(item.message, payload) && id.len() == 32 => Some((field.name, id)),
        _ => None,
    })
}

/// A bundle of any kind has the object id of its subject.
fn object_id(bundle: &[u8]) -> Option<Vec<u8>> {
    let id = Signed::<DescriptorKind>::from_bytes(bundle).object_id().ok()?;
    Some(id.0.to_vec())
}
