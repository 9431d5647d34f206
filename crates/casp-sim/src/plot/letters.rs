//! Text in a bitmap without a font on the machine: plotters' bitmap backend, and letters that were drawn in advance.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use plotters::backend::BitMapBackend;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

pub(super) struct WithText<'a>(pub(super) BitMapBackend<'a>);

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
        let width = get_raster_width(weight, height).saturating_mul(text.chars().count());
        let fits = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        Ok((fits(width), fits(height.val())))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Result<(), Failed<'a>> {
        let (weight, height) = face(style);
        let (wide, tall) = self.estimate_text_size(text, style)?;
        let (wide, tall) = (signed(wide), signed(tall));
        let anchor = style.anchor();
        let left = match anchor.h_pos {
            HPos::Left => 0,
            HPos::Right => wide.saturating_neg(),
            HPos::Center => (wide / 2).saturating_neg(),
        };
        let top = match anchor.v_pos {
            VPos::Top => 0,
            VPos::Center => (tall / 2).saturating_neg(),
            VPos::Bottom => tall.saturating_neg(),
        };
        let (turn, color) = (style.transform(), style.color());
        let mut start = left;
        for letter in text.chars() {
            let Some(raster) = get_raster(letter, weight, height) else {
                continue;
            };
            for (y, pixels) in (top..).zip(raster.raster()) {
                for (x, strength) in (start..).zip(*pixels).filter(|(_, strength)| **strength > 0) {
                    let (x, y) = turn.transform(x, y);
                    let alpha = color.alpha * f64::from(*strength) / 255.0;
                    let at = (pos.0.saturating_add(x), pos.1.saturating_add(y));
                    self.draw_pixel(at, BackendColor { alpha, ..color })?;
                }
            }
            start = start.saturating_add(i32::try_from(raster.width()).unwrap_or_default());
        }
        Ok(())
    }
}

fn signed(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}
