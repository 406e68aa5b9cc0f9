"""Builds the generated data and measures the reader: `python -m tasks.NAME` in the project's folder."""
