"""What PTX instructions do that no function of the library stands for: for the diagnostic that names one.

PTX ISA, "Instruction Set"; the longest name that an opcode begins with counts.
"""

from __future__ import annotations

MEANINGS: dict[str, str] = {
    "bar": "a barrier of a part of the block",
    "barrier": "a barrier of a part of the block or of a cluster",
    "bra": "a jump",
    "brx": "a jump through a table",
    "call": "a call",
    "ret": "the return from a function",
    "exit": "the end of the thread",
    "brkpt": "a stop for the debugger",
    "clusterlaunchcontrol": "a request for another cluster's work",
    "cp.async": "an asynchronous copy from global to shared memory",
    "cp.async.bulk": "an asynchronous copy of a block of memory, or of a part of a tensor",
    "cp.reduce.async": "an asynchronous copy that adds to its target",
    "createpolicy": "a policy for the cache",
    "discard": "the end of use of a cache line",
    "elect": "the choice of one thread of the warp",
    "fence.proxy": "an order between ways to reach memory",
    "getctarank": "the block of a shared address in its cluster",
    "griddepcontrol": "an order between dependent grids",
    "isspacep": "the question which state space an address belongs to",
    "istypep": "the question of what type an opaque variable is",
    "ldmatrix": "the load of matrices for tensor cores, spread over a warp",
    "stmatrix": "the store of matrices of tensor cores, spread over a warp",
    "mapa": "the address of a shared variable in another block of the cluster",
    "mbarrier": "a barrier object in shared memory",
    "mma": "a product of matrices by tensor cores",
    "wgmma": "an asynchronous product of matrices by tensor cores",
    "tcgen05": "work of the tensor cores of the fifth generation",
    "wmma": "a product of matrices by tensor cores",
    "movmatrix": "the transposition of a matrix, spread over a warp",
    "multimem": "an operation on memory of several devices at once",
    "pmevent": "an event for the profiler",
    "setmaxnreg": "the number of registers of a warp",
    "stackrestore": "the stack pointer",
    "suld": "a load from a surface",
    "sust": "a store to a surface",
    "sured": "a reduction on a surface",
    "tex": "a fetch from a texture",
    "tld4": "a fetch of four texels",
    "txq": "a question about a texture",
    "suq": "a question about a surface",
    "tensormap": "a change of a tensor's description",
}
SPECIAL_REGISTERS: dict[str, str] = {
    "%smid": "the number of the multiprocessor",
    "%nsmid": "the number of multiprocessors",
    "%gridid": "the number of the grid",
    "%clusterid": "the number of the cluster",
    "%pm": "a counter of the profiler",
    "%envreg": "a value of the driver",
    "%dynamic_smem_size": "the size of the dynamic shared memory",
    "%total_smem_size": "the size of the shared memory",
    "%aggr_smem_size": "the size of all shared memory",
}


def meaning(opcode: str) -> str:
    """What an instruction does, in brackets after a blank; empty where the table does not know it."""
    known = [name for name in MEANINGS if opcode == name or opcode.startswith(f"{name}.")]
    return f" ({MEANINGS[max(known, key=len)]})" if known else ""


def register_meaning(register: str) -> str:
    """The same of a special register."""
    known = [name for name in SPECIAL_REGISTERS if register.startswith(name)]
    return f" ({SPECIAL_REGISTERS[known[0]]})" if known else ""
