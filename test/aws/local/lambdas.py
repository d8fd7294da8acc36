"""Lambda functions that really run: the deployed zip, in Node processes that are kept for the next event."""

import base64
import io
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
import uuid
import zipfile

from moto.awslambda.models import LambdaFunction

# What Lambda takes as an answer, in bytes.
LARGEST_ANSWER = 6 * 1024 * 1024 + 100


class Environment:
    """An execution environment: a Node process that handles one event at a time."""

    def __init__(self, function, code_folder, settings):
        self.log = tempfile.TemporaryFile(dir=settings["folder"])
        ours, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [settings["node"], settings["bootstrap"]],
            cwd=code_folder,
            env=environment_variables(function, code_folder, theirs.fileno(), settings["environment"]),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self.socket = ours
        self.channel = ours.makefile("rwb")
        self.alive = True

    def handle(self, event, function):
        """Answers (what the handler answered as JSON in bytes, whether it is an error, what was logged)."""
        request_id, begin, log_begin = str(uuid.uuid4()), time.time(), self.log.seek(0, os.SEEK_END)
        timeout = float(function.timeout)
        invocation = {
            "requestId": request_id,
            "deadline": (begin + timeout) * 1000,
            "functionArn": function.function_arn,
            "event": event.decode(),
        }
        try:
            answer, failed = self.exchange(invocation, timeout)
        except TimeoutError:
            answer, failed = error("Sandbox.Timedout", f"Task timed out after {timeout:.2f} seconds"), True
            self.stop()
        except (OSError, ValueError):
            answer, failed = error("Runtime.ExitError", "Runtime exited before it answered"), True
            self.stop()
        if len(answer) > LARGEST_ANSWER:
            answer, failed = error("Function.ResponseSizeTooLarge", f"The answer has {len(answer)} bytes"), True
        self.log.seek(log_begin)
        duration = (time.time() - begin) * 1000
        lines = [
            f"START RequestId: {request_id} Version: $LATEST",
            *self.log.read().decode("utf8", "replace").splitlines(),
            f"END RequestId: {request_id}",
            f"REPORT RequestId: {request_id}\tDuration: {duration:.2f} ms",
        ]
        return answer, failed, "\n".join(lines)

    def exchange(self, invocation, timeout):
        self.socket.settimeout(timeout)
        self.channel.write(json.dumps(invocation).encode() + b"\n")
        self.channel.flush()
        line = self.channel.readline()
        if not line:
            raise ConnectionError
        result = json.loads(line)
        return result["answer"].encode(), result["failed"]

    def stop(self):
        self.alive = False
        self.process.kill()
        self.process.wait()
        self.socket.close()


def error(kind, message):
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


def environment_variables(function, code_folder, channel, more):
    return {
        "PATH": os.environ["PATH"],
        "TZ": ":UTC",
        "LANG": "en_US.UTF-8",
        "CHANNEL": str(channel),
        "_HANDLER": function.handler,
        "LAMBDA_TASK_ROOT": code_folder,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        # Every call that the function signs says by this key whose it is.
        "AWS_ACCESS_KEY_ID": function.function_name,
        "AWS_SECRET_ACCESS_KEY": "role-secret",
        "AWS_SESSION_TOKEN": "role-session",
        # Node takes about 32 MB besides its heap.
        "NODE_OPTIONS": f"--max-old-space-size={max(64, int(function.memory_size) - 32)}",
        **more,
        # moto makes numbers of parameters of the type Number.
        **{name: str(value) for name, value in (function.environment_vars or {}).items()},
    }


class Functions:
    """The execution environments of all functions. As many run at once as events are handled at once."""

    def __init__(self, settings):
        self.settings = settings
        self.lock = threading.Lock()
        self.code_folders = {}
        self.idle = {}

    def run(self, function, event):
        variables = json.dumps(function.environment_vars, sort_keys=True)
        key = (function.function_arn, function.code_sha_256, function.handler, function.memory_size, variables)
        with self.lock:
            if key not in self.code_folders:
                self.code_folders[key] = tempfile.mkdtemp(dir=self.settings["folder"])
                zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(self.code_folders[key])
            idle = self.idle.setdefault(key, [])
            environment = idle.pop() if idle else None
        environment = environment or Environment(function, self.code_folders[key], self.settings)
        answer, failed, log = environment.handle(event, function)
        if environment.alive:
            with self.lock:
                idle.append(environment)
        function.logs_backend.ensure_log_group(function.logs_group_name)
        function.save_logs(log)
        return answer, failed, log


functions = None


def install(settings):
    global functions
    functions = Functions(settings)

    def invoke(function, body, _request_headers, response_headers):
        event = body if isinstance(body, bytes) else (body or "{}").encode()
        answer, failed, log = functions.run(function, event)
        if failed:
            response_headers["x-amz-function-error"] = "Unhandled"
        response_headers["x-amz-log-result"] = base64.b64encode(log.encode()[-4096:]).decode()
        return answer

    LambdaFunction.invoke = invoke
