"""Stories of whole neighbourhoods, told over HTTP as phones see them."""
