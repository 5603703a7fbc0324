"""Onset and duration of relief after each session, on one measure, and over the sessions.

*Before* is the last score within 14 days before the session (own scales: 3 days), *best* the best one after it, before
the next session and within 30 days. There is relief when the improvement reaches the reliable change. It begins with
the first score at half of that improvement, and is lost with the first later score above half again.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, zip_longest
from statistics import median

from backend.analysis import survival
from backend.analysis.courses import begun_sessions
from backend.analysis.intervals import ENOUGH
from backend.analysis.remembered import remembered
from backend.analysis.series import Series, all_series, made_check_ins, with_states_before
from backend.wording import count
from shared_schemas.journal import Journal
from shared_schemas.progress import EndedBy, Relief, ReliefEpisode
from shared_schemas.treatment import ReliefNote, TreatmentSession

_DAY = timedelta(days=1)
BEST_WITHIN = timedelta(days=30)
# Two questionnaires that were not answered. By definition relief is lost with the score that shows it, however late
# that comes; whoever reads the duration should know.
UNSEEN_DAYS = 42
# Binary fractions: 30 percent of 7 is a hair above 2.1.
_HAIR = 1e-9
# The measure of the patient's own notes on when relief began and wore off.
OWN_NOTES = "relief_note"
_METHOD = (
    "Before: the last score within 14 days before the session (own scales 3 days). Best: the best score after it,"
    " before the next session, within 30 days. Relief: an improvement of at least the reliable change (own scales 2"
    " points, pain 30%). Onset: the first score at half of it. Lost: the first later score above half again, or the"
    " patient’s own “wore off”, which takes precedence. "
)
_NOTES_METHOD = (
    "The patient’s own notes on when relief began and wore off; where no end was noted, up to the next session or the"
    " last entry. "
)
_SOURCE = "Casebook’s definitions; "


@dataclass(frozen=True)
class _Span:
    """One session, and when the next one began, if there is one."""

    session: TreatmentSession
    start: datetime
    following: datetime | None

    def is_before_the_next(self, moment: datetime) -> bool:
        return self.following is None or moment <= self.following

    def days_to(self, moment: datetime) -> float:
        return round((moment - self.start) / _DAY, 1)


@remembered
def relief(journal: Journal, now: datetime) -> tuple[Relief, ...]:
    """One result for each measure on which a session could be judged, then one by the patient's own notes."""
    spans = _spans(journal, now)
    notes = _notes(journal, now)
    sessions = [span.session for span in spans]
    measures = [with_states_before(series, sessions) for series in all_series(journal, now)]
    found = [_of_series(series, spans, notes) for series in measures if series.values]
    found.append(_of_notes(spans, notes, _last_entry(journal, now)))
    return tuple(result for result in found if result.n)


def _spans(journal: Journal, now: datetime) -> list[_Span]:
    sessions = begun_sessions(journal, now)
    starts = [session.started_at for session in sessions]
    return [
        _Span(session, start, following)
        for session, start, following in zip_longest(sessions, starts, starts[1:])
        if start is not None
    ]


def _notes(journal: Journal, now: datetime) -> dict[str, ReliefNote]:
    """The notes by session; of two on the same session the one that says more, then the later id."""
    found: dict[str, ReliefNote] = {}
    for note in sorted(journal.of(ReliefNote), key=lambda note: (note.wore_off_at is not None, note.id)):
        if note.session and all(at is None or at <= now for at in (note.began_at, note.wore_off_at)):
            found[note.session] = note
    return found


def _of_series(series: Series, spans: Sequence[_Span], notes: dict[str, ReliefNote]) -> Relief:
    starts = [bisect_right(series.moments.at, span.start) for span in spans]
    places = pairwise([*starts, len(series.values)])
    episodes = [
        _episode(series, span, place, notes.get(span.session.id)) for span, place in zip(spans, places, strict=True)
    ]
    return _result(series.id, series.name, episodes)


def _episode(series: Series, span: _Span, place: tuple[int, int], note: ReliefNote | None) -> ReliefEpisode:
    """What can be said of the session's relief; nothing without a score soon enough before it.

    `place` is where the first score after the session stands, and the first one after the next.
    """
    episode = ReliefEpisode(session=span.session.id, started_at=span.start)
    times, (start, end) = series.moments.at, place
    if start == 0 or span.start - times[start - 1] > series.before_at_most:
        return episode
    before = episode.before = series.values[start - 1]
    in_time = bisect_right(times, span.start + BEST_WITHIN, start, end)
    needed = series.reliable_points(before)
    if in_time == start or needed is None:
        return episode
    found = series.values[start:in_time]
    best = episode.best = max(found) if series.higher_is_better else min(found)
    gained = series.improvement(before, best)
    episode.improvement = round(gained, 4)
    episode.has_relief = gained >= needed - _HAIR
    if not episode.has_relief:
        return episode
    half = gained / 2 - _HAIR
    # One walk: what is lost is looked for after the onset.
    is_half = (series.improvement(before, value) >= half for value in series.values[start:end])
    walk = enumerate(is_half, start)
    onset = next(at for at, is_held in walk if is_held)
    lost = next((at for at, is_held in walk if not is_held), None)
    episode.onset_days = span.days_to(times[onset])
    _end(episode, span, *_ending(series, span, note, (onset, end), lost))
    if episode.ended_by == "score" and lost is not None:
        episode.last_seen_days = span.days_to(times[lost - 1])
    return episode


