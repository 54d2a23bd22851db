"""Places that can be shared: what they are like, when they are open, who keeps them."""
