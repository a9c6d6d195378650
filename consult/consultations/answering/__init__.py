"""The respondent's way: start, questions step by step, about you, a look at everything, sending; and the same to correct."""
