"""Inline PTX: each instruction is a call of the function of its name in our headers (`cn_ptx::bfe_u32`).

What depends on types alone is made here: moves, comparisons, conversions.  Registers have no type in PTX; a value goes
to an operand of another type of its width by its bits, to a wider or narrower one as an integer.
PTX ISA, "Instruction Set"; Inline PTX Assembly in CUDA.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.calls import call_definition
from cn_migrate.parsers.cuda.device.dispatch import address, value
from cn_migrate.parsers.cuda.ptx.instructions import Block, Instruction, Unreadable, read_block
from cn_migrate.parsers.cuda.ptx.meanings import meaning, register_meaning
from cn_migrate.parsers.cuda.ptx.statement import AsmStatement, read_statement

_COMPARISONS = {
    "eq": "eq", "ne": "ne", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge",
    "lo": "lt", "ls": "le", "hi": "gt", "hs": "ge",
}  # fmt: skip
# True where an operand is not a number: not the opposite.
_UNORDERED = {"equ": "ne", "neu": "eq", "ltu": "ge", "leu": "gt", "gtu": "le", "geu": "lt"}
_ROUNDINGS = {
    "rn": "rn", "rz": "rz", "rm": "rd", "rp": "ru", "rni": "rn", "rzi": "rz", "rmi": "rd", "rpi": "ru",
}  # fmt: skip
_WHOLE = {"rni": "rint", "rzi": "trunc", "rmi": "floor", "rpi": "ceil"}
_NUMBER = re.compile(r"[-+]?(0[xX][0-9a-fA-F]+|0b[01]+|\d+)U?$")
_REAL = re.compile(r"[-+]?\d+\.\d*(e[-+]?\d+)?$")
_BITS = re.compile(r"0[fFdD]([0-9a-fA-F]{8}|[0-9a-fA-F]{16})$")
_ADDRESS = re.compile(r"([^+-]+)(?:([+-])(\w+))?")
_PARTS = "xyzw"


@dataclass
class _Registers:
    """What operands of the template stand for: places of outputs and declared registers, values of inputs."""

    places: dict[str, ir.Value] = field(default_factory=dict)
    values: dict[str, ir.Value] = field(default_factory=dict)


def inline_ptx(body: Body, cursor: Cursor) -> None:
    """Translate an `asm` statement; Refusal names the instruction that has no translation."""
    statement = read_statement([token for token, _ in body.module.tokens(cursor)])
    if statement is None:
        raise body.refuse("inline assembly whose text a macro makes")
    try:
        block = read_block(statement.template, statement.is_simple)
    except Unreadable as unreadable:
        raise body.refuse(f"inline PTX with {unreadable}") from unreadable
    if not block.instructions:
        return
    registers = _bind(body, cursor, statement, block)
    for instruction in block.instructions:
        _require(body, instruction)
        _guarded(body, registers, instruction)


def _bind(body: Body, cursor: Cursor, statement: AsmStatement, block: Block) -> _Registers:
    expressions = shape.children(cursor)
    if len(expressions) != len(statement.operands):
        raise body.refuse("inline assembly with operands of an unknown form")
    registers = _Registers()
    for number, (operand, expression) in enumerate(
        zip(statement.operands, expressions, strict=True)
    ):
        names = [f"%{number}", *([f"%[{operand.name}]"] if operand.name else [])]
        if operand.constraint.startswith(("=", "+")):
            registers.places |= dict.fromkeys(names, address(body, expression))
        else:
            registers.values |= dict.fromkeys(names, value(body, expression))
    for name, type_ in block.registers.items():
        plain = name.lstrip("%$")
        registers.places[name] = body.slot(plain, _type(body, type_))
    return registers


def _type(body: Body, name: str) -> ir.Type:
    """The type of PTX's name: `u32`, `b64`, `f32`, `pred`."""
    if name == "pred":
        return t.boolean()
    kind, width = name[0], int(name[1:]) if name[1:].isdigit() else 0
    if kind == "f" and width in (32, 64):
        return ir.F32Type.get() if width == 32 else ir.F64Type.get()
    if kind not in "usb" or width not in (8, 16, 32, 64):
        raise body.refuse(f"PTX's type '.{name}'")
    return t.signed(width) if kind == "s" else t.unsigned(width)


# -- operands -----------------------------------------------------------------------------------------


def _source(body: Body, registers: _Registers, text: str, type_: ir.Type) -> ir.Value:
    """The value of an operand, as `type_`."""
    negated = text.startswith("!")
    text = text.removeprefix("!").strip()
    if text.startswith("["):
        return _address(body, registers, text[1:-1].strip(), type_)
    number = _literal(text)
    if number is not None:
        found = body.constant(type_, number) if not t.is_ptr(type_) else body.zero(type_)
    elif text in registers.values:
        found = registers.values[text]
    elif text in registers.places:
        found = body.load(registers.places[text])
    else:
        found = _special(body, text)
    result = as_register(body, found, type_)
    return e.UnaryOp(a.text("lnot"), result, t.boolean()).result if negated else result


