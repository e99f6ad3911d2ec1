"""Parsed documents → events, claims, figures, deadlines, checks."""
