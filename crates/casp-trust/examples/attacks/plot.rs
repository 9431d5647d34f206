//! Three panels for each attack: whose tasks, how well they were done, what was expected.

use std::error::Error;
use std::ops::Range;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::attack::Attack;
use crate::figures::{Band, Measured};
use crate::market::DAYS;
use crate::text::WithText;

/// Pixels of the SVG and the PNG.
const SIZE: (u32, u32) = (1_000, 1_180);

/// The PNG is drawn so many times as large and then averaged, for smooth edges.
const OVERSAMPLED: u32 = 2;

/// Colours that most colour-blind eyes tell apart (M. Okabe, K. Ito, *Color Universal Design*, 2008).
const VERMILION: RGBColor = RGBColor(213, 94, 0);
const BLUE: RGBColor = RGBColor(0, 114, 178);
const GREY: RGBColor = RGBColor(90, 90, 90);

type Failed = Box<dyn Error>;

pub(crate) fn svg(attack: Attack, seeds: u64, off: &Measured, on: &Measured) -> Result<String, Failed> {
    let mut drawn = String::new();
    let area = SVGBackend::with_string(&mut drawn, SIZE).into_drawing_area();
    Plot {
        scale: 1,
        attack,
        seeds,
        off,
        on,
    }
    .draw(&area)
    .map_err(|error| error.to_string())?;
    drop(area);
    Ok(drawn)
}

pub(crate) fn png(attack: Attack, seeds: u64, off: &Measured, on: &Measured) -> Result<Vec<u8>, Failed> {
    let large = (SIZE.0 * OVERSAMPLED, SIZE.1 * OVERSAMPLED);
    let mut pixels = vec![0; (large.0 * large.1 * 3) as usize];
    {
        let area = WithText(BitMapBackend::with_buffer(&mut pixels, large)).into_drawing_area();
        let scale = OVERSAMPLED as i32;
        Plot {
            scale,
            attack,
            seeds,
            off,
            on,
        }
        .draw(&area)
        .map_err(|error| error.to_string())?;
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&averaged(&pixels))?;
    writer.finish()?;
    Ok(file)
}

/// Each pixel from the square of pixels that it is drawn as.
fn averaged(large: &[u8]) -> Vec<u8> {
    let (side, width) = (OVERSAMPLED as usize, (SIZE.0 * OVERSAMPLED) as usize);
    let mut pixels = Vec::with_capacity(large.len() / (side * side));
    for row in 0..SIZE.1 as usize {
        for column in 0..SIZE.0 as usize {
            for channel in 0..3 {
                let square = (0..side * side).map(|at| {
                    let (y, x) = (row * side + at / side, column * side + at % side);
                    usize::from(large[(y * width + x) * 3 + channel])
                });
                pixels.push((square.sum::<usize>() / (side * side)) as u8);
            }
        }
    }
    pixels
}

struct Plot<'a> {
    scale: i32,
    attack: Attack,
    seeds: u64,
    off: &'a Measured,
    on: &'a Measured,
}

struct Curve<'a> {
    name: &'static str,
    bands: &'a [Band],
    color: RGBColor,
    is_dashed: bool,
}

