"""The lexer: what is a token, where it stands, and what belongs to a directive."""

from __future__ import annotations

from cn_migrate.parsers.cuda.host.tokens import closing, lex, opening_angle, split


def texts(data: bytes) -> list[str]:
    return [t.text for t in lex(data).code]


def test_comments_strings_and_numbers() -> None:
    data = b"""a /* <<< */ "b \\" // c" 'd' R"x(;)")x" 1'000.5e-3f .5 // tail \\\n more\nz"""
    expected = ["a", '"b \\" // c"', "'d'", 'R"x(;)")x"', "1'000.5e-3f", ".5", "z"]
    assert texts(data) == expected


def test_launch_marks_are_tokens() -> None:
    assert texts(b"k<<<1,2>>>(a>>b)") == "k <<< 1 , 2 >>> ( a >> b )".split()


def test_offsets_are_bytes_in_any_encoding() -> None:
    data = "/* é */ x".encode() + b" /* \xff */ y"
    assert [data[t.start : t.end] for t in lex(data).code] == [b"x", b"y"]


def test_directives_are_kept_apart() -> None:
    lexed = lex(b"a\n  # define F(x) \\\r\n  k<<<1, 2>>>(x)\r\nb")
    assert [t.text for t in lexed.code] == ["a", "b"]
    (directive,) = lexed.directives
    assert directive.name == "define"
    assert [t.text for t in directive.tokens[:4]] == ["#", "define", "F", "("]
    assert directive.tokens[-1].text == ")"


def test_stray_quotes_do_not_stop_it() -> None:
    lexed = lex(b"#if 0\nit's not code\n#endif\nx = 'a';")
    assert [t.text for t in lexed.code][-4:] == ["x", "=", "'a'", ";"]


def test_brackets() -> None:
    code = lex(b"f<A<1>, (b > c)>(x[{1}])").code
    angle = next(i for i, t in enumerate(code) if t.text == "(" and t.start > 10) - 1
    assert opening_angle(code, angle) == 1
    assert closing(code, angle + 1) == len(code) - 1


def test_split_at_commas_outside_of_brackets() -> None:
    parts = split(lex(b"std::pair<int, int> a, float (*f)(int, int), int b[2]").code)
    assert ["".join(t.text for t in part) for part in parts] == [
        "std::pair<int,int>a",
        "float(*f)(int,int)",
        "intb[2]",
    ]
