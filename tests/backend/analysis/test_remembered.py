"""What is remembered of a journal is the journal's own, and a moment's own."""

from datetime import UTC, datetime, timedelta

from backend.analysis.remembered import remembered
from shared_schemas.journal import Journal

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_it_is_worked_out_once_for_a_journal_and_a_moment() -> None:
    asked: list[tuple[Journal, datetime]] = []

    @remembered
    def moment(journal: Journal, now: datetime) -> datetime:
        asked.append((journal, now))
        return now

    one, other = Journal(), Journal()
    later = NOW + timedelta(days=1)
    assert [moment(one, NOW), moment(one, NOW), moment(one, later), moment(other, NOW)] == [NOW, NOW, later, NOW]
    assert [now for _, now in asked] == [NOW, later, NOW]


def test_nothing_of_it_is_told_to_anybody() -> None:
    journal = Journal()
    remembered(lambda _journal, _now: "secret")(journal, NOW)
    assert "secret" not in journal.model_dump_json()
