"""Charts for the screen and the sentences above them, from analysis results."""
