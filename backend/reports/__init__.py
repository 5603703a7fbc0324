"""Paper: the evidence report as a PDF. Everything here is a function of a journal, `now` and the fonts."""
