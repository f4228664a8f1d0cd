"""Opening a hall: one set-up file says its places, windows, services and people.

The file is read and checked as a whole, with every problem at its line, before anything is
written; then the hall is built by the actions anybody else would use, in one transaction.
The demo hall is one such file.
"""
