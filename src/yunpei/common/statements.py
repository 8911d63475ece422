"""Reads whose SQL is made once. Django makes it anew for each query set, which takes ten times as long as SQLite's answer.

For what nearly every page asks; everything else stays a plain query set, which says the same in fewer words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler


class Given(Value):
    """A value that is told each time the statement runs. field: what it is compared with."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A place for the value, which `Statement.rows` fills."""
        return "%s", (self,)


class Statement:
    """A query set with `values_list`, in which `Given` stands wherever a value differs from one run to the next."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        """Nothing is built before the first run: tables of other rooms may not be known yet."""
        self._build = build

    @cached_property
    def _made(self) -> tuple[SQLCompiler, str, tuple[Any, ...], Any]:
        compiler = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([chosen for chosen, _, _ in compiler.select])
        return compiler, sql, tuple(params), converters

    def rows(self, **given: Any) -> list[Any]:
        """What it finds with these values, each row a sequence in the order of `values_list`. One query."""
        compiler, sql, params, converters = self._made
        connection = connections[DEFAULT_DB_ALIAS]
        values = [
            one.output_field.get_db_prep_value(given[one.name], connection) if isinstance(one, Given) else one
            for one in params
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        return list(compiler.apply_converters(found, converters)) if converters else found
