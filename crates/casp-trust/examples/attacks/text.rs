//! Text in a bitmap without a font on the machine: plotters' bitmap backend, and letters that were drawn in advance.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use plotters::backend::BitMapBackend;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

pub(crate) struct WithText<'a>(pub(crate) BitMapBackend<'a>);

type Failed<'a> = DrawingErrorKind<<BitMapBackend<'a> as DrawingBackend>::ErrorType>;

fn face<S: BackendTextStyle>(style: &S) -> (FontWeight, RasterHeight) {
    let weight = if matches!(style.style(), FontStyle::Bold) {
        FontWeight::Bold
    } else {
        FontWeight::Regular
    };
    let height = if style.size() >= 30.0 {
        RasterHeight::Size32
    } else {
        RasterHeight::Size24
    };
    (weight, height)
}

impl<'a> DrawingBackend for WithText<'a> {
    type ErrorType = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), Failed<'a>> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), Failed<'a>> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Result<(), Failed<'a>> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), Failed<'a>> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), Failed<'a>> {
        self.0.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), Failed<'a>> {
        let (weight, height) = face(style);
        let width = get_raster_width(weight, height) * text.chars().count();
        Ok((width as u32, height.val() as u32))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Result<(), Failed<'a>> {
        let (weight, height) = face(style);
        let (width, tall) = self.estimate_text_size(text, style)?;
        let (width, tall) = (width as i32, tall as i32);
        let anchor = style.anchor();
        let left = match anchor.h_pos {
            HPos::Left => 0,
            HPos::Right => -width,
            HPos::Center => -width / 2,
        };
        let top = match anchor.v_pos {
            VPos::Top => 0,
            VPos::Center => -tall / 2,
            VPos::Bottom => -tall,
        };
        let (turn, color) = (style.transform(), style.color());
        for (nth, letter) in text.chars().enumerate() {
            let Some(raster) = get_raster(letter, weight, height) else {
                continue;
            };
            let start = left + (nth * raster.width()) as i32;
            for (row, pixels) in raster.raster().iter().enumerate() {
                for (column, strength) in pixels.iter().enumerate().filter(|(_, strength)| **strength > 0) {
                    let (x, y) = turn.transform(start + column as i32, top + row as i32);
                    let alpha = color.alpha * f64::from(*strength) / 255.0;
                    self.draw_pixel((pos.0 + x, pos.1 + y), BackendColor { alpha, ..color })?;
                }
            }
        }
        Ok(())
    }
}
