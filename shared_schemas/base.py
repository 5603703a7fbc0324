"""The ground of every schema: how text, numbers, days and instants look on the wire, and the record they stand in."""

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

RECORD_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
DEVICE_ID = r"^[0-9a-f]{16}$"
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
KIND_NAME = FIELD_NAME

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# "26" typed as a year is the year 26, of which no entry is. Days counted back from it would leave the calendar.
_FIRST_YEAR = 1900


class Schema(BaseModel):
    """A value that crosses the wire."""

    model_config = ConfigDict(frozen=True)


class RequestBody(Schema):
    """A request to the server: a misspelt name is an error, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(Schema):
    """One folded record. Every field may be missing, and fields of a newer version are kept.

    Whether an entry is complete is judged on the folded record, by whoever needs it complete.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: Annotated[str, Field(pattern=RECORD_ID)]


# Pydantic's lax mode would read "6", True and 1700000000 as a number, a number and an instant. A value is stored as it
# came, so what is taken must already be what it claims to be. A strict type, and bounds that stand right at a type, are
# checked by Pydantic's core in a tenth of the time of a function here, and a journal of years has ten thousand values.
def _only_a_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number_type", "must be a number")
    return value


def _only_an_instant(value: Any) -> Any:
    if isinstance(value, str):
        if not _RFC_3339.fullmatch(value):
            raise PydanticCustomError("instant_form", "must be a date and time with its offset, as RFC 3339 writes it")
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value  # no such day or hour: Pydantic says which
    elif not isinstance(value, datetime):
        return _only_text(value)
    if value.year < _FIRST_YEAR:
        raise PydanticCustomError("year_early", "must not lie before the year 1900")
    return _in_a_shared_zone(value)


def _in_a_shared_zone(moment: datetime) -> datetime:
    """The same instant and offset. An instant that was read has a zone of its own, which Python asks for its offset at
    every comparison; two instants that share one are compared in a thirtieth of the time."""
    offset = moment.utcoffset()
    if offset is None or moment.tzinfo is (zone := _zone(offset)):
        return moment
    return datetime.combine(moment, moment.time(), zone)  # in a quarter of the time that `replace` takes


@cache  # at most one for each offset in whole minutes
def _zone(offset: timedelta) -> timezone:
    return timezone(offset)


def _only_a_day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day_form", "must be a day, as YYYY-MM-DD")
    return _only_text(value) if not isinstance(value, date) else value


def _only_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("text_type", "must be text")
    return value


# 3.0 is a whole number as well, which a strict one would not be. Where a journal has many of them their bounds stand
# before this, right at the type.
A_NUMBER = BeforeValidator(_only_a_number)

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, A_NUMBER]
Claim = Annotated[bool, Field(strict=True)]
Instant = Annotated[AwareDatetime, BeforeValidator(_only_an_instant)]
Day = Annotated[date, BeforeValidator(_only_a_day)]
Text = Annotated[str, Field(strict=True, max_length=500)]
# A pasted diary of 100 kB must not be lost; one request takes 1 MB.
LongText = Annotated[str, Field(strict=True, max_length=250_000)]
# The server may know fewer zones than a newer phone, so only the form is checked.
TimeZone = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z0-9_+\-/]{1,64}$")]
RecordId = Annotated[str, Field(pattern=RECORD_ID)]

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# Photos and documents of a record, named by their hash.
Attachments = Annotated[list[Sha256], Field(max_length=50)]

Scale = Annotated[Number, Field(ge=0, le=10)]
DoseMg = Annotated[Number, Field(gt=0, le=2_000)]
BodyWeightKg = Annotated[Number, Field(gt=0, le=700)]
Minutes = Annotated[Number, Field(ge=0, le=1_440)]
Percent = Annotated[Number, Field(ge=-100, le=100)]
Cents = Annotated[Whole, Field(ge=-1_000_000_000, le=1_000_000_000)]
