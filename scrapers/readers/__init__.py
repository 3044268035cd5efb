"""One format each: what a source published, turned into notices."""
