//! Lines with bands, in panels one below the other.

use super::axis::Axis;
use super::describe::{Lines, MAX_SERIES, Panel, Shown};
use super::scene::{At, BLACK, GREY, PALE, Rgb, Scene, Side, Text};
use super::{PlotError, describe};
use crate::number;
use crate::table::{Series, Table};

const WIDTH: u32 = 900;
const TOP: u32 = 62;
/// For the name of a mark.
const ROW: u32 = 18;
const PANEL: u32 = 290;
const BOTTOM: u32 = 66;
const LEFT: f64 = 84.0;
/// Between a panel and its legend, and within the legend up to the name.
const GAP: f64 = 18.0;
const SAMPLE: f64 = 40.0;

/// Colours that most colour-blind eyes tell apart (M. Okabe, K. Ito, *Color Universal Design*, 2008), with dashes and corners of
/// the marker that tell them apart in grey.
const STYLES: [(Rgb, &[f64], Marker); MAX_SERIES] = [
    (Rgb(0, 114, 178), &[], Marker::Circle),
    (Rgb(213, 94, 0), &[8.0, 4.0], Marker::Square),
    (Rgb(0, 158, 115), &[2.0, 3.0], Marker::Triangle),
    (Rgb(204, 121, 167), &[9.0, 3.0, 2.0, 3.0], Marker::Diamond),
    (Rgb(230, 159, 0), &[14.0, 4.0], Marker::Inverted),
    (Rgb(86, 180, 233), &[5.0, 2.0], Marker::Circle),
    (Rgb(0, 0, 0), &[4.0, 8.0], Marker::Square),
];
const MARK: &[f64] = &[5.0, 4.0];

#[derive(Clone, Copy)]
enum Marker {
    Circle,
    Square,
    Triangle,
    Diamond,
    Inverted,
}

pub(super) fn scene(table: &Table, lines: &Lines) -> Result<Scene, PlotError> {
    let panels: Vec<(&Panel, Vec<Drawn>)> = lines
        .panels
        .iter()
        .map(|panel| Ok((panel, drawn(table, lines, panel)?)))
        .collect::<Result<_, PlotError>>()?;
    let series = || panels.iter().flat_map(|(_, drawn)| drawn);
    let points = || series().flat_map(|drawn| &drawn.series.points);
    let mut places: Vec<f64> = points().map(|point| point.x).collect();
    places.sort_unstable_by(f64::total_cmp);
    let (Some(first), Some(last)) = (places.first(), places.last()) else {
        return Err(PlotError::Nothing);
    };
    let mut below = format!("lines: mean of {} seeds; bands: 95 %", table.meta().seeds);
    let missing = series().fold(0_usize, |sum, drawn| sum.saturating_add(drawn.series.missing));
    if missing > 0 {
        below.push_str(&format!("; {missing} figures missing"));
    }
    let count = u32::try_from(panels.len()).unwrap_or(u32::MAX);
    let marks = u32::try_from(lines.marks.len()).unwrap_or(u32::MAX);
    let top = TOP.saturating_add(marks.saturating_mul(ROW));
    let height = top.saturating_add(PANEL.saturating_mul(count)).saturating_add(BOTTOM);
    let mut scene = Scene::new((WIDTH, height), &lines.title, &below, table.meta());
    let widest = series()
        .map(|drawn| legend_name(drawn, (0.0, 0.0)).width())
        .fold(0.0, f64::max);
    let beside = if widest > 0.0 { GAP + SAMPLE + widest } else { 0.0 };
    let right = f64::from(WIDTH) - beside - 16.0;
    if right < f64::from(WIDTH) / 2.0 {
        let name = lines.names.iter().map(|(_, name)| name).max_by_key(|name| name.len());
        return Err(PlotError::NoRoom(name.cloned().unwrap_or_default()));
    }
    let x = Axis::along(*first, *last, lines.is_log, (LEFT, right))?;
    let mut top = f64::from(top);
    for (nth, (panel, drawn)) in panels.iter().enumerate() {
        let bottom = top + f64::from(PANEL) - 24.0;
        let is_last = nth.saturating_add(1) == panels.len();
        let y = upright(panel, drawn, (bottom, top))?;
        let frame = Frame {
            x: &x,
            y: &y,
            from: (LEFT, top),
            to: (right, bottom),
        };
        frame.grid(&mut scene, &axis_label(table, &panel.shown), is_last);
        frame.curves(&mut scene, drawn);
        // Named above the first panel, where the names hide nothing.
        frame.marks(&mut scene, &lines.marks, nth == 0)?;
        scene.frame(frame.from, frame.to);
        if widest > 0.0 && nth == 0 {
            legend(&mut scene, drawn, (right + GAP, top + 12.0));
        }
        if is_last {
            let at = (f64::midpoint(LEFT, right), bottom + 30.0);
            scene.text(Text::new(&axis_label(table, &lines.x), at, Side::Middle, Side::Start));
        }
        top += f64::from(PANEL);
    }
    Ok(scene)
}

