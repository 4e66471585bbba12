"""Avatar: a photo, a crop and a frame become one picture and its bytes."""
