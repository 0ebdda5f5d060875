"""Front ends: source of one programming model -> `cnative` modules and rewrite plans."""
