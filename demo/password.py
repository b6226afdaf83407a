"""The one password of the printed demo sign-ins. Production refuses the demo."""

PASSWORD = "Lantern-Harbour-42"
