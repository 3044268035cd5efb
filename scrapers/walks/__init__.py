"""Ways of paging through a source, one a module; a source holds one by value."""
