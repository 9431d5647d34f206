//! What is to be drawn, in pixels of the finished picture, from its upper left corner. Knows no format.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

use super::PlotError;
use crate::number;
use crate::table::Meta;

pub(super) type At = (f64, f64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const BLACK: Rgb = Rgb(0, 0, 0);
pub(super) const WHITE: Rgb = Rgb(255, 255, 255);
pub(super) const GREY: Rgb = Rgb(90, 90, 90);
pub(super) const PALE: Rgb = Rgb(224, 224, 224);

pub(super) enum Shape {
    Line {
        points: Vec<At>,
        color: Rgb,
        width: u32,
        /// Lengths of stroke and gap in turn; empty for a line without gaps.
        dashes: &'static [f64],
    },
    Area {
        points: Vec<At>,
        color: Rgb,
        alpha: f64,
    },
    Text(Text),
}

#[derive(Clone)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) at: At,
    pub(super) h: Side,
    pub(super) v: Side,
    pub(super) color: Rgb,
    pub(super) size: Size,
    /// Read from below.
    pub(super) is_turned: bool,
}

/// Which side of a text lies at its place: left or top, middle, right or bottom.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    Middle,
    End,
}

impl Text {
    pub(super) fn new(text: &str, at: At, h: Side, v: Side) -> Self {
        Self {
            text: text.to_owned(),
            at,
            h,
            v,
            color: BLACK,
            size: Size::Label,
            is_turned: false,
        }
    }

    /// Small and grey: about the picture, not of it.
    pub(super) fn note(text: &str, at: At, h: Side, v: Side) -> Self {
        Self {
            color: GREY,
            size: Size::Note,
            ..Self::new(text, at, h, v)
        }
    }

    /// In pixels, with the room between lines.
    pub(super) const fn size(&self) -> f64 {
        match self.size {
            Size::Note => 12.0,
            Size::Label | Size::Title => 16.0,
        }
    }

    /// In the embedded font. Usual sans-serif ones are not wider.
    pub(super) fn width(&self) -> f64 {
        let letter = match self.size {
            Size::Note => 5.5,
            Size::Label => 7.0,
            Size::Title => 8.0,
        };
        letter * number::count(self.text.chars().count())
    }
}

/// Of letters. A title is bold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Note,
    Label,
    Title,
}

pub(super) struct Scene {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) shapes: Vec<Shape>,
}

impl Scene {
    /// With a title above, what the figures are below it, and where they come from at the bottom.
    pub(super) fn new((width, height): (u32, u32), title: &str, below: &str, meta: &Meta) -> Self {
        let mut scene = Self {
            width,
            height,
            shapes: Vec::new(),
        };
        let middle = f64::from(width) / 2.0;
        scene.text(Text {
            size: Size::Title,
            ..Text::new(title, (middle, 12.0), Side::Middle, Side::Start)
        });
        scene.text(Text::note(below, (middle, 36.0), Side::Middle, Side::Start));
        let digest: String = meta.scenario.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let last = meta.first_seed.saturating_add(meta.seeds).saturating_sub(1);
        let (figure, version, first) = (&meta.figure, &meta.version, meta.first_seed);
        let source = format!("{figure}; casp-sim {version}; scenario {digest}; seeds {first} to {last}");
        let bottom = f64::from(height) - 8.0;
        scene.text(Text::note(&source, (10.0, bottom), Side::Start, Side::End));
        scene
    }

    pub(super) fn text(&mut self, text: Text) {
        self.shapes.push(Shape::Text(text));
    }

    pub(super) fn line(&mut self, points: Vec<At>, color: Rgb, width: u32, dashes: &'static [f64]) {
        self.shapes.push(Shape::Line {
            points,
            color,
            width,
            dashes,
        });
    }

    pub(super) fn area(&mut self, points: Vec<At>, color: Rgb, alpha: f64) {
        self.shapes.push(Shape::Area { points, color, alpha });
    }

    pub(super) fn rectangle(&mut self, (left, top): At, (right, bottom): At, color: Rgb) {
        self.area(corners((left, top), (right, bottom)), color, 1.0);
    }

    pub(super) fn frame(&mut self, from: At, to: At) {
        let mut points = corners(from, to);
        points.push(from);
        self.line(points, BLACK, 1, &[]);
    }

    /// Whether every text can be drawn, and lies within the picture.
    pub(super) fn check(&self) -> Result<(), PlotError> {
        for shape in &self.shapes {
            let Shape::Text(text) = shape else { continue };
            let is_unknown = |letter: &char| get_raster(*letter, FontWeight::Regular, RasterHeight::Size24).is_none();
            if let Some(letter) = text.text.chars().find(is_unknown) {
                return Err(PlotError::Letter(letter));
            }
            let wide = text.width();
            let (place, side) = if text.is_turned {
                (f64::from(self.height) - text.at.1, f64::from(self.height))
            } else {
                (text.at.0, f64::from(self.width))
            };
            let from = match text.h {
                Side::Start => place,
                Side::Middle => place - wide / 2.0,
                Side::End => place - wide,
            };
            if from < 0.0 || from + wide > side {
                return Err(PlotError::NoRoom(text.text.clone()));
            }
        }
        Ok(())
    }
}

fn corners((left, top): At, (right, bottom): At) -> Vec<At> {
    vec![(left, top), (right, top), (right, bottom), (left, bottom)]
}

/// The strokes of a line with dashes: each the points that it goes through.
pub(super) fn strokes(points: &[At], dashes: &[f64]) -> Vec<Vec<At>> {
    if dashes.iter().any(|dash| *dash < 1.0) || dashes.is_empty() {
        return vec![points.to_vec()];
    }
    let mut lengths = dashes.iter().copied().cycle();
    let (mut left, mut is_stroke) = (lengths.next().unwrap_or(1.0), true);
    let mut all = vec![points.first().copied().into_iter().collect::<Vec<At>>()];
    for pair in points.windows(2) {
        let [mut from, to] = *pair else { continue };
        loop {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = libm::hypot(dx, dy);
            let is_through = length < left;
            let share = if is_through { 1.0 } else { left / length.max(1e-9) };
            let next = (from.0 + dx * share, from.1 + dy * share);
            if is_stroke && let Some(stroke) = all.last_mut() {
                stroke.push(next);
            }
            if is_through {
                left -= length;
                break;
            }
            (left, is_stroke, from) = (lengths.next().unwrap_or(1.0), !is_stroke, next);
            if is_stroke {
                all.push(vec![from]);
            }
        }
    }
    all.retain(|stroke| stroke.len() > 1);
    all
}
