"""The indicators, one module each: ``monitor.indicators.base.catalogue`` collects them."""
