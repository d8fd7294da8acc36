"""S3's event notifications to queues: written as S3 writes them, and refused as S3 refuses them."""

import base64
import datetime
import fnmatch
import os
import re
import uuid

from moto.s3 import notifications
from moto.s3.exceptions import S3ClientError
from moto.s3.models import Notification, S3Backend
from moto.s3.responses import S3Response
from moto.sqs.exceptions import QueueDoesNotExist
from moto.sqs.models import sqs_backends


def install():
    moto_event, moto_put = notifications._get_s3_event, S3Backend.put_bucket_notification_configuration
    moto_parse = S3Response._notification_config_from_body

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
        if any_overlap(configuration or {}):
            raise S3ClientError("InvalidArgument", OVERLAP)
        moto_put(backend, bucket_name, configuration)
        capitalize(bucket.notification_configuration)

    def configuration_from_body(response):
        lower = lambda found: found[0].replace(found[1], found[1].lower())
        response.body = re.sub(rb"<Name>(Prefix|Suffix)</Name>", lower, response.body)
        return moto_parse(response)

    def key_matches(notification, key):
        for each in ((notification.filters or {}).get("S3Key") or {}).get("FilterRule", []):
            is_prefix = each["Name"].lower() == "prefix"
            if not (key.startswith(each["Value"]) if is_prefix else key.endswith(each["Value"])):
                return False
        return True

    notifications._get_s3_event = s3_event
    notifications._get_test_event = test_event
    S3Backend.put_bucket_notification_configuration = put_bucket_notification_configuration
    S3Response._notification_config_from_body = configuration_from_body
    Notification._key_matches = key_matches


def capitalize(configuration):
    """S3 takes prefix and suffix, and gives Prefix and Suffix back."""
    if configuration is None:
        return
    for each in [*configuration.topic, *configuration.queue, *configuration.cloud_function]:
        for rule in ((each.filters or {}).get("S3Key") or {}).get("FilterRule", []):
            rule["Name"] = rule["Name"].capitalize()


OVERLAP = (
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
    "overlapping for the same event type."
)


def any_overlap(configuration):
    """Do two rules tell of the same event of the same object? S3 takes one receiver only."""
    names = ("QueueConfiguration", "TopicConfiguration", "CloudFunctionConfiguration")
    rules = [rule_of(each) for name in names for each in as_list(configuration.get(name))]
    return any(overlap(a, b) for at, a in enumerate(rules) for b in rules[:at])


def rule_of(each):
    filters = as_list(((each.get("Filter") or {}).get("S3Key") or {}).get("FilterRule"))
    values = {str(rule["Name"]).lower(): rule["Value"] or "" for rule in filters}
    return as_list(each["Event"]), values.get("prefix", ""), values.get("suffix", "")


def overlap(a, b):
    events = any(begin_alike(x.rstrip("*"), y.rstrip("*")) for x in a[0] for y in b[0])
    return events and begin_alike(a[1], b[1]) and begin_alike(a[2][::-1], b[2][::-1])


def begin_alike(a, b):
    return a.startswith(b) or b.startswith(a)


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
