"""Gyoryu (교류): find partner schools abroad and make exchanges happen."""

from gyoryu.common.sqlite.driver import use_bundled_sqlite

# Django imports ``sqlite3`` when its backend loads; the system's library has a corruption bug, ours has not.
use_bundled_sqlite()
