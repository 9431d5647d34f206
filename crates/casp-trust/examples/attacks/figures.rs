//! From what happened in each market to curves with bands, and their CSV.

use std::fmt::Write as _;

use crate::market::DAYS;

/// What happened in one market, day by day.
#[derive(Default)]
pub(crate) struct Measure {
    to_attacker: Vec<usize>,
    done: Vec<usize>,
    tasks: Vec<usize>,
    attacker: Vec<Option<f64>>,
    honest: Vec<Option<f64>>,
}

impl Measure {
    /// Takes in a round of a day.
    pub(crate) fn note(&mut self, day: usize, to_attacker: usize, done: usize, tasks: usize) {
        for (counts, count) in [
            (&mut self.to_attacker, to_attacker),
            (&mut self.done, done),
            (&mut self.tasks, tasks),
        ] {
            counts.resize(counts.len().max(day + 1), 0);
            counts[day] += count;
        }
    }

    /// What was expected at the end of a day.
    pub(crate) fn expect(&mut self, attacker: Option<f64>, honest: f64) {
        self.attacker.push(attacker);
        self.honest.push(Some(honest));
    }
}

/// Mean, 10th and 90th percentile over seeds, at the end of a day.
#[derive(Clone, Copy)]
pub(crate) struct Band {
    /// Days since the start.
    pub(crate) day: usize,
    pub(crate) mean: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// All curves of an attack with the defence on or off. Shares are 0 to 1.
pub(crate) struct Measured {
    pub(crate) share: Vec<Band>,
    pub(crate) success: Vec<Band>,
    pub(crate) attacker: Vec<Band>,
    pub(crate) honest: Vec<Band>,
}

impl Measured {
    pub(crate) fn of(runs: &[Measure]) -> Self {
        let ratio = |over: fn(&Measure) -> &Vec<usize>| {
            bands(runs, &|run, day| Some(over(run)[day] as f64 / run.tasks[day] as f64))
        };
        Self {
            share: ratio(|run| &run.to_attacker),
            success: ratio(|run| &run.done),
            attacker: bands(runs, &|run, day| run.attacker[day]),
            honest: bands(runs, &|run, day| run.honest[day]),
        }
    }

    fn curves(&self) -> [(&'static str, &[Band]); 4] {
        [
            ("attacker_task_share", &self.share),
            ("task_success_share", &self.success),
            ("expectation_attacker", &self.attacker),
            ("expectation_honest_mean", &self.honest),
        ]
    }
}

fn bands(runs: &[Measure], of: &dyn Fn(&Measure, usize) -> Option<f64>) -> Vec<Band> {
    let band = |day| {
        let mut figures: Vec<f64> = runs.iter().filter_map(|run| of(run, day)).collect();
        figures.sort_by(f64::total_cmp);
        let at = |share: f64| figures[((figures.len() - 1) as f64 * share).round() as usize];
        (!figures.is_empty()).then(|| Band {
            day: day + 1,
            mean: figures.iter().sum::<f64>() / figures.len() as f64,
            low: at(0.1),
            high: at(0.9),
        })
    };
    (0..DAYS).filter_map(band).collect()
}

/// Mean, low and high over the days after `from` until `to`; not a number where there are none.
pub(crate) fn over(bands: &[Band], from: usize, to: usize) -> [f64; 3] {
    let days: Vec<&Band> = bands.iter().filter(|band| from < band.day && band.day <= to).collect();
    let mean = |of: fn(&Band) -> f64| days.iter().map(|band| of(band)).sum::<f64>() / days.len() as f64;
    [mean(|it| it.mean), mean(|it| it.low), mean(|it| it.high)]
}

/// What the plot is made from. Ratios are 0 to 1; days are counted from 1, each at its end.
pub(crate) fn csv(off: &Measured, on: &Measured) -> String {
    let mut csv = String::from("defence,curve,day,mean,p10,p90\n");
    for (defence, measured) in [("off", off), ("on", on)] {
        for (curve, bands) in measured.curves() {
            for band in bands {
                let Band { day, mean, low, high } = band;
                writeln!(csv, "{defence},{curve},{day},{mean:.6},{low:.6},{high:.6}").expect("text takes text");
            }
        }
    }
    csv
}
