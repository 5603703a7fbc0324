import pytest

from backend.reminders.addresses import EndpointError, check_endpoint, is_allowed_address

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104  # an address to refuse, bound to nothing
    "10.0.0.8",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.4.4",
    "192.0.2.7",
    "192.168.1.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.8",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:8",
    "64:ff9b:1::a00:8",
    "::127.0.0.1",
    "::10.0.0.8",
    "::ffff:0:10.0.0.8",
    "100::1",
    "2001:0:a00:8::",
    "2001:db8::1",
    "5f00::1",
    "fec0::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_push_goes_to_no_address_inside_the_house(address: str) -> None:
    assert not is_allowed_address(address, allows_loopback=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001:82b::200e", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_a_push_goes_to_the_public_internet(address: str) -> None:
    assert is_allowed_address(address, allows_loopback=False)


def test_tests_may_reach_loopback_and_still_no_other_private_address() -> None:
    assert is_allowed_address("127.0.0.1", allows_loopback=True)
    assert is_allowed_address("::1", allows_loopback=True)
    assert not is_allowed_address("10.0.0.8", allows_loopback=True)
    assert not is_allowed_address("169.254.169.254", allows_loopback=True)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://8.8.8.8/push",
        "ftp://8.8.8.8/push",
        "https://127.0.0.1/push",
        "https://localhost/push",
        "https://2130706433/push",
        "https://[::1]/push",
        "https://[fe80::1]/push",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.1.1:8443/push",
        "https://user:secret@8.8.8.8/push",
        "https://",
        "https:///push",
        "https://[::1",
        "https://8.8.8.8:99999/push",
        "https://8.8.8.8/a b",
        "https://8.8.8.8/\r\nHost: else",
        "//8.8.8.8/push",
        "not a url at all",
    ],
)
async def test_an_endpoint_that_is_not_a_public_https_url_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointError) as refusal:
        await check_endpoint(endpoint, allows_loopback=False)
    assert endpoint not in str(refusal.value)


async def test_a_public_https_endpoint_is_taken() -> None:
    await check_endpoint("https://8.8.8.8/push/abc", allows_loopback=False)
    await check_endpoint("https://[2a00:1450:4001:82b::200e]:8443/push/abc", allows_loopback=False)


async def test_a_loopback_endpoint_is_taken_only_where_tests_allow_it() -> None:
    await check_endpoint("http://127.0.0.1:4711/push/abc", allows_loopback=True)
    with pytest.raises(EndpointError):
        await check_endpoint("http://127.0.0.1:4711/push/abc", allows_loopback=False)
