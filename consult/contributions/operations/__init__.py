"""Filing, correcting, withdrawing, publishing, voting and flagging."""
