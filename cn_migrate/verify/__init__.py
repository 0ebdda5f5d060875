"""Proof of a port: launches recorded on a real driver, replayed by the reference interpreter."""
