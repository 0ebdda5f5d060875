"""The programs of corpora/cuda, and the arguments they are run with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpora" / "cuda"

POINTERS = "follows pointers in structures: needs shared virtual memory"
ROTATE = (
    "oclgrind 21.10 does not know the function that its compiler makes of rotations (llvm.fshl)"
)
SCOPES = "oclgrind 21.10 does not know what its compiler notes of inlined functions (llvm.experimental.noalias.scope.decl)"
ABSOLUTE = "oclgrind 21.10 does not know the function that its compiler makes of absolute values (llvm.abs)"


@dataclass(frozen=True)
class Program:
    """One program: its arguments, and what is special about it.

    `odd` are sizes that fit no block, small enough for the interpreter (a launch has less than 5000 threads).
    `simulated` are those for the simulator, which is slow; or None, and `reason` says why it cannot run there.
    `any_order` are numbers that the program leaves to the order of its threads.  `slack` widens the tolerance of
    the replay where a program amplifies rounding errors.  `never` are kernels that end the program where they run.
    """

    name: str
    odd: str
    simulated: str | None
    reason: str = ""
    any_order: frozenset[str] = frozenset()
    slack: float = 1.0
    never: frozenset[str] = frozenset()

    @property
    def source(self) -> Path:
        return CORPUS / self.name

    def __str__(self) -> str:
        return self.name


PROGRAMS = [
    # With 0 it stops before the launch that breaks its assertion.
    Program("asserted_bounds", "129 0", "3 0", never=frozenset({"beyond"})),
    Program("async_streams", "1001 3", "5 2"),
    Program("atomic_max", "129", "3", any_order=frozenset({"argument 2[].last"})),
    Program("atomic_objects", "129", "3"),
    Program("atomic_types", "129", "5"),
    Program("bfs", "77 3", "5 2"),
    Program("black_scholes", "129", "3"),
    Program("block_votes", "200 3", "100 1"),
    Program("box_blur", "7 3 9", None, POINTERS),
    Program("complex_roots", "17 9", "5 3"),
    Program("declared_ahead", "129", "3"),
    Program("device_query", "33", "3"),
    Program("device_variables", "129", None, POINTERS),
    Program("dispatch_table", "129", "5"),
    Program("divergent_warps", "77", None, POINTERS),
    Program("driver_modules", "17 9", "5 3"),
    Program("driver_textures", "9 7", None, POINTERS),
    Program("driver_vector_add", "257", "17"),
    Program("error_styles", "129", "5"),
    Program("fft", "11 1", "3 1"),
    Program("float8_rows", "7 12", None, SCOPES),
    Program("floyd_warshall", "33", "17"),
    Program("forall_lambda", "129", None, POINTERS),
    Program("functor_templates", "129", "3"),
    Program("game_of_life", "17 9 10", "5 3 2"),
    Program("graph_capture", "129 3", "5 2"),
    Program("graph_nodes", "257", "17"),
    # The first kernel leaves the order to its threads.
    Program("group_compaction", "300", None, SCOPES, any_order=frozenset({"argument 2[]"})),
    Program("group_copy", "300", "100"),
    Program("group_labels", "150 5", None, SCOPES),
    Program("group_softmax", "5 33", "3 5"),
    Program("group_tree", "129", "17"),
    Program("half_gemm", "9 7 5", None, SCOPES),
    Program("heat_whole_grid", "300 3", None, "oclgrind runs block after block: none may wait for the next"),
    Program("helper_headers", "--width=17 --height=9", "--width=5 --height=3"),
    Program("histogram", "3001", "17"),
    Program("host_callbacks", "129 3", "5 2"),
    Program("image_difference", "129", None, ABSOLUTE),
    Program("image_filter", "17 3", "5 3"),
    Program("image_rotation", "17 9", None, POINTERS),
    Program("included_unit", "257", "5"),
    Program("initial_values", "129", "5"),
    Program("jacobi", "129", "5"),
    Program("kmeans", "129 4", "9 2"),
    Program("lookup_table", "129 7", None, POINTERS),
    Program("lu_decomposition", "17", "3"),
    Program("managed_tree", "33 129", None, POINTERS),
    Program("mandelbrot", "33 5 50", "5 3 9"),
    Program("many_launches", "9 3 4", None, "oclgrind 21.10 damages its memory where threads launch at the same time"),
    Program("mapped_memory", "129", "9"),
    Program("matrix_multiply", "17 3 33", None, POINTERS),
    Program("matvec_dynamic", "3 65 33", None, POINTERS),
    Program("memory_pools", "129 3", "9 2"),
    Program("monte_carlo_pi", "7 65", "3 5"),
    Program("multi_device", "129", "5"),
    Program("nbody", "129 2", "3 1"),
    Program("nearest_points", "129 33", "3 17"),
    Program("occupancy_launch", "129", "5"),
    Program("operator_macros", "129", "5"),
    Program("packed_layernorm", "3 5", None, SCOPES),
    Program("packed_triples", "129", "17"),
    Program("packet_fields", "129", "5"),
    Program("particles", "97 3", None, POINTERS),
    Program("pitched_boxes", "17 9 5", None, POINTERS),
    Program("prefix_scan", "1027", "17"),
    Program("printed_lines", "33", "5"),
    Program("ptx_mix", "131", "3"),
    Program("random_walks", "33 7", "3 2"),
    # Mirrors: three reflections, each of which spreads what a fused multiply-add changes.
    Program("ray_tracer", "17 9", "3 2", slack=4),
    Program("reduction", "1000", "33"),
    Program("runtime_compile", "129", "17"),
    Program("saxpy_types", "193", "3"),
    Program("scene_objects", "17 9 5", None, POINTERS),
    Program("separable_convolution", "65 33", "5 3"),
    Program("sequence_alignment", "17 5", "5 3"),
    Program("small_matrices", "67", "5"),
    Program("sorting_networks", "513", "17"),
    Program("special_functions", "65", "3"),
    Program("spmv", "129 77", "5 7"),
    Program("staged_stencil", "7", "2"),
    Program("stencil2d", "33 9 5", "5 3 2"),
    Program("stencil3d", "17 9 5", "3 3 3"),
    # The second kernel leaves the order to its blocks.
    Program("stream_compaction", "333", "17", any_order=frozenset({"argument 3[]"})),
    Program("string_search", "129 32", None, ROTATE),
    Program("surface_painting", "9 7", None, POINTERS),
    Program("template_kernels", "129", None, POINTERS),
    Program("texture_levels", "3", None, POINTERS),
    Program("texture_references", "129", None, POINTERS),
    Program("thread_streams", "65 2", "5 1"),
    Program("tile_codec", "5", "2"),
    Program("token_machine", "65", "5"),
    Program("transpose", "33 31", "5 3"),
    Program("vector_add", "257", "17"),
    Program("vector_types", "131", None, ROTATE),
    Program("virtual_memory", "3", "1"),
    Program("volume_sampling", "5 17", None, POINTERS),
    Program("warp_lockstep", "300", "17"),
    Program("warp_reduction", "3 77", "2 9"),
    Program("warp_scan", "700", "17"),
    Program("wave_equation", "129 30", "5 2"),
]
