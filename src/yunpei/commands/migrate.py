"""`yunpei migrate`: bring a site's tables to this version. The site may be running or stopped."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from yunpei.commands.site import add_data, migrate, open_site, pending
from yunpei.common.language import Text


def main(arguments: Sequence[str]) -> int:
    """Migrate, and say what was done."""
    parser = argparse.ArgumentParser(prog="yunpei migrate")
    add_data(parser)
    given = parser.parse_args(list(arguments))
    open_site(given.data)
    waiting = pending()
    migrate()
    for name in waiting:
        print(name)
    print(Text(f"完成，{len(waiting)} 项更新", f"done, {len(waiting)} applied"))
    return 0
