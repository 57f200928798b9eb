"""Publishing to a bucket: boto3 against a server of S3's on loopback, with a listener in between."""

from __future__ import annotations

import http.client
import json
import re
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import unquote

import boto3
import pytest
from moto.server import ThreadedMotoServer

from publish_bench import FIRST, NEW_PAGE, NEXT, OLD_PAGE, SECOND, compared, hindrance, sent
from site_bench import MARKER

Client = Any  # boto3 makes its classes as it runs
TO = "s3://briefings/outlook/2021"
PREFIX = "outlook/2021/"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of a server that speaks like S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(moto: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The server with an empty bucket, as its owner sees it; credentials are in the environment."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_CONFIG_FILE", "none")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "none")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", moto)
    posted(f"{moto}/moto-api/reset")
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="briefings")
    return client


def posted(address: str, body: bytes = b"") -> None:
    headers = {"Content-Type": "text/plain"}
    with urllib.request.urlopen(urllib.request.Request(address, body, headers, method="POST")):
        pass


def objects(store: Client, prefix: str = PREFIX) -> dict[str, bytes]:
    """Return the objects below a prefix, by what stands behind it."""
    listed = store.list_objects_v2(Bucket="briefings", Prefix=prefix).get("Contents", ())
    keys = [entry["Key"] for entry in listed]
    return {key.removeprefix(prefix): store.get_object(Bucket="briefings", Key=key)["Body"].read() for key in keys}


class Asked(NamedTuple):
    """A request that came by."""

    method: str
    path: str  # below the prefix; "" for one about the bucket
    body: bytes


class Tap(ThreadingHTTPServer):
    """Listens to what is said to the server, and may cut it short."""

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.behind = behind.removeprefix("http://")
        self.heard: list[Asked] = []
        self.refuses: Callable[[Asked], bool] = lambda _: False


