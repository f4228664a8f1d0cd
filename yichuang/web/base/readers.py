"""Who is looking at a page, and which pages are whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeAlias, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from yichuang.errors import NotAllowed
from yichuang.faces import Permission
from yichuang.organization.queries import Reader, reader_of
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.organization.models import Account

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]
_KEPT = "_reader"


def member(request: HttpRequest) -> Account | None:
    """The account that is logged in, or None."""
    user = getattr(request, "user", None)
    return cast("Account", user) if user is not None and user.is_authenticated else None


def reader(request: HttpRequest) -> Reader:
    """The reader behind the log-in, with the roles in force now; looked up once a request.

    Raises NotAllowed where nobody is logged in; `staff` asks for the log-in first.
    """
    kept: Reader | None = getattr(request, _KEPT, None)
    if kept is None:
        account = member(request)
        if account is None:
            raise NotAllowed(what=request.path)
        kept = reader_of(account)
        setattr(request, _KEPT, kept)
    return kept


def staff(*any_of: Permission) -> Callable[[View[P]], View[P]]:
    """A page for people who are logged in and hold one of these permissions (none: any)."""

    def guard(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if member(request) is None:
                return redirect_to_login(request.get_full_path())
            held = reader(request)
            if any_of and not any(held.may(permission) for permission in any_of):
                raise NotAllowed(what=_named(any_of))
            return view(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    return guard


def _named(permissions: Sequence[Permission]) -> Phrase:
    names = [permission.name for permission in permissions]
    return Phrase("、".join(n.zh for n in names), ", ".join(n.en for n in names))
