"""Sets the clock of a child process as that of the story that started it stands."""

import os
import time
from datetime import UTC, datetime

OFFSET = "XUNJIAN_STORY_OFFSET"

if OFFSET in os.environ:
    import time_machine

    now = datetime.fromtimestamp(time.time() + float(os.environ[OFFSET]), UTC)
    # Never stopped: it ends with the process.
    time_machine.travel(now, tick=True).start()
