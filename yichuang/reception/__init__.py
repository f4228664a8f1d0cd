"""Reception (接待叫号): services, tickets, calls, and who sits at which window.

A visitor takes a ticket for a service; a window calls by the queue rule of the rule book,
and each call keeps its reasons. What must never happen is refused by the database: a
number twice, two people at one window, one person at two windows.
"""
