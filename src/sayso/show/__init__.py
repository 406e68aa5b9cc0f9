"""Readings for people's eyes: a table for the terminal, a page for the browser. Knows the records and nothing else."""
