"""Helper functions for CUDA's maths that OpenCL C has not got: inverse error functions, Bessel functions.

`erfinv`: M. Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), refined by Newton's method.
Bessel functions: Abramowitz and Stegun, 9.4.1 to 9.4.6, error below 1e-7: enough for float, not for double.
"""

from __future__ import annotations

_INVERSE = """{type} cn_erfcinv_{type}({type} y)
{{
    if (!(y > 0 && y < 2)) {{
        return y == 0 ? ({type})INFINITY : y == 2 ? -({type})INFINITY : ({type})NAN;
    }}
    {type} w = -log(y * (2 - y));
    {type} r;
    if (w < 5) {{
        w -= 2.5f;
        r = 2.81022636e-08f;
        r = 3.43273939e-07f + r * w;
        r = -3.5233877e-06f + r * w;
        r = -4.39150654e-06f + r * w;
        r = 0.00021858087f + r * w;
        r = -0.00125372503f + r * w;
        r = -0.00417768164f + r * w;
        r = 0.246640727f + r * w;
        r = 1.50140941f + r * w;
    }} else {{
        w = sqrt(w) - 3;
        r = -0.000200214257f;
        r = 0.000100950558f + r * w;
        r = 0.00134934322f + r * w;
        r = -0.00367342844f + r * w;
        r = 0.00573950773f + r * w;
        r = -0.0076224613f + r * w;
        r = 0.00943887047f + r * w;
        r = 1.00167406f + r * w;
        r = 2.83297682f + r * w;
    }}
    r *= 1 - y;
    for (int i = 0; i < {steps}; i++) {{
        {type} error = r >= 0 ? erfc(r) - y : (2 - y) - erfc(-r);
        {type} slope = 1.12837916709551257{f} * exp(-r * r);
        if (slope > 0) {{
            r += error / slope;
        }}
    }}
    return r;
}}"""
_ERFINV = """{type} cn_erfinv_{type}({type} y)
{{
    if (fabs(y) > 0.5f) {{
        return copysign(cn_erfcinv_{type}(1 - fabs(y)), y);
    }}
    {type} r = 0.886226925452758{f} * y;
    for (int i = 0; i < 5; i++) {{
        r -= (erf(r) - y) / (1.12837916709551257{f} * exp(-r * r));
    }}
    return r;
}}"""
_NORMCDFINV = """{type} cn_normcdfinv_{type}({type} p)
{{
    return -1.41421356237309505{f} * cn_erfcinv_{type}(2 * p);
}}"""

# The argument of erfc is corrected to first order by what its rounding lost: far out, erfc(z + d) is nearly
# erfc(z) * (1 - d * (2 * z + 1 / z)).
_NORMCDF = """{type} cn_normcdf_{type}({type} x)
{{
    {type} z = -0.70710678118654752{f} * x;
    {type} rest = fma(-0.70710678118654752{f}, x, -z) - {low}{f} * x;
    {type} scale = z > 1 && z < 40 ? 1 - rest * (2 * z + 1 / z) : 1;
    return 0.5{f} * erfc(z) * scale;
}}"""

_SERIES = {  # coefficients of (x / 3)^0, (x / 3)^2, ...
    "j0": "1 -2.2499997 1.2656208 -0.3163866 0.0444479 -0.0039444 0.0002100",
    "j1": "0.5 -0.56249985 0.21093573 -0.03954289 0.00443319 -0.00031761 0.00001109",
    "y0": "0.36746691 0.60559366 -0.74350384 0.25300117 -0.04261214 0.00427916 -0.00024846",
    "y1": "-0.6366198 0.2212091 2.1682709 -1.3164827 0.3123951 -0.0400976 0.0027873",
}
_MODULUS = {  # coefficients of (3 / x)^0, (3 / x)^1, ...
    "0": "0.79788456 -0.00000077 -0.00552740 -0.00009512 0.00137237 -0.00072805 0.00014476",
    "1": "0.79788456 0.00000156 0.01659667 0.00017105 -0.00249511 0.00113653 -0.00020033",
}
_PHASE = {
    "0": "-0.78539816 -0.04166397 -0.00003954 0.00262573 -0.00054125 -0.00029333 0.00013558",
    "1": "-2.35619449 0.12499612 0.00005650 -0.00637879 0.00074348 0.00079824 -0.00029166",
}


def _polynomial(coefficients: str, variable: str) -> str:
    """Horner's scheme."""
    *rest, last = [f"{float(c)!r}f" for c in coefficients.split()]
    text = last
    for coefficient in reversed(rest):
        text = (
            f"({text}) * {variable} + {coefficient}"
            if text != last
            else f"{text} * {variable} + {coefficient}"
        )
    return text


_FIRST_KIND = """float cn_j{n}_float(float x)
{{
    float a = fabs(x);
    if (isinf(a)) {{
        return 0;
    }}
    if (a < 3) {{
        float t = a * a / 9;
        return {small};
    }}
    float t = 3 / a;
    return {sign}({modulus}) / sqrt(a) * cos(a + ({phase}));
}}"""
_SECOND_KIND = """float cn_y{n}_float(float x)
{{
    if (!(x > 0)) {{
        return x == 0 ? -INFINITY : NAN;
    }}
    if (isinf(x)) {{
        return 0;
    }}
    if (x < 3) {{
        float t = x * x / 9;
        return 0.63661977f * log(x / 2) * cn_j{n}_float(x) + {small};
    }}
    float t = 3 / x;
    return ({modulus}) / sqrt(x) * sin(x + ({phase}));
}}"""


def _bessel() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows: dict[str, tuple[str, tuple[str, ...]]] = {}
    for n in "01":
        parts = {
            "modulus": _polynomial(_MODULUS[n], "t"),
            "phase": _polynomial(_PHASE[n], "t"),
            "n": n,
        }
        first, second = (_polynomial(_SERIES[kind + n], "t") for kind in "jy")
        first = f"x * ({first})" if n == "1" else first
        second = f"({second}) / x" if n == "1" else second
        sign = "(x < 0 ? -1 : 1) * " if n == "1" else ""
        rows[f"cn_j{n}_float"] = (_FIRST_KIND.format(small=first, sign=sign, **parts), ())
        rows[f"cn_y{n}_float"] = (_SECOND_KIND.format(small=second, **parts), (f"cn_j{n}_float",))
    return rows


def _inverses() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows: dict[str, tuple[str, tuple[str, ...]]] = {}
    lows = {"float": "1.21016174e-8", "double": "-4.8336466567264567e-17"}  # of 1 / sqrt(2)
    for type_, steps, suffix in (("float", 2, "f"), ("double", 4, "")):
        values = {"type": type_, "steps": steps, "f": suffix, "low": lows[type_]}
        rows[f"cn_normcdf_{type_}"] = (_NORMCDF.format(**values), ())
        rows[f"cn_erfcinv_{type_}"] = (_INVERSE.format(**values), ())
        rows[f"cn_erfinv_{type_}"] = (_ERFINV.format(**values), (f"cn_erfcinv_{type_}",))
        rows[f"cn_normcdfinv_{type_}"] = (_NORMCDFINV.format(**values), (f"cn_erfcinv_{type_}",))
    return rows


MATHS: dict[str, tuple[str, tuple[str, ...]]] = {**_inverses(), **_bessel()}
