//! `table-lookup`: the sum of a column where another has a value.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use casp_wire::v1::oracle::Form;
use casp_wire::v1::{DecimalOracle, Oracle};

use super::Generated;
use super::stream::Stream;

const REGIONS: [&str; 4] = ["north", "south", "east", "west"];

struct Row {
    region: &'static str,
    hundredths: u64,
}

impl Row {
    fn draw(stream: &mut Stream) -> Self {
        Self {
            region: stream.one_of(&REGIONS),
            hundredths: stream.below(10_000_000),
        }
    }
}

pub(super) fn make(stream: &mut Stream) -> Generated {
    let count = stream.from(5, 8);
    let rows: Vec<_> = (0..count).map(|_| Row::draw(stream)).collect();
    let chosen = usize::try_from(stream.below(count)).unwrap_or_default();
    let region = rows.get(chosen).map_or("", |row| row.region);
    let mut input = format!("sum of amount where region is {region}\nregion,amount\n");
    for row in &rows {
        input.push_str(&format!("{},{}\n", row.region, with_decimals(row.hundredths)));
    }
    let asked = rows.iter().filter(|row| row.region == region);
    let answer = with_decimals(asked.fold(0, |sum, row| row.hundredths.saturating_add(sum)));
    Generated {
        input: input.into(),
        oracle: Oracle {
            form: Some(Form::Decimal(DecimalOracle {
                expected: answer.clone(),
                tolerance: "0".into(),
            })),
        },
        answer: answer.into(),
    }
}

fn with_decimals(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
