"""Whether the audit trail is whole: what `manage.py verify_audit` says."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from orgs import append_only
from orgs.chain import GENESIS, digest
from orgs.models import AuditEvent, AuditHead


@dataclass
class Checked:
    """One chain: how many rows it has, its last hash, and what is wrong with it, in words."""

    chain: int
    count: int = 0
    sha256: str = GENESIS
    wrong: list[str] = field(default_factory=list)


def check_chains(noted: set[str]) -> Iterator[Checked]:
    """Read each chain from its first row to its last.

    `noted` are hashes that were noted outside earlier; each that is found is taken out of it, and
    what is left was in the trail once, and isn't now.
    """
    heads = {head.chain: head for head in AuditHead.objects.all()}
    chains = set(AuditEvent.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(chains | set(heads)):
        checked = Checked(chain)
        # Rows that are written meanwhile are left for the next time.
        head = heads.get(chain)
        _read(checked, head, noted)
        _compare(checked, head)
        yield checked


def _read(checked: Checked, head: AuditHead | None, noted: set[str]) -> None:
    rows = AuditEvent.objects.filter(chain=checked.chain).order_by("number")
    for event in rows.iterator(chunk_size=2_000):
        if head and event.number > head.count and event.previous == head.sha256:
            if _is_still_the_head(head):
                checked.wrong.append(
                    f"row {event.number} (event {event.pk}) was put in behind the end of the chain"
                )
            break  # written since the head was read
        expected = checked.count + 1
        if event.number > expected:
            checked.wrong.append(_missing(expected, event.number - 1))
        elif event.previous != checked.sha256:
            checked.wrong.append(
                f"row {event.number} (event {event.pk}) does not follow the row before it: one of "
                "them was exchanged, or a row was put in"
            )
        if event.sha256 != digest(event.link):
            checked.wrong.append(f"row {event.number} (event {event.pk}) was altered")
        noted.discard(event.sha256)
        checked.count, checked.sha256 = event.number, event.sha256


def _is_still_the_head(head: AuditHead) -> bool:
    """Whether the chain hasn't grown since: a row and its head are written in one transaction."""
    return AuditHead.objects.filter(pk=head.pk, count=head.count).exists()


def _compare(checked: Checked, head: AuditHead | None) -> None:
    if head is None:
        checked.wrong.append("the head of the chain is missing")
    elif head.count > checked.count:
        checked.wrong.append(f"{_missing(checked.count + 1, head.count)}, at the end of the chain")
    elif (head.count, head.sha256) != (checked.count, checked.sha256):
        checked.wrong.append(f"row {checked.count} is not the one that the head names")


def _missing(first: int, last: int) -> str:
    return f"row {first} is missing" if first == last else f"rows {first} to {last} are missing"


def missing_triggers() -> list[str]:
    """What the database should refuse, and doesn't."""
    return [f"the trigger {name} is missing" for name in append_only.missing(connection)]
