"""Files that belong to something (附件): taken in pieces, sniffed, capped, encrypted, on record."""
