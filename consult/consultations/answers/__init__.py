"""The one judge of answers: the same for pages, programs, offline files and corrections.

Answers are one shape everywhere, `{"<key of a question>": value, "<key of a repeating section>": [{...}, ...]}`.
"""

from consult.consultations.answers.back import answers_of
from consult.consultations.answers.weighing import Answers, Problem, Weighed, weigh

__all__ = ["Answers", "Problem", "Weighed", "answers_of", "weigh"]
