"""To do (待办): what somebody owes, and what is overdue at the site."""
