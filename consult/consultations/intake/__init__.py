"""The pages on which a secretariat enters what came on paper, by e-mail or as a file, and checks what was typed."""