def _ending(
    series: Series, span: _Span, note: ReliefNote | None, place: tuple[int, int], lost: int | None
) -> tuple[datetime, EndedBy]:
    """When and how the relief ended; `place` is where the score of its onset stands, and the first one after the next
    session.

    A "wore off" before the onset speaks of something else.
    """
    times, (onset, end) = series.moments.at, place
    wore_off = note.wore_off_at if note is not None else None
    if wore_off is not None and wore_off > times[onset] and span.is_before_the_next(wore_off):
        return wore_off, "patient"
    if lost is not None:
        return times[lost], "score"
    if span.following is None:
        return times[-1], "end_of_entries"
    # Relief can be followed up to the next session only if there is a score before that one; else the last score is the
    # end of what is known, or a year without entries would count as a year of relief.
    last = times[end - 1]
    is_followed = span.following - last <= series.before_at_most
    return (span.following, "next_session") if is_followed else (last, "end_of_entries")


def _end(episode: ReliefEpisode, span: _Span, moment: datetime, by: EndedBy) -> None:
    episode.lasted_days, episode.ended_by = span.days_to(moment), by
    episode.is_censored = by in ("next_session", "end_of_entries")


def _of_notes(spans: Sequence[_Span], notes: dict[str, ReliefNote], last_entry: datetime | None) -> Relief:
    return _result(OWN_NOTES, "Own notes", [_noted(span, notes.get(span.session.id), last_entry) for span in spans])


def _noted(span: _Span, note: ReliefNote | None, last_entry: datetime | None) -> ReliefEpisode:
    episode = ReliefEpisode(session=span.session.id, started_at=span.start)
    began, wore_off = (note.began_at, note.wore_off_at) if note else (None, None)
    # What began before the session, or after the next one, is none of its relief.
    if began is not None and not (span.start <= began and span.is_before_the_next(began)):
        began = None
    if wore_off is not None and wore_off > span.start and span.is_before_the_next(wore_off):
        # Nothing wears off before it began; the end takes precedence, and the beginning is not known.
        began = None if began is not None and began > wore_off else began
        _end(episode, span, wore_off, "patient")
    elif began is not None and span.following is not None:
        _end(episode, span, span.following, "next_session")
    elif began is not None and last_entry is not None:
        _end(episode, span, max(began, last_entry), "end_of_entries")
    else:
        return episode
    episode.has_relief = True
    episode.onset_days = span.days_to(began) if began is not None else None
    return episode


def _last_entry(journal: Journal, now: datetime) -> datetime | None:
    checked = (one.at for one in made_check_ins(journal, now)[-1:])
    answered = (one.answered_at for one in journal.outcome_measures)
    return max((at for at in (*checked, *answered) if at is not None and at <= now), default=None)


def _result(measure: str, name: str, episodes: Sequence[ReliefEpisode]) -> Relief:
    judged = [episode for episode in episodes if episode.has_relief is not None]
    relieved = [episode for episode in judged if episode.has_relief]
    followed = [episode for episode in relieved if episode.lasted_days is not None]
    known = _survival(followed) if len(followed) >= ENOUGH else None
    onsets = [episode.onset_days for episode in relieved if episode.onset_days is not None]
    return Relief(
        n=len(judged),
        method=(_NOTES_METHOD if measure == OWN_NOTES else _METHOD) + survival.METHOD,
        source=_SOURCE + survival.SOURCE,
        missing=tuple(_missing(measure, episodes, judged, followed)),
        measure=measure,
        name=name,
        sessions=len(episodes),
        with_relief=len(relieved),
        episodes=tuple(episodes),
        median_onset_days=round(median(onsets), 1) if onsets else None,
        curve=known.curve if known else (),
        median_days=known.median if known else None,
        median_interval=known.median_interval if known else None,
    )


def _survival(followed: Sequence[ReliefEpisode]) -> survival.Survival:
    ended = [episode.lasted_days for episode in followed if not episode.is_censored]
    censored = [episode.lasted_days for episode in followed if episode.is_censored]
    return survival.kaplan_meier(
        [days for days in ended if days is not None], [days for days in censored if days is not None]
    )


def _unseen_days(episode: ReliefEpisode) -> float:
    """How long nobody looked before the score that shows the end."""
    if episode.last_seen_days is None or episode.lasted_days is None:
        return 0
    return episode.lasted_days - episode.last_seen_days


def _missing(
    measure: str, episodes: Sequence[ReliefEpisode], judged: Sequence[ReliefEpisode], followed: Sequence[ReliefEpisode]
) -> Iterator[str]:
    unjudged = len(episodes) - len(judged)
    if measure == OWN_NOTES:
        yield from _missing_of_notes(unjudged, sum(1 for episode in followed if episode.is_censored))
    elif unjudged:
        yield f"{count(unjudged, 'session')} could not be judged: no score soon enough before, or no score after."
    unseen = sum(1 for episode in followed if _unseen_days(episode) > UNSEEN_DAYS)
    if unseen:
        yield (
            f"In {count(unseen, 'relief')} more than {UNSEEN_DAYS} days without a score lie before the one that shows"
            " the end; it may have ended much sooner."
        )
    if 0 < len(followed) < ENOUGH:
        yield f"Fewer than {ENOUGH} reliefs: no curve and no median."


def _missing_of_notes(without: int, open_ended: int) -> Iterator[str]:
    if without:
        yield f"After {count(without, 'session')} no relief was noted; there may have been some."
    if open_ended:
        yield (
            f"In {count(open_ended, 'relief')} no end was noted: counted up to the next session or the last entry,"
            " which may be too long."
        )
