"""Mentions → actors, places, dates."""
