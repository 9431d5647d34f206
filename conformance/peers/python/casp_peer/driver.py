"""The driver protocol (conformance/README.md): one request in, one response out."""

from collections.abc import Callable

from . import __version__, book, canaries, course, envelope, keys, oracle, ranking, registry, store, tree
from .admission import check_registration
from .answers import check_answer
from .canonical import decode, encode
from .equivocation import check_equivocation
from .judge import Finding, judge
from .kinds import ALL_KINDS, DELEGATION, DISCOVERY_QUERY, ENGAGEMENT_KINDS, IDENTITY_KINDS, SOFT_STATE_KINDS
from .omission import check_omission
from .outcomes import check_record
from .package import Place, check_package
from .rules import Refused, Stage, Verdict
from .schema import discovery, driver, evidence
from .schema import envelope as wire
from .shown_traces import check_disclosure, check_fork
from .statement import Statement
from .verify import Verifier

PIPELINE = 64


class Peer:
    def __init__(self) -> None:
        self._begin(driver.Begin())

    def answer(self, request: driver.Request) -> driver.Response:
        response = driver.Response(token=request.token)
        operation = request.WhichOneof("operation")
        if operation == "hello":
            response.hello.CopyFrom(_hello())
        elif operation == "begin":
            self._begin(request.begin)
            response.answer.verdict = Verdict.ACCEPT
        elif serve := OPERATIONS.get(operation):
            response.answer.CopyFrom(self._decide(serve, getattr(request, operation), request.now_ms))
        else:
            response.unsupported.SetInParent()
        return response

    def _begin(self, begin: driver.Begin) -> None:
        self._verifier = Verifier(begin.network_id, begin.verifier)
        memory = self._verifier.memory
        self._store = store.Store(memory, begin.store_capacity or store.DEFAULT_CAPACITY)
        self._book = book.Book(
            memory,
            begin.book_capacity or book.DEFAULT_CAPACITY,
            begin.book_capacity_per_requester or book.DEFAULT_CAPACITY_PER_REQUESTER,
            begin.book_capacity_own or book.DEFAULT_CAPACITY_OWN,
        )

    def _decide(self, serve: Callable, operation, now: int) -> driver.Answer:
        try:
            return driver.Answer(verdict=Verdict.ACCEPT, output=serve(self, operation, now))
        except Refused as refused:
            answer = driver.Answer(verdict=refused.verdict, stage=refused.stage, code=refused.code)
            if isinstance(refused, store.Equivocation):
                answer.output.data = refused.proof
            if isinstance(refused, BadPackage):
                answer.output.package.CopyFrom(refused.info)
            return answer

    # Statements

    def _verify(self, operation: driver.Verify, now: int) -> driver.Output:
        return _verified(self._verifier.verify(operation.bundle, operation.payload_type, ALL_KINDS, now))

    def _observe(self, operation: driver.Observe, now: int) -> driver.Output:
        statement = self._verifier.verify(operation.bundle, operation.payload_type, IDENTITY_KINDS, now)
        if statement.kind is DELEGATION:
            self._verifier.memory.see_epoch(statement.issuer, statement.epoch)
        else:
            self._verifier.memory.see_retirement(statement.issuer)
        return _verified(statement)

    def _apply(self, operation: driver.Apply, now: int) -> driver.Output:
        among = (*SOFT_STATE_KINDS, *ENGAGEMENT_KINDS)
        statement = self._verifier.verify(operation.bundle, operation.payload_type, among, now, operation.own)
        if statement.kind in SOFT_STATE_KINDS:
            self._store.apply(statement, operation.bundle, now)
        else:
            self._book.apply(statement, now, operation.own)
        return _verified(statement)

    def _lookup(self, operation: driver.Lookup, now: int) -> driver.Output:
        entry = self._store.living_entry(operation.agent, now)
        if entry is None:
            return driver.Output(entry=driver.EntryInfo(living=False))
        return driver.Output(
            entry=driver.EntryInfo(
                living=True,
                descriptor=entry.descriptor.object_id,
                refresh=entry.refresh.object_id if entry.refresh else b"",
                expires_at_ms=entry.latest.end_of_life,
                epoch=entry.latest.epoch,
                sequence=entry.latest.message.sequence,
            )
        )

    def _lookup_engagement(self, operation: driver.LookupEngagement, now: int) -> driver.Output:
        held = self._book.lookup(operation.statement, now)
        if held is None:
            return driver.Output(engagement=driver.EngagementInfo())
        repeated = course.repeated(held, now)
        return driver.Output(engagement=driver.EngagementInfo(state=course.state(held, now), repeated_now=repeated))

    def _check_equivocation(self, operation: driver.CheckEquivocation, now: int) -> None:
        check_equivocation(operation.proof, self._verifier)

    # Envelopes

    def _pae(self, operation: driver.Pae, now: int) -> driver.Output:
        return driver.Output(data=envelope.pae(operation.payload_type, operation.payload))

    def _object_id(self, operation: driver.ObjectId, now: int) -> driver.Output:
        message = envelope.open_outer(wire.Envelope, operation.envelope)
        return driver.Output(data=envelope.object_id(message.payload_type, message.payload))

    def _dsse_json(self, operation: driver.DsseJson, now: int) -> driver.Output:
        return driver.Output(text=envelope.dsse_json(envelope.open_outer(wire.Envelope, operation.envelope)))

    def _sign(self, operation: driver.Sign, now: int) -> driver.Output:
        return driver.Output(data=envelope.sign(operation.secret_seed, operation.payload_type, operation.payload))

    # Keys

    def _admit_key(self, operation: driver.AdmitKey, now: int) -> None:
        keys.admit(operation.public_key)

    def _verify_signature(self, operation: driver.VerifySignature, now: int) -> None:
        keys.admit(operation.public_key)
        keys.verify_signature(operation.public_key, operation.message, operation.signature)

    def _did_key_encode(self, operation: driver.DidKeyEncode, now: int) -> driver.Output:
        return driver.Output(text=keys.did_key_encode(operation.agent))

    def _did_key_decode(self, operation: driver.DidKeyDecode, now: int) -> driver.Output:
        return driver.Output(data=keys.did_key_decode(operation.did))

    def _peer_id_encode(self, operation: driver.PeerIdEncode, now: int) -> driver.Output:
        return driver.Output(text=keys.peer_id_encode(operation.agent))

    def _peer_id_decode(self, operation: driver.PeerIdDecode, now: int) -> driver.Output:
        return driver.Output(data=keys.peer_id_decode(operation.peer_id))

    # Canaries

    def _judge_answer(self, operation: driver.JudgeAnswer, now: int) -> driver.Output:
        passed = oracle.passes(oracle.open_oracle(operation.oracle), operation.answer)
        return driver.Output(text="passed" if passed else "failed")

    def _derive_canary(self, operation: driver.DeriveCanary, now: int) -> driver.Output:
        derived = canaries.derive(operation.bank_seed, operation.provider, operation.index, operation.family)
        return driver.Output(derived=derived._asdict())

    def _check_canary_case(self, operation: driver.CheckCanaryCase, now: int) -> driver.Output:
        shown = canaries.check_case(operation.canary_case, self._verifier)
        return driver.Output(canary_case=shown._asdict())

    # Evidence

    def _tree_root(self, operation: driver.TreeRoot, now: int) -> driver.Output:
        return driver.Output(data=tree.Tree(operation.leaves).root())

    def _check_inclusion(self, operation: driver.CheckInclusion, now: int) -> None:
        tree.check_inclusion(operation.leaf_hash, operation.index, operation.size, operation.root, operation.path)

    def _check_consistency(self, operation: driver.CheckConsistency, now: int) -> None:
        tree.check_consistency(
            operation.first_size, operation.second_size, operation.first_root, operation.second_root, operation.path
        )

    def _check_package(self, operation: driver.CheckPackage, now: int) -> driver.Output:
        examined = check_package(operation.package, self._verifier)
        faults = [_package_fault(place) for place in sorted(examined.faults)]
        info = driver.PackageInfo(faults=faults, bilateral=examined.is_bilateral)
        if rule := examined.broken_rule():
            raise BadPackage(rule, info)
        return driver.Output(package=info)

    def _check_disclosure(self, operation: driver.CheckDisclosure, now: int) -> None:
        check_disclosure(operation.disclosure, self._verifier)

    def _check_fork(self, operation: driver.CheckFork, now: int) -> None:
        check_fork(operation.proof, self._verifier)

    # Discovery

    def _discover(self, operation: driver.Discover, now: int) -> driver.Output:
        kind = DISCOVERY_QUERY
        query = self._verifier.verify(operation.bundle, kind.payload_type, (kind,), now)
        found = registry.find(query, self._store.living_entries(now), now)
        return driver.Output(
            discovery=driver.DiscoveryInfo(
                ranked=[encode(match) for match in found.ranked],
                sampled=[encode(match) for match in found.sampled],
                excluded=found.excluded,
                examined=found.examined,
                matched=found.matched,
                complete=found.complete,
            )
        )

    def _rank(self, operation: driver.Rank, now: int) -> driver.Output:
        named = [decode(discovery.Objective, objective, Stage.ENCODING) for objective in operation.objectives]
        objectives = ranking.compile_objectives(named, trust=True)
        candidates = [(candidate.id, _costs(objectives, candidate.figures)) for candidate in operation.candidates]
        order = ranking.rank(candidates, operation.tie_seed)
        return driver.Output(
            ranked=driver.RankedInfo(
                candidates=[
                    driver.RankedCandidate(id=candidates[place.position][0], front=place.front) for place in order
                ]
            )
        )

    def _check_answer(self, operation: driver.CheckAnswer, now: int) -> None:
        check_answer(operation.query, operation.answer, self._verifier, now)

    def _check_registration(self, operation: driver.CheckRegistration, now: int) -> driver.Output:
        payload_type, secret = operation.payload_type, operation.secret
        return _verified(check_registration(operation.registration, payload_type, secret, self._verifier, now))

    def _check_omission(self, operation: driver.CheckOmission, now: int) -> None:
        check_omission(operation.proof, operation.rebuttal, operation.rebuttal_payload_type, self._verifier)

    # Outcomes and disputes

    def _check_outcome_record(self, operation: driver.CheckOutcomeRecord, now: int) -> driver.Output:
        counted = check_record(operation.record, self._verifier)
        report = counted.report
        return driver.Output(
            outcome_record=driver.OutcomeRecordInfo(
                issuer=report.issuer,
                subject=report.message.subject,
                contract=report.message.contract,
                rederivable=counted.rederivable,
            )
        )

    def _judge(self, operation: driver.Judge, now: int) -> driver.Output:
        judgement = judge(operation.bundle, self._verifier)
        findings = [_finding(finding) for finding in judgement.findings]
        return driver.Output(judgement=driver.JudgementInfo(findings=findings, unresolved=judgement.unresolved))


