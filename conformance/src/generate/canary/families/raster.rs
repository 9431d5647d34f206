//! `raster-digest`: shapes, to be painted.

use casp_wire::v1::oracle::Form;

use super::{Made, Stream};
use crate::generate::engagement::content_digest;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum ShapeKind {
    Rect,
    Disc,
    Frame,
}

/// A shape. Of a disc, `w` is the radius and `h` is nothing.
pub(in super::super) struct Shape {
    pub(in super::super) kind: ShapeKind,
    pub(in super::super) x: i64,
    pub(in super::super) y: i64,
    pub(in super::super) w: i64,
    pub(in super::super) h: i64,
    pub(in super::super) value: u8,
}

pub(in super::super) struct Raster {
    pub(in super::super) width: i64,
    pub(in super::super) height: i64,
    pub(in super::super) background: u8,
    pub(in super::super) shapes: Vec<Shape>,
}

impl Raster {
    pub(in super::super) fn draw(stream: &mut Stream) -> Self {
        let width = 16 + stream.below_i64(49);
        let height = 16 + stream.below_i64(49);
        let background = grey(stream);
        let n = 2 + stream.below(5);
        let shapes = (0..n).map(|_| Shape::draw(stream, width, height)).collect();
        Self {
            width,
            height,
            background,
            shapes,
        }
    }

    pub(super) fn made(&self) -> Made {
        let shapes: Vec<String> = self.shapes.iter().map(Shape::json).collect();
        let input = format!(
            r#"{{"background":{},"height":{},"shapes":[{}],"width":{}}}"#,
            self.background,
            self.height,
            shapes.join(","),
            self.width
        );
        let image = self.image();
        Made {
            media_type: "application/json",
            answer_type: "image/x-portable-graymap",
            input: input.into_bytes(),
            oracle: Form::ExactDigest(content_digest(&image)),
            answer: image,
        }
    }

    fn image(&self) -> Vec<u8> {
        let mut image = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        for py in 0..self.height {
            for px in 0..self.width {
                // What was painted last is on top.
                let top = self.shapes.iter().rev().find(|shape| shape.covers(px, py));
                image.push(top.map_or(self.background, |shape| shape.value));
            }
        }
        image
    }
}

impl Shape {
    fn draw(stream: &mut Stream, width: i64, height: i64) -> Self {
        let kind = match stream.below(3) {
            0 => ShapeKind::Rect,
            1 => ShapeKind::Disc,
            _ => ShapeKind::Frame,
        };
        let [across, down] = [width, height].map(|side| u64::try_from(side).expect("a length"));
        let x = stream.below_i64(across);
        let y = stream.below_i64(down);
        let (w, h) = match kind {
            ShapeKind::Disc => (1 + stream.below_i64(16), 0),
            _ => (1 + stream.below_i64(across), 1 + stream.below_i64(down)),
        };
        let value = grey(stream);
        Self {
            kind,
            x,
            y,
            w,
            h,
            value,
        }
    }

    pub(in super::super) fn covers(&self, px: i64, py: i64) -> bool {
        let (right, bottom) = (self.x + self.w - 1, self.y + self.h - 1);
        let in_rect = (self.x..=right).contains(&px) && (self.y..=bottom).contains(&py);
        match self.kind {
            ShapeKind::Rect => in_rect,
            ShapeKind::Frame => in_rect && (px == self.x || px == right || py == self.y || py == bottom),
            ShapeKind::Disc => (px - self.x).pow(2) + (py - self.y).pow(2) <= self.w.pow(2),
        }
    }

    fn json(&self) -> String {
        let Self { x, y, w, h, value, .. } = self;
        let sided = |kind| format!(r#"{{"h":{h},"kind":"{kind}","value":{value},"w":{w},"x":{x},"y":{y}}}"#);
        match self.kind {
            ShapeKind::Rect => sided("rect"),
            ShapeKind::Frame => sided("frame"),
            ShapeKind::Disc => format!(r#"{{"kind":"disc","r":{w},"value":{value},"x":{x},"y":{y}}}"#),
        }
    }
}

fn grey(stream: &mut Stream) -> u8 {
    u8::try_from(stream.below(256)).expect("a byte")
}
