"""`python -m service`: start the service with the settings of the environment."""

import os
import signal
import sys
import warnings

import uvicorn

from framegen import FramegenError
from service.app import create_app
from service.settings import SettingInvalid, Settings


def main() -> None:
    """Start, or say in a sentence why not."""
    # What Pillow says of broken files; the answers say it better, and logs hold nothing of photos.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    try:
        settings = Settings.from_env(os.environ)
        app = create_app(settings)
    except (SettingInvalid, FramegenError) as error:
        sys.exit(f"Error: {error}")
    print(f"framegen: http://{settings.host}:{settings.port}", flush=True)  # noqa: T201 - the one line that says where
    # uvicorn finishes what is under way, then hands the signal on: an orderly end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # An avatar's address is its key, so requests are not logged.
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=20,
    )


main()