class Ear(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        tap = self.server
        assert isinstance(tap, Tap)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = unquote(self.path.partition("?")[0]).partition(f"/briefings/{PREFIX}")[2]
        asked = Asked(self.command, path, body)
        if tap.refuses(asked):
            self.send_response(403)
            answer = b"<Error><Code>AccessDenied</Code><Message>The line was cut.</Message></Error>"
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            return
        tap.heard.append(asked)
        connection = http.client.HTTPConnection(tap.behind)
        connection.request(self.command, self.path, body, dict(self.headers))
        response = connection.getresponse()
        content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "date", "server", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 - as the library asks for them

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def tap(store: Client, moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tap]:  # noqa: ARG001 - comes first
    """A listener between us and the server."""
    tap = Tap(moto)
    threading.Thread(target=tap.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{tap.server_port}")
    yield tap
    tap.shutdown()
    tap.server_close()


def test_a_bucket_gets_just_what_the_manifest_lists_below_the_prefix(store: Client) -> None:
    store.put_object(Bucket="briefings", Key="outlook/2021.html", Body=b"theirs")

    sent(FIRST, TO)

    assert objects(store) == FIRST
    assert objects(store, "") == {"outlook/2021.html": b"theirs", **{PREFIX + path: raw for path, raw in FIRST.items()}}


def test_the_root_of_a_bucket_will_do(store: Client) -> None:
    sent(FIRST, "s3://briefings")

    assert objects(store, "") == FIRST


def test_an_endpoint_can_be_given(store: Client, moto: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3")

    sent(FIRST, TO, endpoint=moto)

    assert objects(store) == FIRST


def test_objects_say_what_they_are_and_how_long_they_hold(store: Client) -> None:
    sent(FIRST, TO)

    def head(path: str) -> tuple[str, str]:
        answer = store.head_object(Bucket="briefings", Key=PREFIX + path)
        return answer["ContentType"], answer["CacheControl"]

    assert head("index.html") == ("text/html; charset=utf-8", "public, max-age=0, must-revalidate")
    assert head("assets/site-0a1b.css") == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert head("data/a b.json") == ("application/json", "public, max-age=0, must-revalidate")


def test_only_what_changed_is_sent_and_only_what_was_ours_is_removed(store: Client, tap: Tap) -> None:
    sent(FIRST, TO)
    store.put_object(Bucket="briefings", Key=f"{PREFIX}theirs.txt", Body=b"theirs")
    tap.heard.clear()

    assert sent(SECOND, TO) == NEXT
    assert {asked.path for asked in tap.heard if asked.method == "PUT"} == {*NEXT.sent}
    assert objects(store) == {**SECOND, "theirs.txt": b"theirs"}
    assert not sent(SECOND, TO)


def test_what_somebody_changed_there_is_mended(store: Client) -> None:
    sent(FIRST, TO)
    store.put_object(Bucket="briefings", Key=f"{PREFIX}index.html", Body=b"damaged")

    assert compared(FIRST, TO).changed == ("index.html",)
    sent(FIRST, TO)
    assert objects(store) == FIRST


def test_a_comparison_changes_nothing(store: Client, tap: Tap) -> None:
    sent(FIRST, TO)
    tap.heard.clear()

    assert compared(SECOND, TO) == NEXT
    assert {asked.method for asked in tap.heard} == {"GET"}
    assert objects(store) == FIRST


def test_no_reader_meets_a_page_without_its_styles_whenever_they_come(tap: Tap) -> None:
    sent(FIRST, TO)
    sent(SECOND, TO)

    there: dict[str, bytes] = {}
    for asked in tap.heard:
        if asked.method == "PUT":
            there[asked.path] = asked.body
        elif asked.method == "POST":  # many are removed at once
            for key in re.findall(rb"<Key>(.*?)</Key>", asked.body):
                there.pop(key.decode().removeprefix(PREFIX), None)
        for page, raw in there.items():
            wanted = re.findall(rb"href=\.\./(\S+?)>", raw) if page.endswith(".html") else []
            assert {each.decode() for each in wanted} <= there.keys(), (asked.method, asked.path, page)
    assert there == SECOND
    assert [asked.path for asked in tap.heard if asked.method == "PUT"][-1] == MARKER


@pytest.mark.parametrize("after", [2, *(pytest.param(each, marks=pytest.mark.full) for each in (0, 1, 4, 5))])
def test_what_was_interrupted_halfway_is_finished_by_the_next_time(store: Client, tap: Tap, after: int) -> None:
    sent(FIRST, TO)
    tap.heard.clear()
    tap.refuses = lambda asked: (
        asked.method in {"PUT", "POST"} and sum(each.method in {"PUT", "POST"} for each in tap.heard) >= after
    )
    assert hindrance(SECOND, TO).code == "X203"
    tap.refuses = lambda _: False

    # Meanwhile another edition came out: what the interrupted one brought must not stay.
    sent(FIRST, TO)
    assert objects(store) == FIRST
    sent(SECOND, TO)
    assert objects(store) == SECOND


def test_a_first_time_that_was_interrupted_can_be_repeated(store: Client, tap: Tap) -> None:
    tap.refuses = lambda asked: asked.path == OLD_PAGE
    assert hindrance(FIRST, TO).code == "X203"
    tap.refuses = lambda _: False

    sent(FIRST, TO)

    assert objects(store) == FIRST


def test_a_bucket_of_somebody_else_s_is_refused(store: Client) -> None:
    store.put_object(Bucket="briefings", Key=f"{PREFIX}cat.jpg", Body=b"theirs")

    assert hindrance(FIRST, TO).code == "X005"
    assert objects(store) == {"cat.jpg": b"theirs"}


def test_an_object_of_somebody_else_s_in_the_way_is_seen(store: Client) -> None:
    sent(FIRST, TO)
    store.put_object(Bucket="briefings", Key=f"{PREFIX}{NEW_PAGE}", Body=b"theirs")

    assert compared(SECOND, TO).taken == (NEW_PAGE,)


@pytest.mark.usefixtures("store")
def test_a_bucket_that_is_not_there_is_told_of() -> None:
    fault = hindrance(FIRST, "s3://breifings")

    assert (fault.code, fault.message) == (
        "X204",
        "there is no such place: NoSuchBucket: The specified bucket does not exist",
    )


def test_without_credentials_it_says_which_are_asked_for(store: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    del store
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    fault = hindrance(FIRST, TO)

    assert fault.code == "X202"
    assert "AWS_ACCESS_KEY_ID" in fault.hint


@pytest.mark.usefixtures("store")
def test_a_store_that_cannot_be_reached_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")

    assert hindrance(FIRST, TO).code == "X201"


@pytest.fixture
def guarded(store: Client, moto: str) -> Iterator[tuple[str, str]]:
    """The keys of somebody who may read the bucket only; from now on, the server asks for keys."""
    del store
    iam = boto3.client("iam", region_name="us-east-1", endpoint_url=moto)
    iam.create_user(UserName="reader")
    reads = {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [reads]})
    iam.put_user_policy(UserName="reader", PolicyName="reads", PolicyDocument=policy)
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    posted(f"{moto}/moto-api/reset-auth", b"0")
    yield key["AccessKeyId"], key["SecretAccessKey"]
    posted(f"{moto}/moto-api/reset-auth", b"inf")


@pytest.mark.usefixtures("guarded")
def test_a_wrong_key_is_told_of_without_the_secret() -> None:
    fault = hindrance(FIRST, TO)

    assert fault.code == "X202"
    assert "InvalidAccessKeyId" in fault.message
    assert SECRET not in str(fault)


def test_who_may_only_read_is_told_so_without_the_secret(
    guarded: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", guarded[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", guarded[1])

    fault = hindrance(FIRST, TO)

    assert fault.code == "X203"
    assert guarded[1] not in str(fault)


def test_without_boto3_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.setitem(sys.modules, "botocore", None)

    fault = hindrance(FIRST, TO)

    assert (fault.code, fault.hint) == ("X006", "run pip install boto3")
