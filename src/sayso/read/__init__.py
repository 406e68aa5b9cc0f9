"""Article ► Reading: one file per layer; no stage imports another."""
