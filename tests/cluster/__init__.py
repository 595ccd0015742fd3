"""Many machines, tried on one: a Dask scheduler, workers, an object store, and a network to cut."""
