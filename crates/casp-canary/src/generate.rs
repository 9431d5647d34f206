//! Generator families: public recipes that make a task and its right answer from a seed (SPEC.md section 16.4).
//!
//! Whoever knows a family and a seed makes the same bytes, so that an opened canary can be checked by anyone.

mod arithmetic_json;
mod raster_digest;
mod stream;
mod table_lookup;
mod text_transform;

use alloc::vec::Vec;
use core::fmt;

use casp_wire::v1::Oracle;

use stream::Stream;

/// Every family that version 1 registers.
pub static FAMILIES: [Family; 4] = [
    Family {
        name: "arithmetic-json",
        input_media_type: "application/json",
        output_media_type: "application/json",
        make: arithmetic_json::make,
    },
    Family {
        name: "text-transform",
        input_media_type: "text/plain",
        output_media_type: "text/plain",
        make: text_transform::make,
    },
    Family {
        name: "table-lookup",
        input_media_type: "text/csv",
        output_media_type: "text/plain",
        make: table_lookup::make,
    },
    Family {
        name: "raster-digest",
        input_media_type: "application/json",
        output_media_type: "image/x-portable-graymap",
        make: raster_digest::make,
    },
];

/// A recipe.
#[derive(Clone, Copy)]
pub struct Family {
    name: &'static str,
    input_media_type: &'static str,
    output_media_type: &'static str,
    make: fn(&mut Stream) -> Generated,
}

impl Family {
    /// The family with this name; `None` when it is not registered.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        FAMILIES.iter().find(|family| family.name == name)
    }

    /// Its registered name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Media type of its inputs.
    #[must_use]
    pub const fn input_media_type(&self) -> &'static str {
        self.input_media_type
    }

    /// Media type of its answers.
    #[must_use]
    pub const fn output_media_type(&self) -> &'static str {
        self.output_media_type
    }

    /// Makes the task of a seed: at most 5 KiB.
    #[must_use]
    pub fn generate(&self, seed: &[u8; 32]) -> Generated {
        (self.make)(&mut Stream::new(seed))
    }
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Family({})", self.name)
    }
}

/// A task with its right answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// What the provider is given.
    pub input: Vec<u8>,
    /// What its answer is held against.
    pub oracle: Oracle,
    /// An answer that passes.
    pub answer: Vec<u8>,
}
