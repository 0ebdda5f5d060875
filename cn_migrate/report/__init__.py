"""Renderers of diagnostics and results: the report's model, Markdown, and the terminal."""
