"""What every consultation, hearing and workspace is: kind, slug, body, audience, dates and policies."""
