"""`new (place) T(...)`: the construction of an object in memory that is there already."""

from __future__ import annotations

import re

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import default_construct, initialise
from cn_migrate.parsers.cuda.device.dispatch import value

_PLACEMENT = re.compile(r"(::\s*)?new\s*\(\s*")


def placement_new(body: Body, cursor: Cursor) -> ir.Value:
    """Construct the object; the pointer to it.  Raises Refusal for a `new` that allocates."""
    parts = shape.children(cursor)
    if not parts or not body.module.macros.starts(_PLACEMENT, cursor, parts[0]):
        raise body.refuse("new")
    if len(parts) > 2:
        raise body.refuse("new of an array in given memory")
    type_ = cursor.type.get_canonical().get_pointee()
    place = body.convert(body.generic(value(body, parts[0])), t.ptr(body.type(type_)))
    if len(parts) == 2:
        initialise(body, place, type_, parts[1])
    else:
        default_construct(body, place, type_)
    return place
