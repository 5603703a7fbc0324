"""How long a server is left alone after its start, before anything is measured."""

# It loads the libraries of the processes that make reports, which takes a core meanwhile.
SETTLING_SECONDS = 15
