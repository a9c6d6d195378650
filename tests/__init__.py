"""The tests of Consult, in folders named after the rooms."""
