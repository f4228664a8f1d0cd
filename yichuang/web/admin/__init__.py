"""The three administrators' pages (三员分立): people, roles, audit. Three people, three pages."""
