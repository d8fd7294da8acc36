"""S3's event notifications to queues: written as S3 writes them, and refused as S3 refuses them."""

import base64
import datetime
import fnmatch
import os
import uuid

from moto.s3 import notifications
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.sqs.exceptions import QueueDoesNotExist
from moto.sqs.models import sqs_backends


def install():
    moto_event, moto_put = notifications._get_s3_event, S3Backend.put_bucket_notification_configuration

    def s3_event(event_name, bucket, key, notification_id):
        event = moto_event(event_name, bucket, key, notification_id)
        for record in event["Records"]:
            complete(record, bucket)
        return event

    def put_bucket_notification_configuration(backend, bucket_name, configuration):
        bucket = backend.get_bucket(bucket_name)
        for each in as_list((configuration or {}).get("QueueConfiguration")):
            if not may_send(bucket, each["Queue"]):
                raise S3ClientError("InvalidArgument", "Unable to validate the following destination configurations")
        return moto_put(backend, bucket_name, configuration)

    notifications._get_s3_event = s3_event
    notifications._get_test_event = test_event
    S3Backend.put_bucket_notification_configuration = put_bucket_notification_configuration


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def complete(record, bucket):
    """Turns moto's record of an event into S3's: a "/" in a key stays, the time is UTC, and there is more of it."""
    record["eventTime"] = now()
    record["userIdentity"] = {"principalId": "AWS:AROAEXAMPLE:regionalDeliverySession"}
    record["requestParameters"] = {"sourceIPAddress": "203.0.113.9"}
    record["responseElements"] = {"x-amz-request-id": uuid.uuid4().hex[:16].upper()}
    record["s3"]["bucket"]["ownerIdentity"] = {"principalId": bucket.account_id}
    s3_object = record["s3"]["object"]
    s3_object["key"] = s3_object["key"].replace("%2F", "/")
    s3_object["sequencer"] = uuid.uuid4().hex[:16].upper()


def test_event(bucket_name):
    return {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": now(),
        "Bucket": bucket_name,
        "RequestId": uuid.uuid4().hex[:16].upper(),
        "HostId": base64.b64encode(os.urandom(48)).decode(),
    }


def may_send(bucket, queue_arn):
    """Does the queue's policy allow S3 to send messages to it on behalf of this bucket?"""
    *_, region, account, name = queue_arn.split(":")
    try:
        queue = sqs_backends[account][region].get_queue(name)
    except QueueDoesNotExist:
        return False
    context = {"aws:sourcearn": bucket.arn, "aws:sourceaccount": bucket.account_id, "aws:securetransport": "true"}
    effects = [
        statement["Effect"]
        for statement in as_list((queue._policy_json or {}).get("Statement"))
        if speaks_of(statement, queue_arn, context)
    ]
    return "Allow" in effects and "Deny" not in effects


def speaks_of(statement, queue_arn, context):
    """Is the statement about S3 sending a message to this queue in this context? An unknown condition never holds."""
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        principals = as_list(principal.get("Service")) + as_list(principal.get("AWS"))
    else:
        principals = as_list(principal)
    return (
        any(each in ("*", "s3.amazonaws.com") for each in principals)
        and matches("sqs:sendmessage", [action.lower() for action in as_list(statement.get("Action"))])
        and matches(queue_arn, statement.get("Resource", "*"))
        and all(
            operator.lower() in OPERATORS and OPERATORS[operator.lower()](context.get(key.lower(), ""), wanted)
            for operator, tests in (statement.get("Condition") or {}).items()
            for key, wanted in tests.items()
        )
    )


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def matches(value, patterns):
    return any(fnmatch.fnmatchcase(value, str(pattern).replace("[", "[[]")) for pattern in as_list(patterns))


def equals(value, wanted):
    return value in [str(each).lower() if isinstance(each, bool) else each for each in as_list(wanted)]


OPERATORS = {
    "arnlike": matches,
    "arnequals": matches,
    "stringlike": matches,
    "stringequals": equals,
    "bool": equals,
    "stringnotequals": lambda value, wanted: not equals(value, wanted),
    "arnnotlike": lambda value, wanted: not matches(value, wanted),
}
