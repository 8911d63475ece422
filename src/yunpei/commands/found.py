"""`yunpei found`: the first account that runs a site. Whoever has the machine may; everyone else is appointed on the pages."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Sequence

from yunpei.commands.site import add_data, open_site, ready
from yunpei.common.language import Text

FORGOT = "/account/password/"  # where a password is set anew with a code


def main(arguments: Sequence[str]) -> int:
    """Found the site. Returns 0, or 2 with every reason printed."""
    given = _parser().parse_args(list(arguments))
    open_site(given.data)
    if code := ready():
        return code
    from yunpei.common.errors import Invalid, Refused

    try:
        return _found(given)
    except Invalid as refused:
        for problem in refused.problems:
            print(f"{problem.field}: {problem.text}", file=sys.stderr)
    except Refused as refused:
        print(refused.text, file=sys.stderr)
    except (EOFError, KeyboardInterrupt):
        print(Text("没有建立", "nothing was done"), file=sys.stderr)
    return 2


def _found(given: argparse.Namespace) -> int:
    from yunpei.common import clock
    from yunpei.common.actor import Actor
    from yunpei.people import actions, queries

    name = given.name or _asked(Text("姓名（与身份证一致）", "name, as on the ID card"))
    login = given.login or _asked(Text("手机号或邮箱（用来登录）", "mobile number or mail address, to sign in with"))
    # Not an option: what stands on a command line stands in the shell's history and in the list of processes.
    number = _asked(Text("身份证号码", "ID number"))
    known = queries.account_of_login(login) is not None
    typed = "" if known else _password()
    password = typed or secrets.token_urlsafe(12)
    at = clock.current().now()
    actions.site_found(name=name, id_number=number, login=login, password=password, by=Actor.system("found"), at=at)
    print(Text(f"已设立运维账号 {login}", f"{login} runs the site now"))
    if not known and not typed:
        print(Text(f"初始密码：{password}", f"first password: {password}"))
        print(Text(f"登录后请在 {FORGOT} 换成自己的", f"set one of your own at {FORGOT}"))
    print(
        Text(
            "登录时还要验证码，怎样发送见 yunpei doctor；登录后在“运维”页面开设科室、任命人员",
            "signing in takes a code too; how it is sent: yunpei doctor. Then open offices and appoint staff on the pages",
        )
    )
    return 0


def _asked(what: Text) -> str:
    return input(f"{what}: " if sys.stdin.isatty() else "").strip()


def _password() -> str:
    """The password typed twice at a terminal; "" for one to be made: nothing was typed, or there is no terminal."""
    if not sys.stdin.isatty():
        return ""
    while True:
        first = getpass.getpass(
            f"{Text('密码（直接回车则自动生成）', 'password, empty for one that is made for you')}: "
        )
        if not first or getpass.getpass(f"{Text('再输一遍', 'once more')}: ") == first:
            return first
        print(Text("两次不一样，请重输", "they differ; try again"), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    about = Text(
        "在还没有运维账号的站点上设立第一个。身份证号码从终端或标准输入读取。",
        "The first operator of a site that has none. The ID number is read from the terminal or standard input.",
    )
    parser = argparse.ArgumentParser(prog="yunpei found", description=str(about))
    add_data(parser)
    parser.add_argument("--name", help=str(Text("姓名", "name")))
    parser.add_argument("--login", help=str(Text("手机号或邮箱", "mobile number or mail address")))
    return parser
