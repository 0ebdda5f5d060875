"""Dialects of the intermediate representation."""