def _literal(text: str) -> int | float | None:
    if text == "WARP_SZ":
        return 32
    if match := _BITS.match(text):
        digits = bytes.fromhex(match[1])
        return float(struct.unpack(">f" if len(digits) == 4 else ">d", digits)[0])
    if _NUMBER.match(text):
        return int(text.rstrip("U"), 0)
    return float(text) if _REAL.match(text) else None


def _special(body: Body, text: str) -> ir.Value:
    name = "special_" + text.removeprefix("%").replace(".", "_")
    definition = body.module.unit.ptx_functions.get(name)
    if definition is None or not text.startswith("%"):
        raise body.refuse(f"PTX register '{text}'{register_meaning(text)}")
    result = call_definition(body, definition, [])
    assert result is not None
    return result


def _address(body: Body, registers: _Registers, text: str, type_: ir.Type) -> ir.Value:
    """`[a]`, `[a+8]`: a pointer, which keeps what memory it points to."""
    parts = _ADDRESS.fullmatch(text.replace(" ", ""))
    if parts is None:
        raise body.refuse(f"the address '[{text}]' in inline PTX")
    base, sign, offset = parts.groups()
    bytes_ = t.ptr(t.unsigned(8))
    found = registers.values.get(base)
    if found is None:
        found = _source(body, registers, base, t.unsigned(64))
    pointer = _pointer_behind(body, found)
    if offset and int(offset, 0):
        pointer = body.generic(body.convert(pointer, bytes_))
        distance = body.constant(t.signed(64), int(f"{sign}{offset}", 0))
        pointer = memory.OffsetOp(pointer, distance, pointer.type).result
    return body.generic(body.convert(pointer, type_))


def _pointer_behind(body: Body, number: ir.Value) -> ir.Value:
    """The pointer whose address a number was made of: shared memory has 32 bits in PTX, and more elsewhere."""
    if t.is_ptr(number.type):
        return number
    found = number
    while not t.is_ptr(found.type):
        maker = None if isinstance(found.owner, ir.Block) else found.owner.opview
        if isinstance(maker, (e.ConvertOp, e.PtrCastOp)):
            found = maker.value
        elif isinstance(maker, memory.LoadOp) and _first(maker.address) is not None:
            found = _first(maker.address)
        elif number.type.width == 64:
            return number
        else:
            raise body.refuse(
                "an address of shared memory that was computed as a number in inline PTX"
            )
    return found


def _first(place: ir.Value) -> ir.Value | None:
    """What a variable was declared with, if nothing else is stored to it."""
    slot = None if isinstance(place.owner, ir.Block) else place.owner.opview
    if not isinstance(slot, memory.SlotOp) or slot.init is None:
        return None
    only_loads = all(isinstance(use.owner.opview, memory.LoadOp) for use in place.uses)
    return slot.init if only_loads else None


def as_register(body: Body, found: ir.Value, type_: ir.Type) -> ir.Value:
    """A register's content under another type."""
    if found.type == type_:
        return found
    if t.is_ptr(found.type) or t.is_ptr(type_) or t.is_bool(type_) or t.is_bool(found.type):
        return body.convert(found, type_)
    if t.is_float(found.type) == t.is_float(type_):
        return body.convert(found, type_)
    if found.type.width == type_.width:
        return e.BitcastOp(found, type_).result
    bits = t.unsigned(found.type.width)
    if t.is_float(found.type):
        return body.convert(e.BitcastOp(found, bits).result, type_)
    return e.BitcastOp(body.convert(found, t.unsigned(type_.width)), type_).result


def _store(body: Body, registers: _Registers, text: str, result: ir.Value) -> None:
    if text == "_":
        return
    if text.startswith("{"):
        for part, name in zip(_several(text), _PARTS, strict=False):
            piece = e.ExtractOp(a.text(name), result, t.element(result.type)).result
            _store(body, registers, part, piece)
        return
    place = registers.places.get(text)
    if place is None:
        raise body.refuse(f"the result '{text}' of an instruction in inline PTX")
    body.store(as_register(body, result, t.pointee(place.type)), place)


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.strip("{} ").split(",")]


# -- instructions --------------------------------------------------------------------------------------


def _function(body: Body, instruction: Instruction) -> Cursor | None:
    return body.module.unit.ptx_functions.get(
        instruction.opcode.replace(".", "_").replace("::", "_")
    )


def _require(body: Body, instruction: Instruction) -> None:
    """Refuse an instruction that nothing stands for."""
    head = instruction.parts[0]
    if head in _MADE and len(instruction.operands) >= 2:
        return
    if head in _MADE or _function(body, instruction) is None:
        written = ".".join(instruction.parts)
        raise body.refuse(f"PTX instruction '{written}'{meaning(instruction.opcode)}")


def _guarded(body: Body, registers: _Registers, instruction: Instruction) -> None:
    if not instruction.guard:
        _instruction(body, registers, instruction)
        return
    op = control.IfOp(_source(body, registers, instruction.guard, t.boolean()))
    with body.block(op.then):
        _instruction(body, registers, instruction)
    op.otherwise.blocks.append()


