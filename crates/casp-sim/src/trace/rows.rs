//! Rows for spans that overlap: on one row of a viewer, spans lie within each other or apart.

/// More rows than these are no picture.
pub(super) const MAX_ROWS: usize = 256;

/// The rows of one lane.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Of each, the ends of the spans that are open, the outermost first.
    open: Vec<Vec<i64>>,
}

impl Rows {
    /// The first row on which a span fits. Spans come by their begin, of one begin the longest first. None: there is no room.
    pub(super) fn place(&mut self, begin: i64, end: i64) -> Option<usize> {
        for (row, open) in self.open.iter_mut().enumerate() {
            while open.last().is_some_and(|last| *last <= begin) {
                open.pop();
            }
            if open.last().is_none_or(|last| end <= *last) {
                open.push(end);
                return Some(row);
            }
        }
        let row = self.open.len();
        if row >= MAX_ROWS {
            return None;
        }
        self.open.push(vec![end]);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lie_within_each_other_or_on_rows_of_their_own() {
        let mut rows = Rows::default();
        let placed = [(0, 10), (2, 5), (4, 8), (5, 10), (5, 5), (8, 12), (10, 11), (12, 13)];
        let placed = placed.map(|(begin, end)| rows.place(begin, end).unwrap());
        assert_eq!(placed, [0, 0, 1, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn rows_are_bounded() {
        let mut rows = Rows::default();
        let placed = (0..400).filter_map(|nth| rows.place(nth, 1_000 + nth));
        assert_eq!(placed.count(), MAX_ROWS);
    }
}
