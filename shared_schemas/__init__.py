"""What crosses the wire between a phone and the server. Imports Pydantic and nothing else."""
