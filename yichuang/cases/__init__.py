"""Cases (办件): from the first paper handed in to the result in the applicant's hand."""
