"""The organization: sites, departments, windows, people, accounts, roles, calendar."""
