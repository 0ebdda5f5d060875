"""Variables of the device that host code names by text: `cudaMemcpyToSymbol("weights", ...)`.

Source: CUDA Toolkit 5.0 release notes, "The use of a character string to indicate a device symbol ... is no longer
supported".
"""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate.parsers.cuda.host.tokens import Kind, Token, Tokens, closing, split

# Which argument of a function is the variable.
_PLACES = {
    "cudaMemcpyToSymbol": 0,
    "cudaMemcpyToSymbolAsync": 0,
    "cudaMemcpyFromSymbol": 1,
    "cudaMemcpyFromSymbolAsync": 1,
    "cudaGetSymbolAddress": 1,
    "cudaGetSymbolSize": 1,
}


def find_symbol_names(tokens: Tokens) -> Iterator[tuple[Token, Token]]:
    """The function's name and the text of each such argument."""
    for i, token in enumerate(tokens[:-1]):
        place = _PLACES.get(token.text)
        end = closing(tokens, i + 1) if place is not None and tokens[i + 1].text == "(" else None
        if place is None or end is None:
            continue
        arguments = split(tokens[i + 2 : end])
        if len(arguments) > place and [t.kind for t in arguments[place]] == [Kind.STRING]:
            yield token, arguments[place][0]
