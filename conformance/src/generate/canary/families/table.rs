//! `table-lookup`: amounts by region, of which one region's are to be summed.

use casp_wire::v1::{self, oracle::Form};

use super::{Made, Stream};

const REGIONS: [&str; 4] = ["north", "south", "east", "west"];

pub(in super::super) struct Lookup {
    /// Region and amount in hundredths, of each row.
    pub(in super::super) rows: Vec<(usize, u64)>,
    /// The region asked for.
    pub(in super::super) region: usize,
}

impl Lookup {
    pub(in super::super) fn draw(stream: &mut Stream) -> Self {
        let n = 5 + stream.below(8);
        let mut rows = Vec::new();
        for _ in 0..n {
            let region = index(stream.below(4));
            let amount = stream.below(10_000_000);
            rows.push((region, amount));
        }
        let region = rows[index(stream.below(n))].0;
        Self { rows, region }
    }

    /// Amounts of the region asked for.
    pub(in super::super) fn asked(&self) -> Vec<u64> {
        let asked = self.rows.iter().filter(|(region, _)| *region == self.region);
        asked.map(|(_, amount)| *amount).collect()
    }

    pub(super) fn made(&self) -> Made {
        let mut input = format!(
            "sum of amount where region is {}\nregion,amount\n",
            REGIONS[self.region]
        );
        for (region, amount) in &self.rows {
            input += &format!("{},{}\n", REGIONS[*region], in_units(*amount));
        }
        let sum = in_units(self.asked().iter().sum());
        Made {
            media_type: "text/csv",
            answer_type: "text/plain",
            input: input.into_bytes(),
            oracle: Form::Decimal(v1::DecimalOracle {
                expected: sum.clone(),
                tolerance: "0".to_owned(),
            }),
            answer: sum.into_bytes(),
        }
    }
}

fn index(number: u64) -> usize {
    usize::try_from(number).expect("a small number")
}

/// Hundredths, with two decimals.
fn in_units(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
