"""What `yunpei doctor` finds, and that it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from yunpei.commands import doctor
from yunpei.common.language import Text
from yunpei.common.secrets import parse_keys


def finding(found: str, *, needed: bool) -> doctor.Finding:
    return doctor.Finding(Text("零件", "part"), found, needed, Text("装上它", "put it in"))


@pytest.mark.parametrize(("found", "needed", "code"), [("", True, 1), ("", False, 0), ("/bin/x", True, 0)])
def test_only_what_is_needed_fails_and_every_lack_has_its_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: str, needed: bool, code: int
) -> None:
    monkeypatch.setattr(doctor, "machine", lambda: iter([finding(found, needed=needed)]))
    monkeypatch.setattr(doctor, "site", lambda _data: iter([]))
    assert doctor.main([]) == code
    assert (str(Text("装上它", "put it in")) in capsys.readouterr().out) is not bool(found)


def test_it_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    doctor.main(["--data", str(tmp_path / "site")])
    assert list(tmp_path.iterdir()) == []
    assert str(tmp_path / "site") in capsys.readouterr().out


def test_every_mend_names_a_package() -> None:
    assert all("apt-get install " in one.mend.en for one in doctor.machine())


def test_unsafe_settings_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("YUNPEI_ENV", "production")
    monkeypatch.setenv("DATABASE_URL", "")
    (unsafe,) = (one for one in doctor.site(tmp_path) if one.needed and not one.there)
    assert "DATABASE_URL" in unsafe.mend.en


def test_how_codes_leave_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def told() -> str:
        return next(one.found for one in doctor.site(tmp_path) if one.what.en == "codes and messages")

    assert "console" in told()
    monkeypatch.setenv("YUNPEI_SENDER", "smtp")
    monkeypatch.setenv("YUNPEI_SMTP", "smtps://wu:secret@mail.example")
    assert "smtp → mail.example" in told()
    assert str(Text("手机号收不到", "nothing reaches phone numbers")) in told()
    assert "secret" not in told()


def test_new_keys_are_lines_for_the_environment(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(["--new-keys"]) == 0
    given = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert set(given) == {"YUNPEI_SECRET_KEY", "YUNPEI_FIELD_KEYS", "YUNPEI_BLIND_KEY"}
    assert parse_keys(given["YUNPEI_FIELD_KEYS"])