/// A series with its name and style.
struct Drawn {
    series: Series,
    name: String,
    style: (Rgb, &'static [f64], Marker),
}

fn drawn(table: &Table, lines: &describe::Lines, panel: &Panel) -> Result<Vec<Drawn>, PlotError> {
    let mut all = table.summary(lines.series.as_deref(), &lines.x.column, &panel.shown.column)?;
    let mut drawn = Vec::new();
    if lines.series.is_none() {
        let name = String::new();
        let series = all.into_iter().zip(STYLES);
        return Ok(series
            .map(|(series, style)| Drawn {
                series,
                name: name.clone(),
                style,
            })
            .collect());
    }
    for ((value, name), style) in lines.names.iter().zip(STYLES) {
        let at = all.iter().position(|series| series.value == *value);
        let series = at.map(|at| all.swap_remove(at));
        let series = series.ok_or(PlotError::Nothing)?;
        let name = name.clone();
        drawn.push(Drawn { series, name, style });
    }
    match all.first() {
        Some(unnamed) => Err(PlotError::Series(unnamed.value.clone())),
        None => Ok(drawn),
    }
}

fn upright(panel: &Panel, drawn: &[Drawn], pixels: At) -> Result<Axis, PlotError> {
    let bands = || {
        drawn
            .iter()
            .flat_map(|drawn| &drawn.series.points)
            .map(|point| point.band)
    };
    if bands().next().is_none() {
        return Axis::upright((0.0, 1.0), (None, None), pixels);
    }
    if panel.is_log {
        // A band may reach to 0 and below, where this scale does not: it ends at the frame.
        let least = bands().map(|band| band.mean).fold(f64::INFINITY, f64::min);
        let most = bands().map(|band| band.mean).fold(f64::NEG_INFINITY, f64::max);
        return Axis::upright_log((least, most), (panel.min, panel.max), pixels);
    }
    let least = bands().map(|band| band.low()).fold(f64::INFINITY, f64::min);
    let most = bands().map(|band| band.high()).fold(f64::NEG_INFINITY, f64::max);
    Axis::upright((least, most), (panel.min, panel.max), pixels)
}

pub(super) fn axis_label(table: &Table, shown: &Shown) -> String {
    let unit = table
        .column(&shown.column)
        .map_or("", |(_, column)| column.unit.as_str());
    let label = &shown.label;
    if unit.is_empty() {
        label.clone()
    } else {
        format!("{label} ({unit})")
    }
}

struct Frame<'a> {
    x: &'a Axis,
    y: &'a Axis,
    from: At,
    to: At,
}

