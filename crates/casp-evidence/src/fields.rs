//! Fields of a message that the scan has accepted, read where they stand.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// A number, a boolean or an enum.
    Number(u64),
    /// A text, bytes or a message.
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::Number(number) => number,
            Self::Bytes(_) => 0,
        }
    }

    pub(crate) const fn bytes(self) -> &'a [u8] {
        match self {
            Self::Number(_) => &[],
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// The fields of a message as pairs of number and value, in the order of the wire. Ends where the bytes are malformed, which
/// scanned ones are not.
pub(crate) struct Fields<'a>(Reader<'a>);

impl<'a> Fields<'a> {
    pub(crate) const fn of(message: &'a [u8]) -> Self {
        Self(Reader(message))
    }

    /// What has not been read.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.0.0
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let tag = self.0.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.0.varint()?),
            1 => Value::Bytes(self.0.take(8)?),
            2 => Value::Bytes(self.0.delimited()?),
            5 => Value::Bytes(self.0.take(4)?),
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

/// Bytes yet to be read. Varints have to have their shortest form; the numbers of 9 and 10 bytes, which no field of this
/// crate admits, are refused with them.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    #[inline]
    pub(crate) fn varint(&mut self) -> Option<u64> {
        let (&first, rest) = self.0.split_first()?;
        if first < 0x80 {
            self.0 = rest;
            return Some(u64::from(first));
        }
        let (mut value, mut shift, mut rest) = (u64::from(first & 0x7f), 7_u32, rest);
        while shift < 56 {
            let (&byte, after) = rest.split_first()?;
            value |= u64::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                self.0 = after;
                return (byte != 0).then_some(value);
            }
            rest = after;
            shift = shift.wrapping_add(7);
        }
        None
    }

    #[inline]
    pub(crate) fn delimited(&mut self) -> Option<&'a [u8]> {
        let length = self.varint()?;
        self.take(usize::try_from(length).ok()?)
    }

    /// Passes over this byte, if it is the next.
    #[inline]
    pub(crate) fn skip(&mut self, byte: u8) -> Option<()> {
        let (&first, rest) = self.0.split_first()?;
        if first != byte {
            return None;
        }
        self.0 = rest;
        Some(())
    }
}
