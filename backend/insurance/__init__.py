"""The case as pure functions of a journal: criteria, deadlines, the ledger, what is missing. Nothing here is advice."""
