"""Back ends: `cnative` modules and rewrite plans -> source for a target."""