const fn curve<'a>(name: &'static str, bands: &'a [Band], color: RGBColor, is_dashed: bool) -> Curve<'a> {
    Curve {
        name,
        bands,
        color,
        is_dashed,
    }
}

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl Plot<'_> {
    fn draw<DB: DrawingBackend>(&self, area: &DrawingArea<DB, Shift>) -> Drawn<DB> {
        area.fill(&WHITE)?;
        let (width, _) = area.dim_in_pixel();
        let title = self
            .font(16)
            .style(FontStyle::Bold)
            .into_text_style(area)
            .pos(Pos::new(HPos::Center, VPos::Top));
        let small = self
            .font(12)
            .into_text_style(area)
            .color(&GREY)
            .pos(Pos::new(HPos::Center, VPos::Top));
        let middle = width as i32 / 2;
        area.draw_text(self.attack.title(), &title, (middle, self.px(14)))?;
        let below = format!("lines: mean of {} seeds; bands: 10th to 90th percentile", self.seeds);
        area.draw_text(&below, &small, (middle, self.px(40)))?;
        let (_, rest) = area.split_vertically(self.px(62));
        let panels = rest.split_evenly((3, 1));
        let (off, on) = (self.off, self.on);
        self.panel(
            &panels[0],
            "tasks given to the attacker (%)",
            100.0,
            0.0..50.0,
            &[
                curve("defence off", &off.share, VERMILION, false),
                curve("defence on", &on.share, BLUE, false),
            ],
        )?;
        self.panel(
            &panels[1],
            "tasks done well (%)",
            100.0,
            50.0..100.0,
            &[
                curve("defence off", &off.success, VERMILION, false),
                curve("defence on", &on.success, BLUE, false),
            ],
        )?;
        self.panel(
            &panels[2],
            "expectation (0 to 1)",
            1.0,
            0.0..1.0,
            &[
                curve("attacker, off", &off.attacker, VERMILION, false),
                curve("attacker, on", &on.attacker, BLUE, false),
                curve("honest, off", &off.honest, VERMILION, true),
                curve("honest, on", &on.honest, BLUE, true),
            ],
        )?;
        area.present()
    }

    fn panel<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        unit: &str,
        factor: f64,
        figures: Range<f64>,
        curves: &[Curve<'_>],
    ) -> Drawn<DB> {
        let days: Range<f64> = 0.0..DAYS as f64;
        let mut chart = ChartBuilder::on(area)
            .margin(self.px(8))
            .margin_right(self.px(175))
            .x_label_area_size(self.px(44))
            .y_label_area_size(self.px(62))
            .build_cartesian_2d(days, figures.clone())?;
        chart
            .configure_mesh()
            .x_desc("time (days)")
            .y_desc(unit)
            .x_labels(13)
            .y_labels(6)
            .x_label_formatter(&|day| format!("{day:.0}"))
            .y_label_formatter(&|figure| {
                if factor > 1.0 {
                    format!("{figure:.0}")
                } else {
                    format!("{figure:.1}")
                }
            })
            .label_style(self.font(12))
            .axis_desc_style(self.font(12))
            .light_line_style(TRANSPARENT)
            .bold_line_style(BLACK.mix(0.12))
            .draw()?;
        for mark in self.attack.marks() {
            let at = mark as f64;
            chart.draw_series(std::iter::once(PathElement::new(
                vec![(at, figures.start), (at, figures.end)],
                GREY.stroke_width(self.scale as u32),
            )))?;
        }
        for curve in curves {
            let edge = |of: fn(&Band) -> f64| curve.bands.iter().map(move |band| (band.day as f64, of(band) * factor));
            let outline: Vec<_> = edge(|it| it.low).chain(edge(|it| it.high).rev()).collect();
            chart.draw_series(std::iter::once(Polygon::new(outline, curve.color.mix(0.16))))?;
        }
        for curve in curves {
            let points: Vec<_> = curve
                .bands
                .iter()
                .map(|band| (band.day as f64, band.mean * factor))
                .collect();
            let style = curve.color.stroke_width(2 * self.scale as u32);
            if curve.is_dashed {
                let (dash, gap) = (7 * self.scale, 5 * self.scale);
                chart.draw_series(DashedLineSeries::new(points, dash as u32, gap as u32, style))?;
            } else {
                chart.draw_series(LineSeries::new(points, style))?;
            }
        }
        self.legend(area, curves)
    }

    /// Beside the panel, so that it hides nothing.
    fn legend<DB: DrawingBackend>(&self, area: &DrawingArea<DB, Shift>, curves: &[Curve<'_>]) -> Drawn<DB> {
        let (width, _) = area.dim_in_pixel();
        let left = width as i32 - self.px(165);
        let text = self
            .font(12)
            .into_text_style(area)
            .pos(Pos::new(HPos::Left, VPos::Center));
        let line = |from: i32, to: i32, y: i32, style: ShapeStyle| {
            PathElement::new(vec![(left + from, y), (left + to, y)], style)
        };
        for (nth, curve) in curves.iter().enumerate() {
            let y = self.px(24 + 24 * nth as i32);
            let style = curve.color.stroke_width(2 * self.scale as u32);
            if curve.is_dashed {
                area.draw(&line(0, self.px(7), y, style))?;
                area.draw(&line(self.px(12), self.px(19), y, style))?;
                area.draw(&line(self.px(24), self.px(28), y, style))?;
            } else {
                area.draw(&line(0, self.px(28), y, style))?;
            }
            area.draw_text(curve.name, &text, (left + self.px(36), y))?;
        }
        let y = self.px(24 + 24 * curves.len() as i32);
        let mark = PathElement::new(
            vec![
                (left + self.px(14), y - self.px(9)),
                (left + self.px(14), y + self.px(9)),
            ],
            GREY.stroke_width(self.scale as u32),
        );
        area.draw(&mark)?;
        let name = if self.attack == Attack::OnOff {
            "turns bad"
        } else {
            "attack begins"
        };
        area.draw_text(name, &text, (left + self.px(36), y))
    }

    const fn px(&self, pixels: i32) -> i32 {
        pixels * self.scale
    }

    fn font(&self, pixels: i32) -> FontDesc<'static> {
        FontDesc::new(FontFamily::SansSerif, f64::from(self.px(pixels)), FontStyle::Normal)
    }
}
