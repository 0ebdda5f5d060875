"""What is done to kernels for speed alone.  Each has a switch: `--without NAME` leaves it out.

Keys are names of passes, or of parts of `ThreadLoops`; a test holds them together.
"""

from __future__ import annotations

OPTIMISATIONS: dict[str, str] = {
    "private-shared": "shared memory of which each thread uses a part of its own becomes the thread's",
    "needless-barriers": "barriers go that order nothing which threads share",
    "signed-sums": "sums that lead to addresses are computed as signed integers",
    "put-loops-inside": "functions with loops that only compute go into kernels, whose threads turn them together",
    "split-records": "variables of record types become one for each member, which vectors are made of",
    "split-variables": "variables that get new values become one for each, which threads compute anew",
    "guards": "conditions around all that threads do become the bounds of the loop over them",
    "guards-apart": "what only some threads of a block do gets a loop over those",
    "edges-apart": "threads whose places are away from the edges of data do not ask for edges",
    "interchange": "loops that all threads turn alike go around the loop over threads",
    "strips": "parts of a loop over threads go through strips of threads, whose variables fit in registers",
    "flat-turns": "turns that threads of a strip take together have no branches, and several are done at once",
    "divisions": "integers are divided as numbers in double precision, which vectors can",
    "repeat": "threads compute indices anew in each loop over them, in place of keeping them",
    "wide-blocks": "blocks that are neighbours along x are done as one, where no thread can tell",
    "unroll": "short loops with a constant count of turns are unrolled",
}
