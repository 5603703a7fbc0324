"""What the numbers say: pure functions of a journal and of now, each result with what it rests on."""
