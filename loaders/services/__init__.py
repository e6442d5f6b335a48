"""Services from which tables can be fetched: one module per service, over one shared fetcher."""
