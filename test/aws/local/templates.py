"""What moto's CloudFormation leaves out of a template although moto itself knows it."""

import json

from moto.apigateway.models import RestAPI, apigateway_backends
from moto.cloudformation.models import CloudFormationBackend
from moto.core.common_models import CloudFormationModel
from moto.iam.models import Role
from moto.sqs.models import sqs_backends


class QueuePolicy(CloudFormationModel):
    """AWS::SQS::QueuePolicy"""

    # moto tells by the module whether a model's service is switched on.
    __module__ = "moto.sqs.models"

    def __init__(self, name):
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "AWS::SQS::QueuePolicy"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr == "Id"

    def get_cfn_attribute(self, _attribute_name):
        return self.physical_resource_id

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_kwargs):
        properties = cloudformation_json["Properties"]
        for queue in queues_of(properties, account_id, region_name):
            queue.policy = json.dumps(properties["PolicyDocument"])
        return cls(resource_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        return cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name)

    def delete(self, account_id, region_name):
        """The queues go with their stack."""


def queues_of(properties, account_id, region_name):
    return [sqs_backends[account_id][region_name].get_queue(url.split("/")[-1]) for url in properties["Queues"]]


def install():
    make_apis_complete()
    make_policies_json()
    make_exports_complete()


def make_apis_complete():
    """An API keeps its binary media types, and goes with its stack."""
    create = RestAPI.create_from_cloudformation_json

    def create_with_binary_types(resource_name, cloudformation_json, account_id, region_name, **kwargs):
        api = create(resource_name, cloudformation_json, account_id, region_name, **kwargs)
        api.binaryMediaTypes = cloudformation_json["Properties"].get("BinaryMediaTypes") or []
        return api

    def delete(api, account_id, region_name):
        apigateway_backends[account_id][region_name].delete_rest_api(api.id)

    RestAPI.create_from_cloudformation_json = create_with_binary_types
    RestAPI.delete = delete


def make_policies_json():
    """A role's policies in a template are objects, which moto would answer as Python writes them."""
    put_policy = Role.put_policy

    def put_policy_as_json(role, policy_name, policy):
        put_policy(role, policy_name, policy if isinstance(policy, str) else json.dumps(policy))

    Role.put_policy = put_policy_as_json


def make_exports_complete():
    """moto forgets the exports that come with an update, and then fails to delete them."""
    delete_stack = CloudFormationBackend.delete_stack

    def delete_stack_and_exports(backend, name_or_id):
        for stack in backend.stacks.values():
            backend.exports.update({export.name: export for export in stack.exports})
        delete_stack(backend, name_or_id)

    CloudFormationBackend.delete_stack = delete_stack_and_exports
