"""Passes over `cnative` modules: normalise, optimise, legalise for a target."""
