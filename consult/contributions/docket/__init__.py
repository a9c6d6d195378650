"""The docket: counting what was filed by what each reader is told of it, and finding the rows of a page."""
