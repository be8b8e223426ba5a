//! A running count and sum over all live records, kept beside them, that shows at open whether any is missing,
//! stale or extra.

use crate::table::Table;

/// How many records there are, their bytes, and a sum of their checksums that does not depend on their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    pub(crate) sum: u64,
}

/// Bytes of a written tally.
pub(crate) const TALLY_BYTES: usize = 24;

impl Tally {
    pub(crate) fn add(&mut self, table: Table, key: &[u8], value: &[u8]) {
        self.records = self.records.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(size(key, value));
        self.sum = self.sum.wrapping_add(checksum(table, key, value));
    }

    pub(crate) fn subtract(&mut self, table: Table, key: &[u8], value: &[u8]) {
        self.records = self.records.wrapping_sub(1);
        self.bytes = self.bytes.wrapping_sub(size(key, value));
        self.sum = self.sum.wrapping_sub(checksum(table, key, value));
    }

    pub(crate) fn to_bytes(self) -> [u8; TALLY_BYTES] {
        let mut bytes = [0; TALLY_BYTES];
        let numbers = [self.records, self.bytes, self.sum];
        for (slot, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            slot.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (records, rest) = bytes.split_first_chunk::<8>()?;
        let (size, rest) = rest.split_first_chunk::<8>()?;
        let sum = <[u8; 8]>::try_from(rest).ok()?;
        Some(Self {
            records: u64::from_be_bytes(*records),
            bytes: u64::from_be_bytes(*size),
            sum: u64::from_be_bytes(sum),
        })
    }
}

fn size(key: &[u8], value: &[u8]) -> u64 {
    u64::try_from(key.len() + value.len()).unwrap_or(u64::MAX)
}

fn checksum(table: Table, key: &[u8], value: &[u8]) -> u64 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[table.number()]);
    crc.update(&u64::try_from(key.len()).unwrap_or(u64::MAX).to_be_bytes());
    crc.update(key);
    crc.update(value);
    u64::from(crc.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_records_does_not_matter_and_a_missing_one_does() {
        let (mut a, mut b) = (Tally::default(), Tally::default());
        a.add(Table::Runs, b"1", b"one");
        a.add(Table::Runs, b"2", b"two");
        b.add(Table::Runs, b"2", b"two");
        b.add(Table::Notes, b"1", b"one");
        assert_ne!(a, b);
        b.subtract(Table::Notes, b"1", b"one");
        assert_ne!(a, b);
        b.add(Table::Runs, b"1", b"one");
        assert_eq!(a, b);
        assert_eq!(Tally::from_bytes(&a.to_bytes()), Some(a));
    }
}
