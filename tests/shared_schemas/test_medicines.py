"""The medicine names that are offered while typing: every antidepressant class is there, and no name stands for two."""

from collections import Counter

from shared_schemas.medicines import MEDICINES


def test_every_class_that_an_insurer_asks_about_is_there() -> None:
    classes = {medicine.drug_class for medicine in MEDICINES}
    assert classes >= {"SSRI", "SNRI", "Tricyclic antidepressant", "MAOI", "NDRI", "Atypical antipsychotic"}


def test_what_is_added_to_an_antidepressant_is_there_too() -> None:
    names = {medicine.generic for medicine in MEDICINES}
    assert names >= {"lithium", "lamotrigine", "liothyronine (T3)", "aripiprazole", "esketamine"}


def test_no_name_generic_or_brand_stands_for_two_medicines() -> None:
    names = Counter(name.lower() for medicine in MEDICINES for name in (medicine.generic, *medicine.brands))
    assert [name for name, count in names.items() if count > 1] == []


def test_each_says_where_it_comes_from_and_only_a_page_that_was_looked_at_has_a_day() -> None:
    general = "general pharmacology, not compared with a label"
    assert all(medicine.source for medicine in MEDICINES)
    assert all((medicine.source == general) == (medicine.seen_on is None) for medicine in MEDICINES)


def test_they_stand_in_the_order_of_the_alphabet() -> None:
    names = [medicine.generic.lower() for medicine in MEDICINES]
    assert names == sorted(names)
