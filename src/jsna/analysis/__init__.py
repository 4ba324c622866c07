"""Methods: pure and vectorised, frames in and frames out. Formulas stand in docs/methods.md."""