class BadPackage(Refused):
    """A package has faults; the answer names them all."""

    def __init__(self, rule: str, info: driver.PackageInfo):
        super().__init__(rule)
        self.info = info


# By the names of Request.operation. Each gives the output of an operation that accepts, or raises Refused.
OPERATIONS: dict[str, Callable] = {
    "verify": Peer._verify,
    "observe": Peer._observe,
    "apply": Peer._apply,
    "lookup": Peer._lookup,
    "check_equivocation": Peer._check_equivocation,
    "pae": Peer._pae,
    "object_id": Peer._object_id,
    "dsse_json": Peer._dsse_json,
    "admit_key": Peer._admit_key,
    "verify_signature": Peer._verify_signature,
    "did_key_encode": Peer._did_key_encode,
    "did_key_decode": Peer._did_key_decode,
    "peer_id_encode": Peer._peer_id_encode,
    "peer_id_decode": Peer._peer_id_decode,
    "sign": Peer._sign,
    "judge_answer": Peer._judge_answer,
    "derive_canary": Peer._derive_canary,
    "check_canary_case": Peer._check_canary_case,
    "tree_root": Peer._tree_root,
    "check_inclusion": Peer._check_inclusion,
    "check_consistency": Peer._check_consistency,
    "check_package": Peer._check_package,
    "check_disclosure": Peer._check_disclosure,
    "check_fork": Peer._check_fork,
    "discover": Peer._discover,
    "rank": Peer._rank,
    "check_answer": Peer._check_answer,
    "check_registration": Peer._check_registration,
    "check_omission": Peer._check_omission,
    "lookup_engagement": Peer._lookup_engagement,
    "check_outcome_record": Peer._check_outcome_record,
    "judge": Peer._judge,
}


def _hello() -> driver.HelloReply:
    return driver.HelloReply(
        name="casp-peer-python",
        version=__version__,
        language="Python",
        spec_versions=["1"],
        driver_version="1",
        capabilities=[*OPERATIONS, "codes"],
        pipeline=PIPELINE,
    )


def _verified(statement: Statement) -> driver.Output:
    return driver.Output(
        verified=driver.VerifiedInfo(object_id=statement.object_id, issuer=statement.issuer, signer=statement.signer)
    )


def _costs(objectives: list[ranking.Objective], figures: list[driver.Figure]) -> ranking.Costs:
    return tuple(
        objective.cost(figure.value if figure.HasField("value") else None)
        for objective, figure in zip(objectives, figures, strict=True)
    )


def _finding(finding: Finding) -> driver.Finding:
    return driver.Finding(**finding._asdict())


def _package_fault(place: Place) -> driver.PackageFault:
    member = evidence.EvidencePackage.DESCRIPTOR.fields_by_number[place.number].name
    return driver.PackageFault(member=member, index=place.index)
