"""Policies of buckets, as far as they matter on a local AWS.

Nobody here calls over TLS or as a trail, and moto takes a statement whose condition it cannot judge as one that applies: policies
that ask for TLS would lock everybody out. So statements with conditions say nothing.
"""

from moto.iam.access_control import IAMPolicyStatement, PermissionResult


def install():
    is_action_permitted = IAMPolicyStatement.is_action_permitted

    def without_conditions(self, action, resource="*", principal=None, incoming_condition_values=None):
        # Statements of trust policies have no resource; those moto judges rightly.
        if self._statement.get("Resource") and self._statement.get("Condition"):
            return PermissionResult.NEUTRAL
        return is_action_permitted(self, action, resource, principal, incoming_condition_values)

    IAMPolicyStatement.is_action_permitted = without_conditions
