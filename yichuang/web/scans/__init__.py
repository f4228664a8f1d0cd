"""The scans of a case: on the desk, at the window, on the applicant's page."""
