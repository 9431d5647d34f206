//! A map: a cell for each pair of values, its mean as colour and as number.

use super::PlotError;
use super::axis::{Axis, plain};
use super::describe::Map;
use super::lines::axis_label;
use super::scene::{BLACK, GREY, PALE, Rgb, Scene, Side, Text, WHITE};
use crate::number;
use crate::table::Table;

/// The most values along one side: more have no room for their numbers.
pub(super) const MAX_SIDE: usize = 12;

const SIZE: (u32, u32) = (820, 560);
const FRAME: ((f64, f64), (f64, f64)) = ((84.0, 66.0), (664.0, 478.0));
const BAR: (f64, f64) = (690.0, 712.0);

/// From little to much: each step is darker than the one before, so that it reads in grey.
const COLORS: [Rgb; 4] = [Rgb(255, 248, 215), Rgb(140, 205, 225), Rgb(0, 114, 178), Rgb(0, 35, 75)];

pub(super) fn scene(table: &Table, map: &Map) -> Result<Scene, PlotError> {
    let points = table.grid(&map.x.column, &map.y.column, &map.value.column)?;
    let (columns, rows) = (
        values(points.iter().map(|it| it.0))?,
        values(points.iter().map(|it| it.1))?,
    );
    let least = points.iter().map(|it| it.2).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|it| it.2).fold(f64::NEG_INFINITY, f64::max);
    if points.is_empty() {
        return Err(PlotError::Nothing);
    }
    let ((left, top), (right, bottom)) = FRAME;
    let bar = Axis::upright((least, most), (None, None), (bottom, top))?;
    let mut below = format!("mean of {} seeds", table.meta().seeds);
    if points.len() < columns.len().saturating_mul(rows.len()) {
        below.push_str("; crossed out: no figure");
    }
    let mut scene = Scene::new(SIZE, &map.title, &below, table.meta());
    scene.rectangle((left, top), (right, bottom), PALE);
    let wide = (right - left) / number::count(columns.len());
    let tall = (bottom - top) / number::count(rows.len());
    let nth = |all: &[f64], one: f64| number::count(all.iter().position(|it| *it == one).unwrap_or_default());
    let cell = |x: f64, y: f64| {
        let (left, bottom) = (left + wide * nth(&columns, x), bottom - tall * nth(&rows, y));
        ((left, bottom - tall), (left + wide, bottom))
    };
    let pairs = columns.iter().flat_map(|x| rows.iter().map(move |y| (*x, *y)));
    for (x, y) in pairs.filter(|pair| !points.iter().any(|(x, y, _)| (*x, *y) == *pair)) {
        let ((left, top), (right, bottom)) = cell(x, y);
        scene.line(vec![(left, top), (right, bottom)], GREY, 1, &[]);
        scene.line(vec![(left, bottom), (right, top)], GREY, 1, &[]);
    }
    for (x, y, value) in &points {
        let (from, to) = cell(*x, *y);
        let share = (bottom - bar.pixel(*value)) / (bottom - top);
        scene.rectangle(from, to, color(share));
        let at = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let text = Text::new(&short(*value), at, Side::Middle, Side::Middle);
        let color = if share > 0.5 { WHITE } else { BLACK };
        scene.text(Text { color, ..text });
    }
    for (nth, value) in columns.iter().enumerate() {
        let at = left + wide * (number::count(nth) + 0.5);
        scene.line(vec![(at, bottom), (at, bottom + 5.0)], BLACK, 1, &[]);
        scene.text(Text::new(&plain(*value), (at, bottom + 8.0), Side::Middle, Side::Start));
    }
    for (nth, value) in rows.iter().enumerate() {
        let at = bottom - tall * (number::count(nth) + 0.5);
        scene.line(vec![(left - 5.0, at), (left, at)], BLACK, 1, &[]);
        scene.text(Text::new(&plain(*value), (left - 8.0, at), Side::End, Side::Middle));
    }
    scene.frame((left, top), (right, bottom));
    let middle = f64::midpoint(top, bottom);
    let along = (f64::midpoint(left, right), bottom + 30.0);
    scene.text(Text::new(&axis_label(table, &map.x), along, Side::Middle, Side::Start));
    let turned = |label: &str, x: f64| Text {
        is_turned: true,
        ..Text::new(label, (x, middle), Side::Middle, Side::Start)
    };
    scene.text(turned(&axis_label(table, &map.y), 10.0));
    color_bar(&mut scene, &bar);
    scene.text(turned(&axis_label(table, &map.value), f64::from(SIZE.0) - 34.0));
    Ok(scene)
}

fn color_bar(scene: &mut Scene, bar: &Axis) {
    let ((_, top), (_, bottom)) = FRAME;
    let (steps, step) = (103_u32, (bottom - top) / 103.0);
    for nth in 0..steps {
        let from = bottom - step * f64::from(nth);
        let share = (f64::from(nth) + 0.5) / f64::from(steps);
        scene.rectangle((BAR.0, from - step), (BAR.1, from), color(share));
    }
    scene.frame((BAR.0, top), (BAR.1, bottom));
    for (figure, text) in &bar.ticks {
        let at = bar.pixel(*figure);
        scene.line(vec![(BAR.1, at), (BAR.1 + 5.0, at)], BLACK, 1, &[]);
        scene.text(Text::new(text, (BAR.1 + 9.0, at), Side::Start, Side::Middle));
    }
}

fn values(all: impl Iterator<Item = f64>) -> Result<Vec<f64>, PlotError> {
    let mut values: Vec<f64> = all.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    if values.len() > MAX_SIDE {
        return Err(PlotError::Side(values.len()));
    }
    Ok(values)
}

/// Three digits are what a cell has room for.
fn short(value: f64) -> String {
    let size = value.abs();
    if size >= 10_000.0 || (size > 0.0 && size < 0.001) {
        format!("{value:.1e}")
    } else if size >= 100.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// Between the two nearest of [`COLORS`], by share from 0 to 1.
fn color(share: f64) -> Rgb {
    let place = share.clamp(0.0, 1.0) * 3.0;
    let below = libm::floor(place).min(2.0);
    let at = usize::try_from(number::whole(below)).unwrap_or_default();
    let mut pair = COLORS.into_iter().skip(at);
    let (Some(from), Some(to)) = (pair.next(), pair.next()) else {
        return BLACK;
    };
    let between = |from: u8, to: u8| {
        let mixed = f64::from(from) + (f64::from(to) - f64::from(from)) * (place - below);
        u8::try_from(number::whole(mixed)).unwrap_or(u8::MAX)
    };
    Rgb(between(from.0, to.0), between(from.1, to.1), between(from.2, to.2))
}
