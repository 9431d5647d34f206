//! Forged statements of an engagement.

mod contract;
mod statement;

use casp_execution::Statement;
use casp_identity::ObjectId;
use casp_task::{OfferKind, OutcomeReportKind, QuoteKind};
use casp_wire::v1::{Header, Offer, Outcome, OutcomeReport, Quote, TaskResult, Terms};

use super::{Forgery, HOUR_MS, Occasion, On, Scheme, forgery, header};
use crate::faults::ledger::Contract;

/// In the order in which plans count them: those that are refused by themselves, then those that are not what was agreed.
pub(super) const PARTS: [&[Forgery]; 2] = [statement::FORGERIES, contract::FORGERIES];

const OFFER: On = On::Said(&[Statement::Offer]);
const QUOTE: On = On::Said(&[Statement::Quote]);
const RESULT: On = On::Said(&[Statement::TaskResult]);
const EVENT: On = On::Said(&[Statement::TaskEvent]);

/// An offer of its own, bent.
fn offered(it: &Occasion<'_>, edit: impl FnOnce(&mut Offer)) -> Option<Scheme> {
    let nonce = it.nonce();
    it.bent::<OfferKind>(|offer| {
        header(&mut offer.header).nonce = nonce;
        edit(offer);
    })
}

fn quoted(it: &Occasion<'_>, edit: impl FnOnce(&mut Quote)) -> Option<Scheme> {
    let nonce = it.nonce();
    it.bent::<QuoteKind>(|quote| {
        header(&mut quote.header).nonce = nonce;
        edit(quote);
    })
}

/// A report by the requester, made as the provider's result goes out.
fn reported(it: &Occasion<'_>, of: &TaskResult, outcome: Outcome, result: Vec<u8>) -> Option<Scheme> {
    let (from, to) = (it.letter.to, it.letter.from);
    let at_ms = it.stage.clock_ms(to);
    let report = OutcomeReport {
        header: Some(Header {
            audience: Vec::new(),
            ..it.header(from, to, at_ms)
        }),
        contract: of.contract.clone(),
        subject: it.stage.agent(to).as_bytes().to_vec(),
        outcome: outcome.into(),
        result,
        ..OutcomeReport::default()
    };
    it.by::<OutcomeReportKind>(from, to, &report)
}

fn contract<'a>(it: &'a Occasion<'_>, name: &[u8]) -> Option<&'a Contract> {
    it.stage.ledger.contracts.get(&ObjectId(name.try_into().ok()?))
}

fn terms(terms: &mut Option<Terms>) -> &mut Terms {
    terms.get_or_insert_default()
}
