"""Default detector: the one that framegen uses where no other is given."""

from pathlib import Path

from framegen.face.yunet import YuNet, model_path


def default_detector() -> YuNet:
    """A new detector; threads may share it."""
    return YuNet()


def default_model() -> Path:
    """The file of the model behind it.

    Raises:
        FramegenError: its package is not installed.
    """
    return model_path()
