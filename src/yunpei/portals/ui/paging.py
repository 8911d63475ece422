"""Pages of lists that were read a page at a time."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from yunpei.catalogue.types import CourseFacts, Found


class _Counted:
    """The page that was read, in the shape a paginator slices: only its length is asked of the rest."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def __len__(self) -> int:
        return self.found.count

    def __getitem__(self, span: slice) -> tuple[CourseFacts, ...]:
        return self.found.courses


def number_of(request: HttpRequest) -> int:
    """The page that is asked for, from 1."""
    number = request.GET.get("page", "")
    return max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1


def page_of(found: Found, number: int, size: int) -> Page[CourseFacts]:
    """What a search found on one page, for the pager."""
    return Paginator(_Counted(found), size).get_page(number)  # type: ignore[arg-type]  # sliced once