impl Frame<'_> {
    fn grid(&self, scene: &mut Scene, label: &str, is_last: bool) {
        let ((left, top), (right, bottom)) = (self.from, self.to);
        for (figure, text) in &self.x.ticks {
            let at = self.x.pixel(*figure);
            scene.line(vec![(at, top), (at, bottom)], PALE, 1, &[]);
            scene.line(vec![(at, bottom), (at, bottom + 5.0)], BLACK, 1, &[]);
            if is_last {
                scene.text(Text::new(text, (at, bottom + 8.0), Side::Middle, Side::Start));
            }
        }
        for (figure, text) in &self.y.ticks {
            let at = self.y.pixel(*figure);
            scene.line(vec![(left, at), (right, at)], PALE, 1, &[]);
            scene.line(vec![(left - 5.0, at), (left, at)], BLACK, 1, &[]);
            scene.text(Text::new(text, (left - 8.0, at), Side::End, Side::Middle));
        }
        let at = (10.0, f64::midpoint(top, bottom));
        scene.text(Text {
            is_turned: true,
            ..Text::new(label, at, Side::Middle, Side::Start)
        });
    }

    fn curves(&self, scene: &mut Scene, drawn: &[Drawn]) {
        // One may have no figure in this panel; the legend has it all the same.
        let drawn = || drawn.iter().filter(|drawn| !drawn.series.points.is_empty());
        for Drawn {
            series,
            style: (color, ..),
            ..
        } in drawn()
        {
            let points = || series.points.iter();
            let high = points().map(|point| (self.x.pixel(point.x), self.y.pixel(point.band.high())));
            let low = points()
                .rev()
                .map(|point| (self.x.pixel(point.x), self.y.pixel(point.band.low())));
            scene.area(high.chain(low).collect(), *color, 0.2);
        }
        for Drawn {
            series,
            style: (color, dashes, marker),
            ..
        } in drawn()
        {
            let at = |point: &crate::table::Point| (self.x.pixel(point.x), self.y.pixel(point.band.mean));
            let points: Vec<At> = series.points.iter().map(at).collect();
            scene.line(points.clone(), *color, 2, dashes);
            // Beyond the ends of an axis there is a line along the frame, and no marker.
            let shown = series
                .points
                .iter()
                .zip(points)
                .filter(|(point, _)| self.y.holds(point.band.mean));
            for (_, at) in shown {
                scene.area(corners(*marker, at), *color, 1.0);
            }
        }
    }

    fn marks(&self, scene: &mut Scene, marks: &[(f64, String)], is_first: bool) -> Result<(), PlotError> {
        let ((_, top), (right, bottom)) = (self.from, self.to);
        for (nth, (figure, label)) in marks.iter().enumerate() {
            if !self.x.holds(*figure) {
                let (from, to) = (*figure, *figure);
                return Err(PlotError::Axis { from, to });
            }
            let at = self.x.pixel(*figure);
            let above = if is_first {
                f64::from(ROW) * (number::count(nth) + 1.0)
            } else {
                0.0
            };
            scene.line(vec![(at, top - above), (at, bottom)], GREY, 1, MARK);
            if is_first {
                let mut text = Text::new(label, (at + 6.0, top - above + 7.0), Side::Start, Side::Middle);
                if at + 6.0 + text.width() > right {
                    (text.at.0, text.h) = (at - 6.0, Side::End);
                }
                scene.text(text);
            }
        }
        Ok(())
    }
}

/// Beside the panel, so that it hides nothing.
fn legend(scene: &mut Scene, drawn: &[Drawn], (left, top): At) {
    for (nth, one) in drawn.iter().enumerate() {
        let (color, dashes, marker) = one.style;
        let y = top + 22.0 * number::count(nth);
        scene.line(vec![(left, y), (left + SAMPLE - 8.0, y)], color, 2, dashes);
        scene.area(corners(marker, (left + SAMPLE / 2.0 - 4.0, y)), color, 1.0);
        scene.text(legend_name(one, (left + SAMPLE, y)));
    }
}

fn legend_name(drawn: &Drawn, at: At) -> Text {
    Text::new(&drawn.name, at, Side::Start, Side::Middle)
}

fn corners(marker: Marker, (x, y): At) -> Vec<At> {
    let place = |(dx, dy): &At| (x + dx, y + dy);
    match marker {
        Marker::Circle => {
            let angle = |nth: u32| f64::from(nth) * core::f64::consts::PI / 8.0;
            (0..16)
                .map(angle)
                .map(|angle| (x + 4.0 * libm::cos(angle), y + 4.0 * libm::sin(angle)))
                .collect()
        }
        Marker::Square => [(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)]
            .iter()
            .map(place)
            .collect(),
        Marker::Triangle => [(0.0, -5.0), (4.5, 3.5), (-4.5, 3.5)].iter().map(place).collect(),
        Marker::Diamond => [(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)]
            .iter()
            .map(place)
            .collect(),
        Marker::Inverted => [(0.0, 5.0), (4.5, -3.5), (-4.5, -3.5)].iter().map(place).collect(),
    }
}
