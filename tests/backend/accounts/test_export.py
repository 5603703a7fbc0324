"""Leaving with everything: what the ZIP holds is what the journal, the attachments and the account are."""

import hashlib
import json
import shutil
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from backend.attachments.media_types import media_type_of
from backend.demo import demo_edits, demo_papers
from backend.insights.command import read_journal
from backend.settings import Settings
from backend.storage import attachments, push_subscriptions
from backend.storage.push_subscriptions import Subscription
from shared_schemas.journal import Edit, fold
from tests.backend.storage.entries import entry
from tests.conftest import NOW, Browser, sign_up

SUBSCRIPTION = Subscription("https://push.example/secret-endpoint", "secret-p256dh", "secret-auth", "https://x.test")


def in_the_app(browser: Browser, work: Callable[[], Awaitable[None]]) -> None:
    """Runs `work` in the loop of the running app, to which the database's connections belong."""
    browser.blocking_portal.call(work)


async def example_patient(browser: Browser) -> str:
    """The account of `browser`, with the example patient's two years, papers, a link that was opened, and a browser."""
    account: str = (await browser.get("/api/account")).json()["id"]
    journals = browser.app.state.storage.journals

    async def fill() -> None:
        for sha256, paper in demo_papers(NOW).items():
            await attachments.add(journals, account, sha256, 0, len(paper), paper, media_type_of, NOW)
        await journals.append_edits(account, demo_edits(NOW), NOW)
        await push_subscriptions.add(journals, account, "0123456789abcdef", SUBSCRIPTION, NOW)

    in_the_app(browser, fill)
    link = (await browser.post("/api/share-links", json={"label": "Dr. Okafor"})).json()
    await browser.post("/api/shared", json={"token": link["path"].partition("#")[2]})
    return account


async def exported(browser: Browser) -> dict[str, bytes]:
    """The files of the ZIP by name."""
    answer = await browser.get("/api/account/export.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"].startswith('attachment; filename="casebook-')
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def content_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files["casebook.json"])
    return content


async def test_every_edit_of_the_journal_is_in_the_zip_and_folds_to_the_same_records(signed_in: Browser) -> None:
    await example_patient(signed_in)
    content = content_of(await exported(signed_in))
    edits = [Edit.model_validate(edit) for edit in content["edits"]]
    assert [(edit.id, edit.stamp, edit.set) for edit in edits] == [
        (edit.id, edit.stamp, dict(edit.set)) for edit in demo_edits(NOW)
    ]
    assert {one["id"]: one["fields"] for one in content["records"]} == {
        record: folded.fields for record, folded in fold(demo_edits(NOW)).items()
    }
    assert content["edits"] == (await signed_in.get("/api/account/export")).json()["edits"]


async def test_every_paper_is_in_the_zip_as_it_came_and_the_page_leads_to_it(signed_in: Browser) -> None:
    await example_patient(signed_in)
    files = await exported(signed_in)
    papers = {name: content for name, content in files.items() if name.startswith("attachments/")}
    assert {hashlib.sha256(paper).hexdigest() for paper in papers.values()} == demo_papers(NOW).keys()
    page = files["index.html"].decode()
    assert [name for name in papers if f'href="{name}"' not in page] == []
    known = {one["file"]: one["sha256"] for one in content_of(files)["attachments"]}
    assert known == {name: hashlib.sha256(paper).hexdigest() for name, paper in papers.items()}


async def test_there_is_a_table_for_each_kind_with_a_row_for_each_record(signed_in: Browser) -> None:
    await example_patient(signed_in)
    files = await exported(signed_in)
    sessions = files["tables/treatment-session.csv"].decode("utf-8-sig").splitlines()
    known = [one for one in content_of(files)["records"] if one["kind"] == "treatment_session"]
    assert len(sessions) == len(known) + 1
    kinds = {one["kind"] for one in content_of(files)["records"]}
    assert {name for name in files if name.startswith("tables/")} == {
        f"tables/{kind.replace('_', '-')}.csv" for kind in kinds
    }


async def test_links_their_openings_devices_and_the_account_are_told_without_a_secret(signed_in: Browser) -> None:
    account = await example_patient(signed_in)
    files = await exported(signed_in)
    content = content_of(files)
    [link] = content["share_links"]
    assert (link["label"], link["times_opened"], link["opened"][0]["what"]) == ("Dr. Okafor", 1, "page")
    assert content["push_subscriptions"] == [{"service": "push.example"}]
    assert content["kept_beside"]["account"][0]["id"] == account
    assert len(content["kept_beside"]["login_session"]) == 1
    everything = b"".join(files.values())
    for secret in (b"secret-", b"$argon2", next(iter(signed_in.cookies.values())).encode()):
        assert secret not in everything


async def test_another_program_reads_the_journal_of_the_zip(signed_in: Browser, tmp_path: Any) -> None:
    await example_patient(signed_in)
    (tmp_path / "casebook.json").write_bytes((await exported(signed_in))["casebook.json"])
    journal, _ = read_journal(tmp_path / "casebook.json")
    assert len(journal.treatment_sessions) > 20


async def test_an_empty_account_leaves_with_a_page_that_says_so_little(signed_in: Browser) -> None:
    files = await exported(signed_in)
    assert set(files) == {"casebook.json", "index.html"}
    assert "Casebook of ana@example.org" in files["index.html"].decode()


async def test_a_paper_whose_file_is_lost_is_named_and_holds_nothing_else_back(
    signed_in: Browser, settings: Settings
) -> None:
    await example_patient(signed_in)
    shutil.rmtree(settings.data_dir / "attachments")
    files = await exported(signed_in)
    assert [name for name in files if name.startswith("attachments/")] == []
    assert f"{len(demo_papers(NOW))} files could not be read in full" in files["index.html"].decode()
    assert len(content_of(files)["edits"]) == len(demo_edits(NOW))


async def test_a_title_with_a_path_in_it_stays_inside_the_folder(signed_in: Browser) -> None:
    account = (await signed_in.get("/api/account")).json()["id"]
    journals = signed_in.app.state.storage.journals
    [(sha256, paper), *_] = demo_papers(NOW).items()
    document = entry(1, kind="document", title="../../../etc/cron.d/x", dated_on="/../..", attachments=[sha256])

    async def fill() -> None:
        await attachments.add(journals, account, sha256, 0, len(paper), paper, media_type_of, NOW)
        await journals.append_edits(account, [document], NOW)

    in_the_app(signed_in, fill)
    [name] = [name for name in await exported(signed_in) if name.startswith("attachments/")]
    assert name == "attachments/document-etc-cron-d-x.png"


async def test_the_zip_of_one_patient_holds_nothing_of_another(signed_in: Browser, stranger: Browser) -> None:
    await example_patient(signed_in)
    files = await exported(stranger)
    assert set(files) == {"casebook.json", "index.html"}
    assert b"ana@example.org" not in b"".join(files.values())


async def test_nobody_gets_a_zip_without_signing_in(browser: Browser) -> None:
    assert (await browser.get("/api/account/export.zip")).status_code == 401
    await sign_up(browser, "ana@example.org")
    assert (await browser.get("/api/account/export.zip")).status_code == 200
