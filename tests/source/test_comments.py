"""Comments are found with their places, and the opening ones of a file."""

from cn_migrate.source.comments import Comment, comments, opening


def test_places_and_indentation():
    data = (
        b'int a; // one\n\tf("// none");\n    /* two\n         lines\n     * and a star */ int b;\n'
    )
    assert comments(data) == [
        Comment(1, "// one", True),
        Comment(3, "/* two\n     lines\n * and a star */", False),
    ]
    assert [comment.last_line for comment in comments(data)] == [1, 5]


def test_skipped_ranges_are_left_out():
    data = b"// a\n#if 0\n// b\n#endif\n// c\n"
    assert [c.text for c in comments(data, [(5, 18)])] == ["// a", "// c"]


def test_a_licence_opens_a_file_but_a_caption_does_not():
    assert [c.text for c in opening(b"/* L */\n// M\n\n#include <x>\n")] == ["/* L */", "// M"]
    assert [c.text for c in opening(b"// one\n// two\nint a;\n")] == ["// one", "// two"]
    assert opening(b"// includes\n#include <x>\n") == []
    assert opening(b"int a; // no\n") == []