def _instruction(body: Body, registers: _Registers, instruction: Instruction) -> None:
    made = _MADE.get(instruction.parts[0])
    if made is not None:
        made(body, registers, instruction)
        return
    definition = _function(body, instruction)
    assert definition is not None
    _call(body, registers, definition, list(instruction.operands))


def _call(body: Body, registers: _Registers, definition: Cursor, operands: list[str]) -> None:
    types = [body.module.types.parameter(x) for x in definition.type.argument_types()]
    has_result = body.type(definition.result_type) != t.void()
    target = operands.pop(0) if has_result else ""
    sources = [
        x for operand in operands for x in (_several(operand) if "{" in operand else [operand])
    ]
    names = [p.spelling for p in definition.get_arguments()]
    carries = [body.carry() for name in names if name == "carry"]
    if len(sources) != len(types) - len(carries):
        raise body.refuse(f"PTX instruction '{definition.spelling}' of {len(operands)} operands")
    given = zip(sources, types[len(carries) :], strict=True)
    values = [*carries, *(_source(body, registers, text, type_) for text, type_ in given)]
    result = call_definition(body, definition, values)
    first, _, second = target.partition("|")
    if result is not None:
        _store(body, registers, first.strip(), result)
    if not second:
        return
    twin = body.module.unit.ptx_functions.get(f"{definition.spelling}_pred")
    if twin is None:
        raise body.refuse(f"the second result of PTX instruction '{definition.spelling}'")
    holds = call_definition(body, twin, values)
    assert holds is not None
    _store(body, registers, second.strip(), holds)


def _move(body: Body, registers: _Registers, instruction: Instruction) -> None:
    target, source = instruction.operands
    type_ = _type(body, instruction.parts[-1])
    _store(body, registers, target, _source(body, registers, source, type_))


def _compare(body: Body, registers: _Registers, instruction: Instruction) -> None:
    """`setp.lt.f32 p, a, b`; a logical operation with a third operand is not of the table."""
    target, *sources = instruction.operands
    _, kind, *rest = (p for p in instruction.parts if p != "ftz")
    if len(sources) != 2 or len(rest) != 1 or "|" in target:
        raise body.refuse(
            f"PTX instruction '{'.'.join(instruction.parts)}' (a comparison and a logical operation)"
        )
    type_ = _type(body, rest[0])
    left, right = (_source(body, registers, text, type_) for text in sources)
    if kind in _COMPARISONS:
        result = e.CompareOp(a.text(_COMPARISONS[kind]), left, right, t.boolean()).result
    elif kind in _UNORDERED:
        opposite = e.CompareOp(a.text(_UNORDERED[kind]), left, right, t.boolean()).result
        result = e.UnaryOp(a.text("lnot"), opposite, t.boolean()).result
    else:
        raise body.refuse(f"PTX instruction '{'.'.join(instruction.parts)}'")
    _store(body, registers, target, result)


def _converted(body: Body, registers: _Registers, instruction: Instruction) -> None:
    """`cvt.rzi.s32.f32 d, a`."""
    target, text = instruction.operands
    _, *modifiers = (p for p in instruction.parts if p != "ftz")
    *modes, to, from_ = modifiers
    written = ".".join(instruction.parts)
    if len(modes) > 1 or (modes and modes[0] not in _ROUNDINGS):
        raise body.refuse(f"PTX instruction '{written}' (a conversion)")
    if "f16" in (to, from_):
        definition = body.module.unit.ptx_functions.get(written.replace(".", "_"))
        if definition is None:
            raise body.refuse(f"PTX instruction '{written}' (a conversion)")
        _call(body, registers, definition, list(instruction.operands))
        return
    source = _source(body, registers, text, _type(body, from_))
    type_ = _type(body, to)
    whole = t.is_float(source.type) and t.is_float(type_) and modes and modes[0] in _WHOLE
    if whole:
        source = e.MathOp(a.text(_WHOLE[modes[0]]), source.type, [source]).result
    result = source
    if source.type != type_:
        op = e.ConvertOp(source, type_)
        if modes and not whole:
            op.operation.attributes["rounding"] = a.text(_ROUNDINGS[modes[0]])
        result = op.result
    _store(body, registers, target, result)


def _address_moved(body: Body, registers: _Registers, instruction: Instruction) -> None:
    """`cvta.to.global.u64 d, a`: addresses of all kinds are pointers."""
    target, source = instruction.operands
    _store(body, registers, target, _source(body, registers, source, t.unsigned(64)))


def _move_or_pack(body: Body, registers: _Registers, instruction: Instruction) -> None:
    if not any(operand.startswith("{") for operand in instruction.operands):
        _move(body, registers, instruction)
        return
    name = instruction.opcode.replace(".", "_")
    name += "_unpacked" if instruction.operands[0].startswith("{") else "_packed"
    definition = body.module.unit.ptx_functions.get(name)
    if definition is None:
        raise body.refuse(f"PTX instruction '{'.'.join(instruction.parts)}' of several registers")
    _call(body, registers, definition, list(instruction.operands))


_MADE: dict[str, Callable[[Body, _Registers, Instruction], None]] = {
    "mov": _move_or_pack,
    "setp": _compare,
    "cvt": _converted,
    "cvta": _address_moved,
}
