"""A laser that warms itself: heat balance, how long it lasts, whether it could run continuously."""
