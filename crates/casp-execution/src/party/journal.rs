//! Records: what is written to disk, and what is read back from it.
//!
//! A record is a version, the side and entries, and is taken whole or not at all. An entry is a statement that the book took, with the time
//! at which it did; a mark of the side; or a statement that the book refused and that is kept against whoever signed it.

use casp_identity::ObjectId;
use casp_task::TaskViolation;

use super::codec::{Reader, Writer};
use super::statement::Statement;

const VERSION: u8 = 1;
const SAID: u8 = 0;
const MARK: u8 = 1;
const PROOF: u8 = 2;

/// Why a journal was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// It is not what an engine of this version, side and agent wrote.
    #[error("record {record} is not of this version, side and agent, or cut")]
    Malformed {
        /// Position of the record, from 0.
        record: usize,
    },
    /// A statement in it does not pass verification, or does not follow what went before.
    #[error("record {record}: {violation}")]
    Statement {
        /// Position of the record, from 0.
        record: usize,
        /// The rule.
        violation: TaskViolation,
    },
}

/// Part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry<'a> {
    Said {
        statement: Statement,
        applied_at_ms: i64,
        bundle: &'a [u8],
    },
    Mark {
        number: u8,
        at_ms: i64,
        /// Any statement of the engagement.
        engagement: ObjectId,
        detail: &'a [u8],
    },
    Proof {
        statement: Statement,
        at_ms: i64,
        engagement: ObjectId,
        bundle: &'a [u8],
    },
}

/// A record of the side of this number.
pub(crate) fn record<'a>(side: u8, entries: impl IntoIterator<Item = Entry<'a>>) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.byte(VERSION);
    writer.byte(side);
    for entry in entries {
        write(&mut writer, &entry);
    }
    writer.finish()
}

fn write(writer: &mut Writer, entry: &Entry<'_>) {
    match entry {
        Entry::Said {
            statement,
            applied_at_ms,
            bundle,
        } => {
            writer.byte(SAID);
            writer.byte(statement.number());
            writer.time(*applied_at_ms);
            writer.bytes(bundle);
        }
        Entry::Mark {
            number,
            at_ms,
            engagement,
            detail,
        } => {
            writer.byte(MARK);
            writer.byte(*number);
            writer.time(*at_ms);
            writer.id(engagement);
            writer.bytes(detail);
        }
        Entry::Proof {
            statement,
            at_ms,
            engagement,
            bundle,
        } => {
            writer.byte(PROOF);
            writer.byte(statement.number());
            writer.time(*at_ms);
            writer.id(engagement);
            writer.bytes(bundle);
        }
    }
}

/// The entries of a record; `None` if it is none of this side.
pub(crate) fn entries(side: u8, record: &[u8]) -> Option<Vec<Entry<'_>>> {
    let mut reader = Reader::new(record);
    if reader.byte()? != VERSION || reader.byte()? != side {
        return None;
    }
    let mut entries = Vec::new();
    while !reader.is_at_end() {
        entries.push(read(&mut reader)?);
    }
    Some(entries)
}

fn read<'a>(reader: &mut Reader<'a>) -> Option<Entry<'a>> {
    let (tag, number, at_ms) = (reader.byte()?, reader.byte()?, reader.time()?);
    Some(match tag {
        SAID => Entry::Said {
            statement: Statement::from_number(number)?,
            applied_at_ms: at_ms,
            bundle: reader.bytes()?,
        },
        MARK => Entry::Mark {
            number,
            at_ms,
            engagement: reader.id()?,
            detail: reader.bytes()?,
        },
        PROOF => Entry::Proof {
            statement: Statement::from_number(number)?,
            at_ms,
            engagement: reader.id()?,
            bundle: reader.bytes()?,
        },
        _ => return None,
    })
}
