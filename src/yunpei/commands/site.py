"""What commands that touch a site have in common: where its data is, and Django set up on it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from yunpei.common.language import Text
from yunpei.config.environment import Unsafe


def add_data(parser: argparse.ArgumentParser) -> None:
    """Take --data DIR: which site the command is about."""
    text = Text("数据目录；默认 $YUNPEI_DATA，其次 ./var", "folder of the data; default $YUNPEI_DATA, then ./var")
    parser.add_argument("--data", type=Path, metavar="DIR", help=str(text))


def data_folder(given: Path | None) -> Path:
    """The data folder that was asked for: --data, $YUNPEI_DATA, ./var."""
    return (given or Path(os.environ.get("YUNPEI_DATA") or "var")).resolve()


def open_site(given: Path | None, *, kind: str | None = None) -> None:
    """Set Django up on a data folder, in this process and those it starts. kind: YUNPEI_ENV, where the command fixes it.

    Raises SystemExit(2), with the reasons printed, where the settings are unsafe or the folder cannot be used.
    """
    os.environ["YUNPEI_DATA"] = str(data_folder(given))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
    if kind is not None:
        os.environ["YUNPEI_ENV"] = kind
    try:
        data_folder(given).mkdir(parents=True, exist_ok=True)
        import django

        django.setup()
    except Unsafe as error:
        print(Text("设置不安全，没有启动：", "unsafe settings, not started:"), file=sys.stderr)
        for problem in error.problems:
            print(f"  - {problem}", file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as error:
        print(
            Text(
                f"数据目录 {data_folder(given)} 不能使用（{error.strerror}）；请用 --data 指定可写的目录",
                f"the data folder {data_folder(given)} cannot be used ({error.strerror}); name a writable one: --data",
            ),
            file=sys.stderr,
        )
        raise SystemExit(2) from None


def migrate() -> None:
    """Bring the open site's tables to this version of the program."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def ready() -> int:
    """Bring the open site's tables up to date where that is the program's to do. Returns 0, or 2 with the reason printed.

    In production tables change only when someone says so: `yunpei migrate`, after a backup.
    """
    from django.conf import settings

    waiting = pending()
    if waiting and settings.YUNPEI_ENV == "production":
        message = Text(
            f"数据库还差 {len(waiting)} 项更新；请先备份，再运行 yunpei migrate",
            f"the database lacks {len(waiting)} migrations; back it up, then run yunpei migrate",
        )
        print(message, file=sys.stderr)
        return 2
    if waiting:
        migrate()
    return 0


def pending() -> list[str]:
    """Migrations that the open site still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
