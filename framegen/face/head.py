"""Head: its proportions around a face box, in shares of the box's height.

A face box runs from hairline to chin, as YuNet draws it; these measures add hair and jaw to it.
"""

# The width of a face box, from ear to ear: the usual ratio in YuNet's boxes.
FACE_WIDTH = 0.76

# Hair above the box: 0.35 as a rule, 0.55 for a mane or a hat.
# What a frame must at least leave room for; `frames check` warns below it.
USUAL_HAIR = 0.35
# What a crop or a new frame keeps clear: more than usual, so that few heads of hair are cut.
HAIR_ROOM = 0.45

# The roundness of the chin below the box.
CHIN_ROOM = 0.05
