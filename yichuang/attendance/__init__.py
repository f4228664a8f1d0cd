"""Attendance (考勤): terminals and their records, day results, corrections, closed months."""
