//! A canary in an engagement, and the verdict that opens it.

use casp_wire::v1::{self, CanaryOutcome, oracle::Form};

use super::show::Show;
use crate::generate::canary::families::{ARITHMETIC, Place, blind};
use crate::generate::engagement::{self, content_digest, inline};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::Key;
use crate::generate::world::{SECOND, World};

/// A task whose answer Bob knows, and what Alice answers.
#[derive(Clone)]
pub(super) struct Probe {
    pub(super) canary: v1::Canary,
    pub(super) outcome: CanaryOutcome,
    salt: Vec<u8>,
    input: v1::Content,
    output: v1::Content,
    is_agreed: bool,
}

impl Probe {
    /// A canary of Bob's own: the answer is right, or it is not.
    pub(super) fn own(world: &World, is_right: bool) -> Self {
        let output = engagement::output(world);
        let right = if is_right {
            output.digest.clone()
        } else {
            content_digest(b"the right answer")
        };
        let input = engagement::input(world);
        let canary = v1::Canary {
            provider: world.alice.multikey(),
            input_digest: input.digest.clone(),
            oracle: Some(exact(right)),
            generator: None,
        };
        Self {
            canary,
            outcome: outcome(is_right),
            salt: world.draw("salt of a probe").bytes(32),
            input,
            output,
            is_agreed: false,
        }
    }

    /// A canary of a public generator to whose tasks Alice agreed.
    pub(super) fn generated(world: &World, is_right: bool) -> Self {
        let bank = world.draw("bank of a probe").bytes(32);
        let provider = world.alice.multikey();
        let place = Place {
            bank: &bank,
            provider: &provider,
            index: world.draw("place of a probe").number(0, 1 << 40),
            family: ARITHMETIC,
        };
        let (made, canary) = place.canary();
        let answer = if is_right { made.answer } else { b"{}".to_vec() };
        Self {
            canary,
            outcome: outcome(is_right),
            salt: place.salt(),
            input: inline(made.media_type, &made.input),
            output: inline(made.answer_type, &answer),
            is_agreed: true,
        }
    }

    /// The same without the provider's agreement to such tasks.
    pub(super) fn not_agreed(mut self) -> Self {
        self.is_agreed = false;
        self
    }

    pub(super) fn canary(mut self, edit: impl FnOnce(&mut v1::Canary)) -> Self {
        edit(&mut self.canary);
        self
    }

    /// The verdict says the opposite.
    pub(super) fn misjudged(mut self) -> Self {
        self.outcome = outcome(self.outcome != CanaryOutcome::Passed);
        self
    }

    /// The engagement that it hides in.
    pub(super) fn plan<'w>(&self, world: &'w World) -> Plan<'w> {
        let asked: &[&'static str] = if self.is_agreed {
            &["canary/arithmetic-json"]
        } else {
            &[]
        };
        let [of_offer, of_acceptance, of_request] = [(); 3].map(|()| self.input.clone());
        let [of_quoted, of_offered] = [(); 2].map(|()| self.output.media_type.clone());
        let (blind, output) = (blind(&self.salt, &self.canary), self.output.clone());
        let typed = |terms: &mut Option<v1::Terms>, media_type: &str| {
            media_type.clone_into(&mut terms.get_or_insert_default().output_media_type);
        };
        Plan::bare(world)
            .asking(asked)
            .offer(move |it| {
                it.input_media_type.clone_from(&of_offer.media_type);
                it.input_bytes = of_offer.size_bytes;
                typed(&mut it.terms, &of_offered);
            })
            .quote(move |it| typed(&mut it.terms, &of_quoted))
            .acceptance(move |it| {
                it.blind.clone_from(&blind);
                it.input_digest.clone_from(&of_acceptance.digest);
            })
            .request(move |it| it.input = Some(of_request.clone()))
            .result(move |it| it.output = Some(output.clone()))
    }

    /// What is shown of it, with the verdict, 30 s after the offer.
    pub(super) fn show<'w>(&self, plan: &Plan<'w>) -> Show<'w> {
        self.judged(plan, |_| ())
    }

    pub(super) fn judged<'w>(&self, plan: &Plan<'w>, edit: impl FnOnce(&mut v1::CanaryVerdict)) -> Show<'w> {
        let mut show = Show::of(plan);
        let mut verdict = self.verdict_of(&show, &plan.world.bob);
        edit(&mut verdict);
        show.bundle.verdict = Some(show.signed(&verdict).bundle());
        show
    }

    fn verdict_of(&self, show: &Show<'_>, judge: &Key) -> v1::CanaryVerdict {
        let mut verdict = v1::CanaryVerdict {
            header: Some(show.world.header(judge)),
            contract: show.contract(),
            result: show.result(),
            opening: Some(v1::CanaryOpening {
                salt: self.salt.clone(),
                canary: Some(self.canary.clone()),
            }),
            outcome: self.outcome.into(),
        };
        show.at(&mut verdict, 30 * SECOND);
        verdict
    }

    /// What is shown, with Bob's report, which says what the verdict does.
    pub(super) fn reported<'w>(&self, plan: &Plan<'w>) -> Show<'w> {
        report_on(self.show(plan), self.outcome)
    }
}

/// Bob's report that goes with a verdict.
pub(super) fn report_on(show: Show<'_>, outcome: CanaryOutcome) -> Show<'_> {
    let verdict = show.verdict();
    let says = if outcome == CanaryOutcome::Passed {
        v1::Outcome::Good
    } else {
        v1::Outcome::Bad
    };
    show.reported(says, |it| it.verdict = verdict)
}

fn outcome(is_right: bool) -> CanaryOutcome {
    if is_right {
        CanaryOutcome::Passed
    } else {
        CanaryOutcome::Failed
    }
}

/// Nothing but an answer of this digest is right.
pub(super) fn exact(digest: Vec<u8>) -> v1::Oracle {
    v1::Oracle {
        form: Some(Form::ExactDigest(digest)),
    }
}
