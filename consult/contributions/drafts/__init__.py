"""Answers that are being written: kept from the first button on, brought back by browser, account or restore code."""
