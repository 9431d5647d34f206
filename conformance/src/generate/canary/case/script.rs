//! An engagement with a canary, from offer to verdict, as honest parties write it, and as it is written with one thing changed.

use casp_wire::v1::{self, CanaryOutcome, oracle::Form};
use prost::Message as _;

use crate::generate::canary::families::{Place, blind};
use crate::generate::canary::judge::contains;
use crate::generate::engagement::{self, content_digest, inline};
use crate::generate::forge::{Key, Payload, Statement};
use crate::generate::world::{SECOND, World};

/// When each member is issued, after the offer.
pub(super) const QUOTED: i64 = SECOND;
pub(super) const ACCEPTED: i64 = 2 * SECOND;
pub(super) const REQUESTED: i64 = 3 * SECOND;
pub(super) const DONE: i64 = 60 * SECOND;
pub(super) const OPENED: i64 = 90 * SECOND;

/// A member of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Offer,
    Quote,
    Acceptance,
    Request,
    Result,
    Verdict,
}

impl Member {
    pub(super) const ALL: [Self; 6] = [
        Self::Offer,
        Self::Quote,
        Self::Acceptance,
        Self::Request,
        Self::Result,
        Self::Verdict,
    ];

    /// The field of the case.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Quote => "quote",
            Self::Acceptance => "acceptance",
            Self::Request => "request",
            Self::Result => "result",
            Self::Verdict => "verdict",
        }
    }
}

type Edit<'a, T> = Option<Box<dyn Fn(&mut T) + 'a>>;
type Sign<'a> = Option<(Member, Box<dyn Fn(&mut Statement) + 'a>)>;

/// What is said. Each statement names the one before as it was written, edits and all.
pub(super) struct Script<'a> {
    pub(super) world: &'a World,
    /// The requester and the provider.
    pub(super) parties: [&'a Key; 2],
    /// The canary, before it is committed to.
    pub(super) canary: v1::Canary,
    pub(super) salt: Vec<u8>,
    pub(super) input: v1::Content,
    pub(super) output: v1::Content,
    pub(super) outcome: CanaryOutcome,
    terms: Edit<'a, v1::Terms>,
    offer: Edit<'a, v1::Offer>,
    quote: Edit<'a, v1::Quote>,
    acceptance: Edit<'a, v1::Acceptance>,
    request: Edit<'a, v1::TaskRequest>,
    result: Edit<'a, v1::TaskResult>,
    verdict: Edit<'a, v1::CanaryVerdict>,
    statement: Sign<'a>,
}

impl<'a> Script<'a> {
    /// A canary of the requester's own, passed.
    pub(super) fn new(world: &'a World) -> Self {
        let answer = world.draw("right answer").sentence(3);
        let input = engagement::input(world);
        let canary = v1::Canary {
            provider: world.bob.multikey(),
            input_digest: input.digest.clone(),
            oracle: Some(v1::Oracle {
                form: Some(contains(&answer)),
            }),
            generator: None,
        };
        Self {
            world,
            parties: [&world.alice, &world.bob],
            canary,
            salt: world.draw("salt of a case").bytes(32),
            input,
            output: inline("text/plain", answer.as_bytes()),
            outcome: CanaryOutcome::Passed,
            terms: None,
            offer: None,
            quote: None,
            acceptance: None,
            request: None,
            result: None,
            verdict: None,
            statement: None,
        }
    }

    /// A canary of a public generator to which the provider agreed, passed.
    pub(super) fn generated(world: &'a World, family: &str) -> Self {
        let agreed = format!("canary/{family}");
        let bank = world.draw("bank of a case").bytes(32);
        let provider = world.bob.multikey();
        let place = Place {
            bank: &bank,
            provider: &provider,
            index: world.draw(family).number(0, 1 << 40),
            family,
        };
        let (made, canary) = place.canary();
        Self {
            canary,
            salt: place.salt(),
            input: inline(made.media_type, &made.input),
            output: inline(made.answer_type, &made.answer),
            ..Self::new(world)
        }
        .terms(move |it| it.evidence = vec![agreed.clone()])
    }

    /// A canary of the requester's own with this oracle, and this answer to it.
    pub(super) fn judged(world: &'a World, oracle: Form, answer: &[u8], passed: bool) -> Self {
        let mut script = Self::new(world).answered(answer, passed);
        script.canary.oracle = Some(v1::Oracle { form: Some(oracle) });
        script
    }

    /// Another answer, of the same media type.
    pub(super) fn answered(mut self, answer: &[u8], passed: bool) -> Self {
        self.output = inline(&self.output.media_type, answer);
        self.outcome = if passed {
            CanaryOutcome::Passed
        } else {
            CanaryOutcome::Failed
        };
        self
    }

    /// Another input, of the same media type.
    pub(super) fn asked(mut self, input: &[u8]) -> Self {
        self.input = inline(&self.input.media_type, input);
        self.canary.input_digest = content_digest(input);
        self
    }

    /// Input and output of these media types, as offer and quote have it.
    pub(super) fn typed(mut self, input: &str, output: &str) -> Self {
        input.clone_into(&mut self.input.media_type);
        output.clone_into(&mut self.output.media_type);
        self
    }

    pub(super) fn canary(mut self, edit: impl Fn(&mut v1::Canary)) -> Self {
        edit(&mut self.canary);
        self
    }

    /// Alters the terms of offer and quote alike.
    pub(super) fn terms(mut self, edit: impl Fn(&mut v1::Terms) + 'a) -> Self {
        self.terms = Some(Box::new(edit));
        self
    }

    pub(super) fn offer(mut self, edit: impl Fn(&mut v1::Offer) + 'a) -> Self {
        self.offer = Some(Box::new(edit));
        self
    }

