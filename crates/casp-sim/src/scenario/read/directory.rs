//! Registries, and what they ask of newcomers.

use super::time::{any_span, life};
use crate::cost::Costs;
use crate::document::{self, DocumentError, Form, Table, by, choice, either, flag, number, range, share, whole};
use crate::world::{Admission, Between, Conduct, Directory, MAX_REGISTRIES, Service};

pub(super) fn directory(table: &mut Table<'_>, costs: &Costs) -> Result<Directory, DocumentError> {
    let registries = table.take_or("registries", 1, whole(1..=u32::try_from(MAX_REGISTRIES).unwrap_or(1)))?;
    let mut conducts = vec![Conduct::Honest; usize::try_from(registries).unwrap_or(1)];
    if let Some((count, conduct)) = table.take_optional("dishonest", document::table(dishonest))? {
        if count > registries {
            return Err(table.wrong(
                "dishonest",
                format!("{count} of {registries} registries cannot be dishonest"),
                "Let count be no more than registries",
            ));
        }
        let dishonest = conducts.iter_mut().take(usize::try_from(count).unwrap_or(0));
        dishonest.for_each(|each| *each = conduct);
    }
    let ttl = table.take("ttl", life())?;
    let (limit, sample) = (
        table.take_or("top", 0, whole(0..=100_u32))?,
        table.take_or("sample", 0, whole(0..=100_u32))?,
    );
    Ok(Directory {
        registries: conducts,
        service: table.take_or("service", Service::Measured(costs.clone()), service(costs))?,
        ttl_ms: ttl.0.unsigned_abs() / 1_000,
        refresh_at: table.take_or("refresh_at", 0.5, number(0.001..=0.999))?,
        refresh_jitter: table.take_or("refresh_jitter", 0.1, number(0.0..=0.999))?,
        announces_changes: table.take_or("announces_changes", false, flag())?,
        limit,
        sample,
        admission: table.take_or("admission", Admission::Off, admission())?,
    })
}

fn dishonest(table: &mut Table<'_>) -> Result<(u32, Conduct), DocumentError> {
    let count = table.take("count", whole(0..=u32::try_from(MAX_REGISTRIES).unwrap_or(1)))?;
    Ok((count, Conduct::Withholds(table.take("withholds", share())?)))
}

/// `"measured"`, or a range of times.
fn service(costs: &Costs) -> impl Form<Out = Service> + use<'_> {
    let measured = by("\"measured\"", |value| {
        value.read(choice(&[("measured", ())]))?;
        Ok(Service::Measured(costs.clone()))
    });
    let drawn = by("two times", |value| {
        let drawn = value.read(range(any_span()))?;
        Ok(Service::Drawn(Between {
            least: drawn.start().0.unsigned_abs(),
            most: drawn.end().0.unsigned_abs(),
        }))
    });
    either("\"measured\", or two times, the least and the most", measured, drawn)
}

pub(super) fn admission() -> impl Form<Out = Admission> {
    choice(&[
        ("off", Admission::Off),
        ("shipped", Admission::Shipped),
        ("without-price", Admission::WithoutPrice),
    ])
}
