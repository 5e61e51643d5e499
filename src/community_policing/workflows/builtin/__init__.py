"""The practices that come with the library, one module each: ``from …builtin import mediation``."""
