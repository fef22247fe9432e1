"""What the commands in script/ share. Standard library only: it runs before anything is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is also read by older versions, to say so
    sys.exit(
        "Cần Python 3.11 trở lên, máy đang dùng {v}. Thử: python3.12 {s}\n"
        "Python 3.11 or newer is needed, this is {v}. Try: python3.12 {s}".format(
            v=".".join(map(str, sys.version_info[:2])), s=sys.argv[0]
        )
    )
