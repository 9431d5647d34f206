//! `raster-digest`: shapes painted onto a grey image.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use casp_task::content::content_digest;
use casp_wire::v1::Oracle;
use casp_wire::v1::oracle::Form;

use super::Generated;
use super::stream::Stream;

/// Coordinates stay below 200, so that nothing here overflows.
struct Shape {
    outline: Outline,
    x: i64,
    y: i64,
    value: u8,
}

enum Outline {
    Rect { w: i64, h: i64 },
    Disc { r: i64 },
    Frame { w: i64, h: i64 },
}

impl Shape {
    fn draw(stream: &mut Stream, width: u64, height: u64) -> Self {
        let kind = stream.below(3);
        let (x, y) = (coordinate(stream.below(width)), coordinate(stream.below(height)));
        let outline = if kind == 1 {
            Outline::Disc {
                r: coordinate(stream.from(1, 16)),
            }
        } else {
            let (w, h) = (coordinate(stream.from(1, width)), coordinate(stream.from(1, height)));
            if kind == 0 {
                Outline::Rect { w, h }
            } else {
                Outline::Frame { w, h }
            }
        };
        let value = grey(stream);
        Self { outline, x, y, value }
    }

    fn covers(&self, px: i64, py: i64) -> bool {
        let (dx, dy) = (px.saturating_sub(self.x), py.saturating_sub(self.y));
        let is_in = |w: i64, h: i64| (0..w).contains(&dx) && (0..h).contains(&dy);
        match self.outline {
            Outline::Rect { w, h } => is_in(w, h),
            Outline::Frame { w, h } => {
                let on_edge = dx == 0 || dy == 0 || dx.saturating_add(1) == w || dy.saturating_add(1) == h;
                is_in(w, h) && on_edge
            }
            Outline::Disc { r } => dx.saturating_mul(dx).saturating_add(dy.saturating_mul(dy)) <= r.saturating_mul(r),
        }
    }

    fn to_json(&self) -> String {
        let Self { outline, x, y, value } = self;
        let boxed = |kind, w, h| format!(r#"{{"h":{h},"kind":"{kind}","value":{value},"w":{w},"x":{x},"y":{y}}}"#);
        match outline {
            Outline::Rect { w, h } => boxed("rect", w, h),
            Outline::Frame { w, h } => boxed("frame", w, h),
            Outline::Disc { r } => format!(r#"{{"kind":"disc","r":{r},"value":{value},"x":{x},"y":{y}}}"#),
        }
    }
}

pub(super) fn make(stream: &mut Stream) -> Generated {
    let (width, height) = (stream.from(16, 49), stream.from(16, 49));
    let background = grey(stream);
    let count = stream.from(2, 5);
    let shapes: Vec<_> = (0..count).map(|_| Shape::draw(stream, width, height)).collect();
    let listed: Vec<_> = shapes.iter().map(Shape::to_json).collect();
    let input = format!(
        r#"{{"background":{background},"height":{height},"shapes":[{}],"width":{width}}}"#,
        listed.join(",")
    );
    let mut answer = format!("P5\n{width} {height}\n255\n").into_bytes();
    for py in 0..coordinate(height) {
        for px in 0..coordinate(width) {
            let topmost = shapes.iter().rev().find(|shape| shape.covers(px, py));
            answer.push(topmost.map_or(background, |shape| shape.value));
        }
    }
    Generated {
        input: input.into(),
        oracle: Oracle {
            form: Some(Form::ExactDigest(content_digest(&answer).into())),
        },
        answer,
    }
}

fn coordinate(number: u64) -> i64 {
    i64::try_from(number).unwrap_or_default()
}

fn grey(stream: &mut Stream) -> u8 {
    u8::try_from(stream.below(256)).unwrap_or_default()
}
