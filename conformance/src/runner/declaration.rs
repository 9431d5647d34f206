//! What a peer says of itself.

use std::collections::BTreeSet;

use crate::driver::v1::{Hello, HelloReply};
use crate::driver::{CODES, DRIVER_VERSION, OPERATIONS, SPEC_VERSION};

/// A peer's hello, found valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Name of the implementation.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its language.
    pub language: String,
    /// Versions of SPEC.md that it implements.
    pub spec_versions: Vec<String>,
    /// Operations that it serves, and perhaps `codes`.
    pub capabilities: BTreeSet<String>,
    /// How many requests it allows to be unanswered; at least 1.
    pub pipeline: u32,
}

impl Declaration {
    /// The request that asks for it.
    pub(super) fn request() -> Hello {
        Hello {
            driver_versions: vec![DRIVER_VERSION.to_owned()],
        }
    }

    /// Whether it serves the operation with this name.
    pub fn serves(&self, operation: &str) -> bool {
        self.capabilities.contains(operation)
    }

    /// Whether it reports codes.
    pub fn reports_codes(&self) -> bool {
        self.serves(CODES)
    }

    /// Capabilities that driver protocol 1 does not have.
    pub(super) fn unknown_capabilities(&self) -> impl Iterator<Item = &str> {
        self.capabilities
            .iter()
            .map(String::as_str)
            .filter(|name| *name != CODES && !OPERATIONS.contains(name))
    }
}

impl TryFrom<HelloReply> for Declaration {
    type Error = HelloFault;

    fn try_from(reply: HelloReply) -> Result<Self, HelloFault> {
        if reply.driver_version != DRIVER_VERSION {
            return Err(HelloFault::DriverVersion(reply.driver_version));
        }
        if !reply.spec_versions.iter().any(|version| version == SPEC_VERSION) {
            return Err(HelloFault::SpecVersion(reply.spec_versions.join(", ")));
        }
        Ok(Self {
            name: reply.name,
            version: reply.version,
            language: reply.language,
            spec_versions: reply.spec_versions,
            capabilities: reply.capabilities.into_iter().collect(),
            pipeline: reply.pipeline.max(1),
        })
    }
}

/// A hello that this suite cannot go on from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HelloFault {
    /// Another driver protocol.
    #[error("hello chose driver version \"{0}\", where only \"{DRIVER_VERSION}\" was offered")]
    DriverVersion(String),
    /// Another specification.
    #[error("hello states SPEC.md versions [{0}]; this suite tests version \"{SPEC_VERSION}\"")]
    SpecVersion(String),
}
