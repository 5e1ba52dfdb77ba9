"""Words and cards for what the domain found out; no decisions are made here."""
