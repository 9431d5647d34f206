//! Vectors about the encoding of payloads: each is signed anew, so that nothing but its encoding is wrong.

use super::faults::Site;
use super::forge::{Key, Node, Statement};
use super::site::Target;
use super::world::{self, World};
use crate::vector::Vector;

/// A payload whose encoding is to be broken at one of its messages.
pub(crate) struct Subject<'a> {
    /// `area/group`.
    pub(crate) prefix: &'a str,
    /// The valid statement.
    pub(crate) statement: &'a Statement,
    /// Who signed it.
    pub(crate) signer: &'a Key,
    /// The message in question, as field numbers.
    pub(crate) path: &'a [u32],
    /// The same as field names.
    pub(crate) name: &'a str,
    /// Fields, as paths, of which every known bad value is tried.
    pub(crate) thorough: &'a [&'a str],
    /// Faults that do not depend on what the message is are shown by another message.
    pub(crate) brief: bool,
    /// Fields, as paths, whose limits cannot be shown here.
    pub(crate) unbounded: &'a [&'a str],
}

impl Subject<'_> {
    /// The vectors.
    pub(crate) fn vectors(&self, world: &World) -> Vec<Vector> {
        let table = self.statement.kind.table();
        let root = Node::read(table, &self.statement.payload);
        let site = Site {
            root: &root,
            path: self.path,
            thorough: self.thorough,
            brief: self.brief,
        };
        let resigned = |payload: Vec<u8>| self.statement.with_payload(payload, self.signer);
        let target = Target {
            prefix: self.prefix.to_owned(),
            message: table.name,
            begin: world.begin(),
            now_ms: world.now,
            operation: &|payload| world::verify(&resigned(payload)),
            output: &|payload| resigned(payload.to_vec()).verified(),
            flags: if self.statement.proofs.is_empty() {
                &[]
            } else {
                &["has-proofs"]
            },
            unbounded: self.unbounded,
        };
        target.vectors(&site, self.name)
    }
}
