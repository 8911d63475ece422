"""`yunpei migrate`: bring a site's tables to this version. The site may be running or stopped."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from yunpei.commands.site import add_data, migrate, open_site, pending
from yunpei.common.language import Text


def main(arguments: Sequence[str]) -> int:
    """Migrate, and say what was done."""
    parser = argparse.ArgumentParser(prog="yunpei migrate")
    add_data(parser)
    role = Text(
        "更新后，让这个数据库角色运行站点：证据只能新增，不能改、不能删（PostgreSQL）",
        "then let this database role run the site: it adds to evidence and can change none of it (PostgreSQL)",
    )
    parser.add_argument("--role", metavar="ROLE", help=str(role))
    given = parser.parse_args(list(arguments))
    open_site(given.data)
    waiting = pending()
    migrate()
    for name in waiting:
        print(name)
    print(Text(f"完成，{len(waiting)} 项更新", f"done, {len(waiting)} applied"))
    return _allow(given.role) if given.role else 0


def _allow(role: str) -> int:
    from django.db import DatabaseError

    from yunpei.config.roles import role_allow

    try:
        role_allow(role)
    except DatabaseError as error:
        print(Text(f"角色 {role} 未授权：{error}", f"no rights for the role {role}: {error}"), file=sys.stderr)
        return 2
    print(Text(f"角色 {role} 可以运行站点", f"the role {role} may run the site"))
    return 0
