"""The fee window: bills, exemptions, refunds, and the day's book."""
