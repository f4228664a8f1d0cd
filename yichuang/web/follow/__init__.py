"""What an applicant sees of a case (查进度)."""
