"""Staff: any office's staff list as people, and whose photo each file is."""

from framegen.extras import require

require("office")
