"""A local AWS: moto's server, made to run Lambda functions and to deliver messages as AWS does.

usage: server.py SETTINGS, a JSON object:
  node            the program that runs functions
  bootstrap       the script that it runs, see bootstrap.ts
  folder          an empty folder for the functions' code and output
  environment     environment variables of every function
  redeliverAfter  seconds after which a message is visible again whose handling failed

Prints `{"port": …}` on a line of its own when it is ready. It ends when its standard input does, so that it never
outlives the tests. It replaces parts of moto from outside, and so knows one version of it only.
"""

import json
import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import changesets
import lambdas
import notifications
import policies
import queues
import stacks
import templates


class QuietHandler(WSGIRequestHandler):
    """Only failures are worth a line."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code="-", size="-"):
        if str(code).startswith("5"):
            super().log_request(code, size)


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    settings = json.loads(sys.argv[1])
    lambdas.install(settings)
    notifications.install()
    policies.install()
    queues.install(settings["redeliverAfter"])
    stacks.install(settings)
    changesets.install()
    templates.install()

    application = DomainDispatcherApplication(create_backend_app)
    application.debug = True
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
