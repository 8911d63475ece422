"""The same rule on different carriers: plain values, columns of a table, and a trace of what a rule reads."""
