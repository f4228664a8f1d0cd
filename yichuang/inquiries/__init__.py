"""Inquiries (咨询, R01–R03): owned by whoever is asked first, answered, kept for reuse."""
