"""SQS event sources, polled as Lambda polls them. (moto's own run inside SendMessage and delete what has failed.)"""

import base64
import json
import sys
import threading
import time

from moto.awslambda.models import lambda_backends
from moto.sqs.exceptions import QueueDoesNotExist
from moto.sqs.models import Queue, SQSBackend, sqs_backends

import lambdas

# How many batches Lambda handles at once where the event source mapping does not say.
DEFAULT_CONCURRENCY = 5

# An event of Lambda's has at most 6 MB; a batch ends before.
LARGEST_BATCH = 5_500_000


def install(redeliver_after):
    make_queues_safe_among_threads()
    # moto asks for these after each message sent: there are none.
    Queue.lambda_event_source_mappings = property(lambda queue: {}, lambda queue, value: None)
    threading.Thread(target=supervise, args=(redeliver_after,), daemon=True).start()


def make_queues_safe_among_threads():
    receive, delete, add = SQSBackend.receive_message, Queue.delete_message, Queue.add_message

    def receive_message(backend, queue_name, count, wait_seconds, visibility_timeout, attribute_names=None):
        end = time.time() + (wait_seconds or 0)
        while True:
            with backend.get_queue(queue_name)._messages_lock:
                messages = receive(backend, queue_name, count, 0, visibility_timeout, attribute_names)
            if messages or time.time() >= end:
                return messages
            time.sleep(0.05)

    def locked(method):
        def call(queue, *arguments):
            with queue._messages_lock:
                return method(queue, *arguments)

        return call

    SQSBackend.receive_message = receive_message
    Queue.delete_message = locked(delete)
    Queue.add_message = locked(add)


def supervise(redeliver_after):
    """Keeps a poller for each enabled event source mapping, also for those that come and go."""
    pollers = {}
    while True:
        try:
            mappings = enabled_mappings()
        except RuntimeError:  # A dictionary of moto's changed while it was read.
            continue
        for key in pollers.keys() - mappings.keys():
            pollers.pop(key).stopped.set()
        for key in mappings.keys() - pollers.keys():
            pollers[key] = Poller(*mappings[key], redeliver_after)
        time.sleep(0.1)


def enabled_mappings():
    return {
        id(mapping): (mapping, backend)
        for account in list(lambda_backends.values())
        for backend in list(account.values())
        for mapping in list(backend._event_source_mappings.values())
        if ":sqs:" in mapping.event_source_arn and str(mapping.enabled).lower() == "true"
    }


class Poller:
    """Polls the queue of one event source mapping."""

    def __init__(self, mapping, lambda_backend, redeliver_after):
        *_, region, account, self.queue_name = mapping.event_source_arn.split(":")
        self.mapping = mapping
        self.function_of = lambda_backend.get_function
        self.sqs = sqs_backends[account][region]
        self.redeliver_after = redeliver_after
        self.stopped = threading.Event()
        threading.Thread(target=self.poll, daemon=True).start()

    def poll(self):
        limit = int((self.mapping.scaling_config or {}).get("MaximumConcurrency") or DEFAULT_CONCURRENCY)
        free = threading.Semaphore(limit)
        while not self.stopped.is_set():
            if not free.acquire(timeout=0.2):
                continue
            try:
                queue = self.sqs.get_queue(self.queue_name)
                messages = self.receive_batch(queue)
            except QueueDoesNotExist:
                messages = []
            if messages:
                threading.Thread(target=self.handle_batch, args=(queue, messages, free), daemon=True).start()
            else:
                free.release()
                time.sleep(0.02)

    def receive_batch(self, queue):
        """Up to BatchSize messages; having the first, it waits for more as long as the batching window says."""
        batch, size, end = [], 0, None
        while len(batch) < self.mapping.batch_size and size < LARGEST_BATCH and not self.stopped.is_set():
            count = min(10, self.mapping.batch_size - len(batch))
            got = self.sqs.receive_message(queue.name, count, 0, queue.visibility_timeout, ["All"])
            batch += got
            size += sum(len(message.body) for message in got)
            if batch and end is None:
                end = time.time() + float(self.mapping.max_batch_window or 0)
            if end is None or (time.time() >= end and not got):
                break
            if not got:
                time.sleep(0.02)
        return batch

    def handle_batch(self, queue, messages, free):
        try:
            event = json.dumps({"Records": [record_of(message, queue) for message in messages]}).encode()
            answer, failed, _ = lambdas.functions.run(self.function_of(self.mapping.function_arn), event)
            remaining = failed_messages(messages, answer, failed, self.mapping.function_response_types or [])
            for message in messages:
                if message.id not in remaining:
                    self.sqs.delete_message(queue.name, message.receipt_handle)
            if remaining:
                say(f"{queue.name}: {len(remaining)} of {len(messages)} messages failed: {answer[:300]}")
                self.show_again(queue, {message.receipt_handle for message in messages if message.id in remaining})
        except Exception as error:  # The function or the queue has been removed meanwhile.
            say(f"{queue.name}: {error!r}")
        finally:
            free.release()

    def show_again(self, queue, receipt_handles):
        """Shows failed messages soon: the queue's visibility timeout, for which Lambda hides them, is many minutes."""
        visible_at = (time.time() + self.redeliver_after) * 1000
        for message in list(queue._messages):
            if message.receipt_handle in receipt_handles:
                message.visible_at = min(message.visible_at, visible_at)


def say(text):
    print(text, file=sys.stderr, flush=True)


def failed_messages(messages, answer, failed, response_types):
    """The ids of the messages that failed: all of them where the handler failed or its report cannot be read."""
    ids = {message.id for message in messages}
    if failed:
        return ids
    if "ReportBatchItemFailures" not in response_types:
        return set()
    try:
        report = json.loads(answer) or {}
        reported = {failure["itemIdentifier"] for failure in report.get("batchItemFailures") or []}
    except (ValueError, AttributeError, TypeError, KeyError):
        return ids
    return reported if reported <= ids else ids


def record_of(message, queue):
    """A message as it stands in Lambda's event."""
    attributes = {
        "ApproximateReceiveCount": message.approximate_receive_count,
        "SentTimestamp": message.sent_timestamp,
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": message.approximate_first_receive_timestamp,
    }
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {name: str(value) for name, value in attributes.items()},
        "messageAttributes": {name: attribute_of(value) for name, value in message.message_attributes.items()},
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def attribute_of(value):
    binary = value.get("BinaryValue")
    text = base64.b64encode(binary).decode() if isinstance(binary, bytes) else binary
    values = {"stringValue": value.get("StringValue"), "binaryValue": text, "dataType": value["DataType"]}
    present = {name: each for name, each in values.items() if each is not None}
    return {**present, "stringListValues": [], "binaryListValues": []}
