"""Many projects at once: found below a folder, each ported in a process of its own, results kept as they come.

find      which folders are projects
task      one project's work, and what came of it
worker    the process that does it
pools     where workers run: on this machine, or on a cluster
store     results on disk, so that a batch goes on where it was
run       the whole way
"""
