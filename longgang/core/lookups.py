"""A lookup that Django lacks."""

from typing import Any

from django.db.models import Field, Lookup


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
