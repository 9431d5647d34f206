"""SPEC.md section 8.2: what a verifier remembers of agents, namely the highest epoch seen and retirements."""


class Memory:
    """Kept for good, which is "at least 7 days and 10 s" for epochs too: here a case bounds it, not a clock."""

    def __init__(self) -> None:
        self._epochs: dict[bytes, int] = {}
        self._retired: set[bytes] = set()

    def see_epoch(self, agent: bytes, epoch: int) -> None:
        self._epochs[agent] = max(epoch, self.highest_epoch(agent))

    def see_retirement(self, agent: bytes) -> None:
        self._retired.add(agent)

    def highest_epoch(self, agent: bytes) -> int:
        """0 when none was seen: epochs begin at 1."""
        return self._epochs.get(agent, 0)

    def is_retired(self, agent: bytes) -> bool:
        return agent in self._retired
