"""Speed claims, each measured beside its peer or limit: `make bench`."""
