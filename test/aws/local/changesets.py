"""What moto's CloudFormation says wrongly: of change sets, and of stacks that are deleted."""

from moto.cloudformation.models import Change, ChangeSet, Stack
from moto.cloudformation.parsing import OutputMap, ResourceMap


def install():
    forget_outputs_of_deleted_stacks()
    make_change_sets_exact()


def forget_outputs_of_deleted_stacks():
    """moto works outputs out when somebody looks, and so would make a bucket again whose stack is deleted."""
    delete = Stack.delete

    def delete_with_outputs(stack):
        delete(stack)
        stack.output_map = OutputMap(stack.resource_map, {}, stack.stack_id)

    Stack.delete = delete_with_outputs


def make_change_sets_exact():
    """Without resources whose condition does not hold, and with those that only a parameter changes."""

    def diff(change_set):
        stack, template = change_set.stack, change_set.template_dict
        conditions = conditions_of(stack, template, change_set.parameters)
        present = stack.resource_map._resource_json_map
        # A new stack has been given its parameters already.
        names = stack.resource_map.build_resource_diff(template, change_set.parameters if present else None)
        found = {**present, **template["Resources"]}
        return [
            Change(action=action, logical_resource_id=name, resource_type=found[name]["Type"])
            for action in ("Add", "Modify", "Remove")
            for name in names[action]
            if conditions.get(found[name].get("Condition"), True)
        ]

    ChangeSet.diff = diff


def conditions_of(stack, template, parameters):
    """Which conditions hold, by their names. Nothing is created for that."""
    resources = ResourceMap(
        stack.stack_id,
        stack.name,
        parameters,
        {},
        account_id=stack.account_id,
        region_name=stack.region_name,
        template=template,
        cross_stack_resources={},
    )
    resources.load_parameters()
    resources.load_conditions()
    return dict(resources.lazy_condition_map)
