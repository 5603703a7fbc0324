"""The state between sessions, in ten seconds (J8, J11)."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import A_NUMBER, Instant, LongText, Number, Record, RecordId, Scale, TimeZone


class CheckIn(Record):
    """One check-in. Scales run 0-10 as the patient reads them: mood, energy, well-being and function rise with health,
    anxiety and pain with suffering. `global_change` runs 1 (very much better) to 7 (very much worse). `import_batch` is
    the id of the import from another tracker that it came with: one for each run, so that a whole run can be undone.
    """

    kind: Literal["check_in"] = "check_in"
    at: Instant | None = None
    time_zone: TimeZone | None = None
    mood: Scale | None = None
    anxiety: Scale | None = None
    energy: Scale | None = None
    pain: Scale | None = None
    well_being: Scale | None = None
    sleep_hours: Annotated[Number, Field(ge=0, le=24)] | None = None
    sleep_quality: Scale | None = None
    function: Scale | None = None
    global_change: Annotated[int, Field(ge=1, le=7), A_NUMBER] | None = None
    notes: LongText | None = None
    import_batch: RecordId | None = None