    pub(super) fn quote(mut self, edit: impl Fn(&mut v1::Quote) + 'a) -> Self {
        self.quote = Some(Box::new(edit));
        self
    }

    pub(super) fn acceptance(mut self, edit: impl Fn(&mut v1::Acceptance) + 'a) -> Self {
        self.acceptance = Some(Box::new(edit));
        self
    }

    pub(super) fn request(mut self, edit: impl Fn(&mut v1::TaskRequest) + 'a) -> Self {
        self.request = Some(Box::new(edit));
        self
    }

    pub(super) fn result(mut self, edit: impl Fn(&mut v1::TaskResult) + 'a) -> Self {
        self.result = Some(Box::new(edit));
        self
    }

    pub(super) fn verdict(mut self, edit: impl Fn(&mut v1::CanaryVerdict) + 'a) -> Self {
        self.verdict = Some(Box::new(edit));
        self
    }

    /// Alters a header.
    pub(super) fn header(self, member: Member, edit: impl Fn(&mut v1::Header) + 'a) -> Self {
        match member {
            Member::Offer => self.offer(move |it| edit(it.header())),
            Member::Quote => self.quote(move |it| edit(it.header())),
            Member::Acceptance => self.acceptance(move |it| edit(it.header())),
            Member::Request => self.request(move |it| edit(it.header())),
            Member::Result => self.result(move |it| edit(it.header())),
            Member::Verdict => self.verdict(move |it| edit(it.header())),
        }
    }

    /// Alters a statement once it is signed, or puts another in its place.
    pub(super) fn statement(mut self, member: Member, edit: impl Fn(&mut Statement) + 'a) -> Self {
        self.statement = Some((member, Box::new(edit)));
        self
    }

    fn terms_of(&self) -> v1::Terms {
        let mut terms = engagement::terms(self.world);
        terms.output_media_type.clone_from(&self.output.media_type);
        edited(&self.terms, &mut terms);
        terms
    }

    fn at(&self, mut header: v1::Header, after: i64) -> Option<v1::Header> {
        let lifetime = header.expires_at_ms - header.issued_at_ms;
        header.issued_at_ms = self.world.issued + after;
        if header.expires_at_ms != 0 {
            header.expires_at_ms = header.issued_at_ms + lifetime;
        }
        Some(header)
    }

    /// Signs a statement with its issuer's key, and does with it what the script says.
    fn signed<T: Payload>(&self, member: Member, message: &T) -> Statement {
        let issuer = message.clone().header().issuer.clone();
        let world = self.world;
        let keys = [&world.alice, &world.bob, &world.carol];
        let key = keys.into_iter().find(|key| key.multikey() == issuer);
        let mut statement = message.signed(key.expect("a known agent"));
        if let Some((_, edit)) = self.statement.as_ref().filter(|(altered, _)| *altered == member) {
            edit(&mut statement);
        }
        statement
    }

    /// The members, in order.
    pub(super) fn statements(&self) -> [Statement; 6] {
        let world = self.world;
        let [requester, provider] = self.parties;
        let one_shot = |from, to, name, after| self.at(engagement::one_shot(world, from, to, name), after);

        let mut offer = v1::Offer {
            header: one_shot(requester, provider, "offer", 0),
            descriptor: world.draw("descriptor of the provider").bytes(32),
            terms: Some(self.terms_of()),
            input_media_type: self.input.media_type.clone(),
            input_bytes: self.input.size_bytes,
        };
        edited(&self.offer, &mut offer);
        let offer = self.signed(Member::Offer, &offer);

        let mut quote = v1::Quote {
            header: one_shot(provider, requester, "quote", QUOTED),
            offer: offer.object_id(),
            terms: Some(self.terms_of()),
        };
        edited(&self.quote, &mut quote);
        let quote = self.signed(Member::Quote, &quote);

        let mut acceptance = v1::Acceptance {
            header: one_shot(requester, provider, "acceptance", ACCEPTED),
            quote: quote.object_id(),
            blind: blind(&self.salt, &self.canary),
            input_digest: self.input.digest.clone(),
        };
        edited(&self.acceptance, &mut acceptance);
        let acceptance = self.signed(Member::Acceptance, &acceptance);

        let mut request = v1::TaskRequest {
            header: one_shot(requester, provider, "request", REQUESTED),
            contract: acceptance.object_id(),
            input: Some(self.input.clone()),
        };
        edited(&self.request, &mut request);
        let request = self.signed(Member::Request, &request);

        let mut result = v1::TaskResult {
            header: self.at(engagement::lasting(world, provider, requester), DONE),
            contract: acceptance.object_id(),
            request: request.object_id(),
            status: v1::TaskStatus::Completed.into(),
            output: Some(self.output.clone()),
            ..v1::TaskResult::default()
        };
        edited(&self.result, &mut result);
        let result = self.signed(Member::Result, &result);

        let mut verdict = v1::CanaryVerdict {
            header: self.at(world.header(requester), OPENED),
            contract: acceptance.object_id(),
            result: result.object_id(),
            opening: Some(v1::CanaryOpening {
                salt: self.salt.clone(),
                canary: Some(self.canary.clone()),
            }),
            outcome: self.outcome.into(),
        };
        edited(&self.verdict, &mut verdict);
        let verdict = self.signed(Member::Verdict, &verdict);
        [offer, quote, acceptance, request, result, verdict]
    }

    /// The encoded case.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let [offer, quote, acceptance, request, result, verdict] =
            self.statements().map(|statement| Some(statement.bundle()));
        v1::CanaryCase {
            offer,
            quote,
            acceptance,
            request,
            result,
            verdict,
        }
        .encode_to_vec()
    }
}

fn edited<T>(edit: &Edit<'_, T>, message: &mut T) {
    if let Some(edit) = edit {
        edit(message);
    }
}
