"""Attendance: one's own month, everybody's, corrections, terminals."""
