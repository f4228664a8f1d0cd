"""The pages of the ledger of acts."""
