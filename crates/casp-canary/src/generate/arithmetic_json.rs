//! `arithmetic-json`: sums over the lines of an order.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use casp_wire::v1::Oracle;
use casp_wire::v1::oracle::Form;

use super::Generated;
use super::stream::Stream;

struct Line {
    price: i64,
    quantity: i64,
}

impl Line {
    fn draw(stream: &mut Stream) -> Self {
        let signed = |number: u64| i64::try_from(number).unwrap_or_default();
        Self {
            price: signed(stream.below(2_000_001)).saturating_sub(1_000_000),
            quantity: signed(stream.from(1, 1_000)),
        }
    }
}

pub(super) fn make(stream: &mut Stream) -> Generated {
    let count = stream.from(3, 6);
    let lines: Vec<_> = (0..count).map(|_| Line::draw(stream)).collect();
    let listed: Vec<String> = lines
        .iter()
        .map(|line| format!(r#"{{"price":{},"quantity":{}}}"#, line.price, line.quantity))
        .collect();
    let largest = lines.iter().map(|line| line.price).max().unwrap_or_default();
    let total = lines.iter().fold(0_i64, |total, line| {
        total.saturating_add(line.price.saturating_mul(line.quantity))
    });
    let input = format!(
        r#"{{"lines":[{}],"want":["count","largest","total"]}}"#,
        listed.join(",")
    );
    let answer = format!(r#"{{"count":{count},"largest":{largest},"total":{total}}}"#);
    Generated {
        input: input.into(),
        oracle: Oracle {
            form: Some(Form::Json(answer.clone())),
        },
        answer: answer.into(),
    }
}
