"""The docket, editions, exporters, importers and checks of the record."""
