"""Executors run the SQL that `rules` compiles; none of them knows what a measure means."""
