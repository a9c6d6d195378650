"""What the pages of a consultation have in common: finding it, its words, and where it stands."""

from consult.proceedings.head import ALL, Head, address_of, head, head_of, located
from consult.proceedings.models import Proceeding

__all__ = ["ALL", "Head", "address_of", "consultation", "head", "head_of"]


def consultation(slug: str) -> Proceeding:
    """The consultation of this address; its zone becomes that of the page. Raises NotFound."""
    return located("consultation", slug)
