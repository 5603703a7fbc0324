"""How the patient wants the app to be: nothing here says anything about the treatment."""

from typing import Annotated, Literal

from pydantic import Field

from shared_schemas.base import Record, Text

# One record for an account, made by whichever phone is first: by a fixed id two phones mean the same one, and the fold
# merges what they set by field.
PREFERENCES_ID = "00000000-0000-7000-8000-000000000001"

WeightUnit = Literal["kg", "lb"]
QuestionnaireLayout = Literal["one_by_one", "all_on_one"]
# Names of scales; one that a newer phone offers is no reason to refuse the rest.
ScaleNames = Annotated[list[Annotated[Text, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]], Field(max_length=30)]


class Preferences(Record):
    """The choices of the settings screen. A missing one is what the phone's language and place suggest."""

    kind: Literal["preferences"] = "preferences"
    country: Annotated[Text, Field(pattern=r"^([A-Z]{2}|other)$")] | None = None
    # Typed by the patient where no crisis line of the country ships.
    crisis_number: Text | None = None
    emergency_number: Text | None = None
    weight_unit: WeightUnit | None = None
    questionnaire_layout: QuestionnaireLayout | None = None
    check_in_scales: ScaleNames | None = None
    session_scales: ScaleNames | None = None
