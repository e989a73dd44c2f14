"""A lookup that Django lacks, and what it would only know with an app of its own."""

from typing import Any

from django.contrib.postgres.indexes import OpClass
from django.db.models import Field, Lookup
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from django.db.models.indexes import IndexExpression

# Indexes of expressions may name the class of operators by which beginnings are found.
IndexExpression.register_wrappers(OrderBy, OpClass, Collate)


@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`pk__any_of=[…]`: like `__in`, with one parameter for all values, however many there are.

    Thousands of placeholders cost more to write and to read than the rows cost to find. For values
    that need no preparing, such as keys.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """In PostgreSQL's words."""
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*parameters, list(self.rhs))
