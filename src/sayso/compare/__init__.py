"""Readings ► links, stories, claims, contradictions and grades: what several reports together are worth."""
