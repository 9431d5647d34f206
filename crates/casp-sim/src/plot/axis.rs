//! Ticks, and from figures to pixels.

use super::PlotError;
use crate::number;
use crate::table::decimal;

/// From figures to pixels.
pub(super) struct Axis {
    from: f64,
    to: f64,
    is_log: bool,
    /// Pixels of `from` and `to`.
    pixels: (f64, f64),
    /// Place and text.
    pub(super) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// From the least to the greatest figure, which need not be different, with some room at the ends.
    pub(super) fn along(from: f64, to: f64, is_log: bool, pixels: (f64, f64)) -> Result<Self, PlotError> {
        let (low, high) = if is_log {
            (libm::log10(from), libm::log10(to))
        } else {
            (from, to)
        };
        let is_wide = high - low > (low.abs() + high.abs()) * 1e-9;
        let room = if is_wide { (high - low) * 0.03 } else { 0.5 };
        let axis = Self {
            from: low - room,
            to: high + room,
            is_log,
            pixels,
            ticks: Vec::new(),
        };
        let step = step(axis.to - axis.from, 8.0);
        Ok(axis.checked(from, to)?.ticked(step))
    }

    /// Ends at ticks, unless ends are given.
    pub(super) fn upright(
        (from, to): (f64, f64),
        (min, max): (Option<f64>, Option<f64>),
        pixels: (f64, f64),
    ) -> Result<Self, PlotError> {
        let (mut low, mut high) = (min.unwrap_or(from), max.unwrap_or(to));
        // Equal, but for rounding: some room on both sides.
        if high - low <= (low.abs() + high.abs()) * 1e-9 {
            let room = if low == 0.0 { 1.0 } else { low.abs() * 0.1 };
            (low, high) = (min.unwrap_or(low - room), max.unwrap_or(high + room));
        }
        let step = step(high - low, 6.0);
        let axis = Self {
            from: min.unwrap_or_else(|| libm::floor(low / step + 1e-9) * step),
            to: max.unwrap_or_else(|| libm::ceil(high / step - 1e-9) * step),
            is_log: false,
            pixels,
            ticks: Vec::new(),
        };
        Ok(axis.checked(low, high)?.ticked(step))
    }

    /// The same with powers of ten, and twice and five times these.
    pub(super) fn upright_log(
        (from, to): (f64, f64),
        (min, max): (Option<f64>, Option<f64>),
        pixels: (f64, f64),
    ) -> Result<Self, PlotError> {
        let (low, high) = (min.unwrap_or(from), max.unwrap_or(to));
        let axis = Self {
            from: min.map_or_else(|| below(low), libm::log10),
            to: max.map_or_else(|| -below(1.0 / high), libm::log10),
            is_log: true,
            pixels,
            ticks: Vec::new(),
        };
        Ok(axis.checked(low, high)?.ticked(1.0))
    }

    fn checked(self, from: f64, to: f64) -> Result<Self, PlotError> {
        let span = self.to - self.from;
        let is_fine = span > (self.from.abs() + self.to.abs()) * 1e-12;
        if is_fine && span.is_finite() && (!self.is_log || from > 0.0) {
            Ok(self)
        } else {
            Err(PlotError::Axis { from, to })
        }
    }

    fn ticked(mut self, step: f64) -> Self {
        let span = self.to - self.from;
        self.ticks = if self.is_log {
            let leads: &[f64] = if span < 3.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
            let tens = number::whole(libm::floor(self.from))..=number::whole(libm::ceil(self.to));
            let figures = tens.flat_map(|ten| {
                // Through text, so that it is the decimal and not nearly so.
                let figure = move |lead: &f64| format!("{lead}e{ten}").parse::<f64>().unwrap_or(f64::NAN);
                leads.iter().map(figure).collect::<Vec<_>>()
            });
            let shown = figures.filter(|figure| self.holds(*figure));
            shown.map(|figure| (figure, plain(figure))).collect()
        } else {
            let first = number::whole(libm::ceil(self.from / step - 1e-9));
            let last = number::whole(libm::floor(self.to / step + 1e-9));
            let digits = usize::try_from(number::whole(-libm::floor(libm::log10(step) + 1e-9))).unwrap_or(0);
            let tick = |nth| {
                let figure = number::signed(nth) * step;
                let is_plain = digits < 6 && figure.abs() < 1e6;
                let text = if is_plain {
                    format!("{figure:.digits$}")
                } else {
                    format!("{figure:.2e}")
                };
                (figure, text)
            };
            (first..=last).map(tick).collect()
        };
        self
    }

    pub(super) fn holds(&self, figure: f64) -> bool {
        let place = self.place(figure);
        let (least, most) = (-1e-9, 1.0 + 1e-9);
        (least..=most).contains(&place)
    }

    pub(super) fn pixel(&self, figure: f64) -> f64 {
        let place = self.place(figure).clamp(0.0, 1.0);
        self.pixels.0 + (self.pixels.1 - self.pixels.0) * place
    }

    fn place(&self, figure: f64) -> f64 {
        let figure = match (self.is_log, figure > 0.0) {
            (false, _) => figure,
            (true, true) => libm::log10(figure),
            (true, false) => f64::NEG_INFINITY,
        };
        (figure - self.from) / (self.to - self.from)
    }
}

/// The logarithm of the next power of ten below, or of twice or five times one; always some way below.
fn below(figure: f64) -> f64 {
    let log = libm::log10(figure * 0.97);
    let ten = libm::floor(log);
    let leads = [5.0, 2.0].map(libm::log10);
    ten + leads.into_iter().find(|lead| ten + lead <= log).unwrap_or(0.0)
}

/// 1, 2 or 5 times a power of ten, about `wanted` of them in the span.
fn step(span: f64, wanted: f64) -> f64 {
    let raw = (span / wanted).max(f64::MIN_POSITIVE);
    let ten = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let lead = [1.0, 2.0, 5.0].into_iter().find(|lead| raw <= lead * ten * 1.000_001);
    lead.unwrap_or(10.0) * ten
}

/// A figure as an axis says it.
pub(super) fn plain(figure: f64) -> String {
    if figure.abs() >= 1_000_000.0 {
        format!("{figure:e}")
    } else {
        decimal(figure)
    }
}
