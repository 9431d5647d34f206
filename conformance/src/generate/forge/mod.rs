//! What it takes to make statements, well-formed and otherwise, without the code under test.
//!
//! Everything here is written from SPEC.md anew: encodings of keys, PAE, object ids, DSSE's JSON, raw Protocol Buffers. It
//! shares with the crates under test the generated message types (to encode) and tables (to enumerate), nothing else.

mod key;
mod points;
mod statement;
mod text;
mod wire;

pub(crate) use key::{Key, multikey, test_key};
pub(crate) use points::{
    ORDER, challenge, encode, encode_non_canonically, is_on_curve, is_torsion_free, plus_order, scalar,
    small_order_points,
};
pub(crate) use statement::{Kind, Payload, Statement, dsse_json, object_id, pae};
pub(crate) use text::{base32, base58, did_key, peer_id};
pub(crate) use wire::{Entry, Node, Value, tag, varint, varint_padded};
