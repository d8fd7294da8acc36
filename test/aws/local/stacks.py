"""What moto lacks of CloudFormation's stacks: events of their resources, cancelling, and, where the tests ask for it, time and failures.

The tests write what they want into stacks.json of the settings' folder, a JSON object:
  slow  seconds that a creation or an update takes; without it moto is done before it answers
  fail  why a creation fails
  failUpdate  why an update fails, which is then rolled back; the first update of a new stack is what makes a tracker of it
"""

import json
import os
import threading
import time

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import Event, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import EmptyResult


def install(settings):
    wishes_file = os.path.join(settings["folder"], "stacks.json")
    moto_create, moto_update, delete = Stack.create_resources, Stack.update, Stack.delete

    def create_resources(stack):
        for name, resource in stack.resource_map._resource_json_map.items():
            tell(stack, name, resource["Type"], "CREATE_IN_PROGRESS")
            tell(stack, name, resource["Type"], "CREATE_COMPLETE")
        moto_create(stack)

    def update(stack, template, *arguments, **named):
        before = set(stack.resource_map._resource_json_map)
        for name, resource in stack.parse_template(template)["Resources"].items():
            if name not in before:
                tell(stack, name, resource["Type"], "CREATE_COMPLETE")
        moto_update(stack, template, *arguments, **named)

    def wishes():
        try:
            with open(wishes_file, encoding="utf8") as file:
                return json.load(file)
        except FileNotFoundError:
            return {}

    def create_slowly(stack):
        stack.undone = None
        wish = wishes()
        if "fail" in wish:
            stack.never_created = True
            return fail(stack, wish["fail"])
        if "slow" not in wish:
            return create_resources(stack)
        stack.status = "CREATE_IN_PROGRESS"
        later(wish["slow"], stack, lambda: create_resources(stack))

    def update_slowly(stack, *arguments, **named):
        wish = wishes()
        if "failUpdate" in wish:
            return fail_update(stack, arguments[0] if arguments else named["template"], wish["failUpdate"])
        if "slow" not in wish:
            return update(stack, *arguments, **named)
        stack.undone = None
        stack.status = "UPDATE_IN_PROGRESS"
        later(wish["slow"], stack, lambda: update(stack, *arguments, **named))

    def delete_stack(stack):
        stack.undone = "DELETE_COMPLETE"
        if getattr(stack, "never_created", False):
            stack.status = "DELETE_COMPLETE"
            return
        delete(stack)

    def cancel_update_stack(response):
        stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
        if stack.status != "UPDATE_IN_PROGRESS":
            raise ValidationError(stack.name, message="CancelUpdateStack cannot be called from current stack status")
        stack.undone = stack.status = "UPDATE_ROLLBACK_COMPLETE"
        stack._add_stack_event("UPDATE_ROLLBACK_COMPLETE")
        return EmptyResult()

    Stack.create_resources = create_slowly
    Stack.update = update_slowly
    Stack.delete = delete_stack
    CloudFormationResponse.cancel_update_stack = cancel_update_stack


def tell(stack, name, resource_type, status):
    stack.events.append(Event(stack.stack_id, stack.name, name, name, resource_type, status, None, None))


def later(seconds, stack, work):
    """Does the work unless the stack was cancelled or deleted meanwhile."""

    def wait():
        time.sleep(seconds)
        if stack.undone is None:
            work()

    threading.Thread(target=wait, daemon=True).start()


def fail(stack, reason):
    name, resource = next(iter(stack.template_dict["Resources"].items()))
    stack.events.append(Event(stack.stack_id, stack.name, name, name, resource["Type"], "CREATE_FAILED", reason, None))
    stack._add_stack_event("ROLLBACK_IN_PROGRESS", resource_status_reason="The following resource(s) failed to create")
    stack._add_stack_event("ROLLBACK_COMPLETE")
    stack.status = "ROLLBACK_COMPLETE"


def fail_update(stack, template, reason):
    """The last of the template's resources fails, and all becomes as it was before."""
    name, resource = list(stack.parse_template(template)["Resources"].items())[-1]
    status = "UPDATE_FAILED" if name in stack.resource_map._resource_json_map else "CREATE_FAILED"
    stack._add_stack_event("UPDATE_IN_PROGRESS")
    stack.events.append(Event(stack.stack_id, stack.name, name, name, resource["Type"], status, reason, None))
    stack._add_stack_event(
        "UPDATE_ROLLBACK_IN_PROGRESS", resource_status_reason=f"The following resource(s) failed to create: [{name}]."
    )
    stack._add_stack_event("UPDATE_ROLLBACK_COMPLETE")
    stack.status = "UPDATE_ROLLBACK_COMPLETE"
