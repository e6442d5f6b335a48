"""The loaders: they know files. Each module turns one kind of table into statements over one shared reader."""
