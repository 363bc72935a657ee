"""Eyes: the ball with its iris, the wet surface over it, tears and caruncle; and where they lie, for the labels."""
