"""The pages of discussions, of the liaison group whose secretary looks at them."""

ROOM = "workspaces/maray-liaison-group"
DISCUSSIONS = f"{ROOM}/discussions/"
PAGES = {
    "discussions": DISCUSSIONS,
    "decisions": f"{DISCUSSIONS}decisions",
    "room-search": f"{ROOM}/search?q=register",
}
ONE, SAID = ".discussion h3 a", "main .message .comment-head a"
# Links that lead to a page whose address the demo draws anew, as in pages.py.
BEHIND = {
    "discussion": (DISCUSSIONS, (ONE,), "discussions.thread"),
    "message": (DISCUSSIONS, (ONE, SAID), "discussions.message"),
    "discussion-title": (DISCUSSIONS, (ONE, "main a[href$='/title']"), "discussions.title"),
}
