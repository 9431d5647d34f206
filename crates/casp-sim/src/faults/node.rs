//! What happens to a node, whatever it is.

use super::stage::{Letter, Stage};

pub(super) trait Node {
    fn receives(&mut self, letter: &Letter, stage: &mut Stage);

    /// Its clock shows the time that it waited for.
    fn timer(&mut self, stage: &mut Stage);

    /// The disk is done with the next record.
    fn written(&mut self, stage: &mut Stage);

    /// It may replace its journal by a shorter form.
    fn compacts(&mut self, stage: &mut Stage);

    /// It loses its memory; of what its disk has not written yet, so many records are, modulo what there is.
    fn crashes(&mut self, written: u16, stage: &mut Stage);

    /// It begins anew with what is on disk.
    fn restarts(&mut self, stage: &mut Stage);
}
