"""Groups: who belongs, and who may. People who do something together and govern themselves."""
