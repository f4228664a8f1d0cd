"""Addresses of the pages of what is owed."""

from __future__ import annotations

from django.urls import path

from yichuang.web.todo import pages

urlpatterns = [
    path("todo", pages.todo, name="todo"),
    path("todo/<int:pk>/pass", pages.pass_on, name="todo_pass"),
    path("todo/<int:pk>/done", pages.done, name="todo_done"),
]
