"""The corpus, training from it, and evaluation against labelled notices."""
