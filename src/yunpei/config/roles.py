"""The role that the site runs as on PostgreSQL: it works with the owner's tables, and what is evidence it can only add to.

The owner makes and changes tables (`yunpei migrate`) and compacts receipts; the site, its study clock and its worker run as this
role, so that a fault in them, or whoever gets hold of them, cannot rewrite what happened.
"""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction

from yunpei.evidence import study
from yunpei.evidence.store_postgres_tables import RIGHTS

# The tables whose own triggers refuse the same; a trigger can be dropped by the owner, a right cannot be taken by the role.
ADDED_TO = (
    "evidence_event",
    "evidence_checkpoint",
    "evidence_treenode",
    "evidence_timestamp",
    "funds_transfer",
    "funds_receipt",
    "common_auditrow",
)


def rights(role: str) -> list[str]:
    """The SQL that gives `role` its rights and takes all others; the open site's tables must be there. Twice is once."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
    found = [
        f"GRANT USAGE ON SCHEMA {schema} TO {quoted}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {quoted}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {quoted}",
    ]
    found += [f"GRANT {may} ON {name} TO {quoted}" for name in tables if (may := _may(name))]
    return found


def role_allow(role: str) -> None:
    """Give a role of this database the application's rights. Raises DatabaseError, for one that is not there for example."""
    study.current()  # its tables are made when it is first opened
    if connection.vendor != "postgresql":
        raise DatabaseError("roles are PostgreSQL's")
    statements = rights(role)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _may(table: str) -> str:
    if table.startswith("study_"):  # partitions are reached through their table alone
        return RIGHTS.get(table, "")
    if table == "django_migrations":
        return "SELECT"
    return "SELECT, INSERT" if table in ADDED_TO else "SELECT, INSERT, UPDATE, DELETE"
