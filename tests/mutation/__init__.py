"""Small mistakes are put into the rules on purpose; the proof must notice nearly every one of them."""
