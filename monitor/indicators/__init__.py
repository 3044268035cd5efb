"""Judging: rules that conclude on a procurement, by the law in force when it began."""
