"""The medicine names that are offered while typing: every antidepressant class is there, and no name stands for two."""

import re
from collections import Counter
from datetime import date

from shared_schemas.medicines import MEDICINES, Medicine


def test_every_class_that_an_insurer_asks_about_is_there() -> None:
    classes = {medicine.drug_class for medicine in MEDICINES}
    assert classes >= {"SSRI", "SNRI", "Tricyclic antidepressant", "MAOI", "NDRI", "Atypical antipsychotic"}


def test_what_is_added_to_an_antidepressant_is_there_too() -> None:
    names = {medicine.generic for medicine in MEDICINES}
    assert names >= {"lithium", "lamotrigine", "liothyronine (T3)", "aripiprazole", "esketamine"}


def test_no_name_generic_or_brand_stands_for_two_medicines() -> None:
    names = Counter(name.lower() for medicine in MEDICINES for name in (medicine.generic, *medicine.brands))
    assert [name for name, count in names.items() if count > 1] == []


def test_each_says_which_page_its_names_and_class_were_compared_with_and_when() -> None:
    assert [
        medicine.generic for medicine in MEDICINES if not re.match(r"[\w./-]+\.\w+[\w./-]*, \w", medicine.source)
    ] == []
    assert all(date.fromisoformat(medicine.seen_on) for medicine in MEDICINES)


def test_none_carries_a_number_that_could_be_taken_for_a_dose() -> None:
    assert set(Medicine.model_fields) == {"generic", "brands", "drug_class", "source", "seen_on"}
    said = [text for medicine in MEDICINES for text in (medicine.generic, *medicine.brands)]
    assert [text for text in said if re.search(r"\d\s*(mg|mcg|g|ml)\b", text, re.IGNORECASE)] == []


def test_they_stand_in_the_order_of_the_alphabet() -> None:
    names = [medicine.generic.lower() for medicine in MEDICINES]
    assert names == sorted(names)
