//! From a scene to the bytes of a picture.

use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Color as _, DrawingArea, DrawingAreaErrorKind, DrawingBackend, FontDesc, FontFamily, FontStyle,
    FontTransform, IntoDrawingArea as _, PathElement, Polygon, RGBColor, SVGBackend, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::PlotError;
use super::letters::WithText;
use super::scene::{At, Rgb, Scene, Shape, Side, Size, Text, strokes};
use crate::number;

/// The PNG is drawn twice as large and then averaged, for smooth edges.
const OVERSAMPLED: u32 = 2;
/// The library draws in whole units, of which an SVG has so many to a pixel.
const FINE: u32 = 10;
const BYTES_PER_PIXEL: usize = 3;

pub(super) fn svg(scene: &Scene) -> Result<String, PlotError> {
    let (width, height) = (scene.width, scene.height);
    let fine = (width.saturating_mul(FINE), height.saturating_mul(FINE));
    let mut drawn = String::new();
    let area = SVGBackend::with_string(&mut drawn, fine).into_drawing_area();
    paint(scene, &area, f64::from(FINE)).map_err(|error| PlotError::Drawing(error.to_string()))?;
    drop(area);
    let size = |(width, height): (u32, u32)| format!("<svg width=\"{width}\" height=\"{height}\"");
    // The size in pixels; what it shows keeps its own units.
    match drawn.strip_prefix(&size(fine)) {
        Some(rest) => Ok(size((width, height)) + rest),
        None => Err(PlotError::Drawing("an SVG begins with its size".to_owned())),
    }
}

pub(super) fn png(scene: &Scene) -> Result<Vec<u8>, PlotError> {
    let (width, height) = (
        scene.width.saturating_mul(OVERSAMPLED),
        scene.height.saturating_mul(OVERSAMPLED),
    );
    let pixels = |side: u32| usize::try_from(side).unwrap_or(usize::MAX);
    let row = pixels(width).saturating_mul(BYTES_PER_PIXEL);
    let mut large = vec![0; row.saturating_mul(pixels(height))];
    let area = WithText(BitMapBackend::with_buffer(&mut large, (width, height))).into_drawing_area();
    paint(scene, &area, f64::from(OVERSAMPLED)).map_err(|error| PlotError::Drawing(error.to_string()))?;
    drop(area);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, scene.width, scene.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&averaged(&large, row))?;
    writer.finish()?;
    Ok(file)
}

/// Each pixel from the two by two pixels that it is drawn as.
fn averaged(large: &[u8], row: usize) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(large.len() / 4);
    for rows in large.chunks_exact(row.saturating_mul(2).max(1)) {
        let Some((above, below)) = rows.split_at_checked(row) else {
            continue;
        };
        for (above, below) in above.chunks_exact(6).zip(below.chunks_exact(6)) {
            let sides = above
                .iter()
                .zip(above.iter().skip(3))
                .zip(below.iter().zip(below.iter().skip(3)));
            for ((a, b), (c, d)) in sides {
                let sum: u16 = [*a, *b, *c, *d].into_iter().map(u16::from).sum();
                pixels.push(u8::try_from(sum / 4).unwrap_or(u8::MAX));
            }
        }
    }
    pixels
}

type Painted<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn paint<DB: DrawingBackend>(scene: &Scene, area: &DrawingArea<DB, Shift>, scale: f64) -> Painted<DB> {
    area.fill(&RGBColor(255, 255, 255))?;
    let pixel = |at: f64| i32::try_from(number::whole(at * scale)).unwrap_or_default();
    let place = |at: &At| (pixel(at.0), pixel(at.1));
    for shape in &scene.shapes {
        match shape {
            Shape::Line {
                points,
                color,
                width,
                dashes,
            } => {
                let width = u32::try_from(pixel(f64::from(*width))).unwrap_or(1);
                for stroke in strokes(points, dashes) {
                    let stroke: Vec<_> = stroke.iter().map(place).collect();
                    area.draw(&PathElement::new(stroke, rgb(*color).stroke_width(width)))?;
                }
            }
            Shape::Area { points, color, alpha } => {
                let points: Vec<_> = points.iter().map(place).collect();
                area.draw(&Polygon::new(points, rgb(*color).mix(*alpha)))?;
            }
            Shape::Text(text) => write(text, area, place(&text.at), scale)?,
        }
    }
    area.present()
}

fn write<DB: DrawingBackend>(text: &Text, area: &DrawingArea<DB, Shift>, at: (i32, i32), scale: f64) -> Painted<DB> {
    let weight = if text.size == Size::Title {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let mut font = FontDesc::new(FontFamily::SansSerif, text.size() * scale, weight);
    if text.is_turned {
        font = font.transform(FontTransform::Rotate270);
    }
    let h = match text.h {
        Side::Start => HPos::Left,
        Side::Middle => HPos::Center,
        Side::End => HPos::Right,
    };
    let v = match text.v {
        Side::Start => VPos::Top,
        Side::Middle => VPos::Center,
        Side::End => VPos::Bottom,
    };
    let color = rgb(text.color);
    let style = TextStyle::from(font).color(&color).pos(Pos::new(h, v));
    area.draw_text(&text.text, &style, at)
}

const fn rgb(Rgb(red, green, blue): Rgb) -> RGBColor {
    RGBColor(red, green, blue)
}
