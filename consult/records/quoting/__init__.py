"""From a basket to a page of quotations: each with the citation of its source, to be read here or in Word."""
