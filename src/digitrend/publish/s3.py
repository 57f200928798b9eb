"""Publishes to a bucket of S3 or a compatible store; the only module that imports boto3.

An object is sent if its ETag, which is normally the MD5, differs.  An object whose ETag is no MD5, because it is
encrypted or was uploaded in parts, is always sent.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from digitrend.build.files import MARKER, digest, marked_in
from digitrend.build.hosting import cache_control, content_type
from digitrend.publish.changes import (
    Changes,
    PublishError,
    changes,
    steps,
)
from digitrend.signals import check_interrupt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from digitrend.publish.changes import Files

AT_ONCE = 8  # objects on their way
MOST = 1000  # objects that one request removes, by the API's own limit
LOOK_UP = 0.1  # seconds
REFUSED = {
    "AuthFailure",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "401",
}
FORBIDDEN = {"AccessDenied", "AllAccessDisabled", "MethodNotAllowed", "UnauthorizedAccess", "403"}
MISSING = {"NoSuchBucket", "404"}
KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile in AWS_PROFILE"


class Bucket:
    """A bucket, below a prefix; boto3 finds credentials, region and, unless given, the endpoint."""

    def __init__(self, bucket: str, prefix: str = "", endpoint: str = "") -> None:
        """Take the place; nothing is looked at yet."""
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._endpoint = endpoint
        self._client: Any = None
        self._listed: Mapping[str, str] = {}  # what the manifest there lists

    def compare(self, files: Files) -> Changes:
        """List the objects, and say what must be done for just these files to be there."""
        with self._saying():
            self._client = self._connected()
            etags = dict(self._objects())
            md5 = {path: hashlib.md5(content, usedforsecurity=False).hexdigest() for path, content in files.items()}
            standing = {path: etag == md5.get(path) for path, etag in etags.items()}
            manifest = None
            if MARKER in etags:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + MARKER)
                manifest = marked_in(answer["Body"].read())
        if standing and manifest is None:
            raise PublishError("X005", self.name)
        self._listed = manifest or {}
        return changes(files, standing, self._listed)

    def send(self, files: Files, todo: Changes) -> None:
        """Send what is new or changed, then remove what is gone, then say what there is."""
        ours = {path: digest(content) for path, content in files.items() if path != MARKER}
        with self._saying():
            for part in steps(files, todo, self._listed, ours):
                self._each(part.items(), self._put)
            gone = [{"Key": self._prefix + path} for path in todo.removed]
            batches = (gone[i : i + MOST] for i in range(0, len(gone), MOST))
            self._each(((batch,) for batch in batches), self._remove)
            self._put(MARKER, files[MARKER])

    def _put(self, path: str, content: bytes) -> None:
        self._client.put_object(
            Bucket=self._bucket,
            Key=self._prefix + path,
            Body=content,
            ContentType=content_type(path),
            CacheControl=cache_control(path),
        )

    def _remove(self, batch: list[dict[str, str]]) -> None:
        answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": batch, "Quiet": True})
        for error in answer.get("Errors", ()):
            raise self._fault(error.get("Code", ""), error.get("Message", ""))

    def _objects(self) -> Iterator[tuple[str, str]]:
        """Yield the path and ETag of each object below the prefix."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        for page in pages:
            check_interrupt()
            for entry in page.get("Contents", ()):
                yield entry["Key"].removeprefix(self._prefix), entry["ETag"].strip('"')

    @staticmethod
    def _each(tasks: Iterable[tuple[Any, ...]], work: Callable[..., None]) -> None:
        """Do a task for each, some at once; raises what one of them raises, or KeyboardInterrupt after a signal."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = {pool.submit(work, *task) for task in tasks}
            try:
                while waiting:
                    done, waiting = wait(waiting, LOOK_UP, FIRST_COMPLETED)
                    for one in done:
                        one.result()
                    check_interrupt()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _connected(self) -> Any:  # noqa: ANN401 - boto3 makes its classes as it runs
        import boto3  # noqa: PLC0415 - an extra
        from botocore.config import Config  # noqa: PLC0415

        config = Config(
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=AT_ONCE,
            retries={"mode": "standard", "total_max_attempts": 3},
            request_checksum_calculation="when_required",  # stores that only speak like S3 do not know the others
            response_checksum_validation="when_required",
        )
        region = None if os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") else "us-east-1"
        session = boto3.session.Session()
        return session.client(
            "s3", endpoint_url=self._endpoint or None, region_name=session.region_name or region, config=config
        )

    @contextmanager
    def _saying(self) -> Iterator[None]:
        """Turn exceptions of boto3 into PublishError."""
        try:
            import boto3  # noqa: F401, PLC0415 - an extra
            from botocore import exceptions  # noqa: PLC0415
        except ModuleNotFoundError:
            raise PublishError("X006", self.name, "boto3", "run pip install boto3") from None
        try:
            yield
        except exceptions.ClientError as error:
            told = error.response.get("Error", {})
            raise self._fault(str(told.get("Code", "")), str(told.get("Message", ""))) from None
        except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.ProfileNotFound) as error:
            raise PublishError("X202", self.name, str(error), KEYS) from None
        except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
            raise PublishError("X201", self.name, str(error)) from None
        except (exceptions.BotoCoreError, ValueError) as error:  # an endpoint or a bucket that cannot be
            raise PublishError("X207", self.name, str(error)) from None

    def _fault(self, code: str, message: str) -> PublishError:
        """Return the finding for an error of the API."""
        what = f"{code}: {message}".strip(": ")
        if code in REFUSED:
            return PublishError("X202", self.name, what, KEYS)
        if code in FORBIDDEN:
            return PublishError("X203", self.name, what)
        if code in MISSING:
            return PublishError("X204", self.name, what, "correct the bucket's name, or have it made")
        return PublishError("X207", self.name, what)
