//! `arithmetic-json`: lines of prices and quantities, to be counted and summed.

use casp_wire::v1::oracle::Form;

use super::{Made, Stream};

pub(in super::super) struct Sums {
    /// Price and quantity of each line.
    pub(in super::super) lines: Vec<(i64, i64)>,
}

impl Sums {
    pub(in super::super) fn draw(stream: &mut Stream) -> Self {
        let n = 3 + stream.below(6);
        let mut lines = Vec::new();
        for _ in 0..n {
            let price = stream.below_i64(2_000_001) - 1_000_000;
            let quantity = 1 + stream.below_i64(1_000);
            lines.push((price, quantity));
        }
        Self { lines }
    }

    pub(in super::super) fn largest(&self) -> i64 {
        self.lines
            .iter()
            .map(|(price, _)| *price)
            .max()
            .expect("there are lines")
    }

    pub(in super::super) fn total(&self) -> i64 {
        self.lines.iter().map(|(price, quantity)| price * quantity).sum()
    }

    pub(super) fn made(&self) -> Made {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|(price, quantity)| format!(r#"{{"price":{price},"quantity":{quantity}}}"#))
            .collect();
        let input = format!(
            r#"{{"lines":[{}],"want":["count","largest","total"]}}"#,
            lines.join(",")
        );
        let right = format!(
            r#"{{"count":{},"largest":{},"total":{}}}"#,
            self.lines.len(),
            self.largest(),
            self.total()
        );
        Made {
            media_type: "application/json",
            answer_type: "application/json",
            input: input.into_bytes(),
            oracle: Form::Json(right.clone()),
            answer: right.into_bytes(),
        }
    }
}
