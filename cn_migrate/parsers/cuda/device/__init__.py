"""Device code: libclang's tree -> `cnative` modules in structured form; see `module`."""
