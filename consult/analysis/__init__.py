"""Who took part: counted at the desk in full, and in public so that no small group can be made out."""
