"""The public names and their rooms; `framegen/__init__.py` loads each on first use."""

from .artwork import Artwork as Artwork
from .artwork import Overlay as Overlay
from .avatar import Avatar as Avatar
from .avatar import ImageFormat as ImageFormat
from .avatar import Note as Note
from .campaign import Campaign as Campaign
from .crop import Crop as Crop
from .crop import crop_to_center as crop_to_center
from .crop import crop_to_face as crop_to_face
from .detectors.yunet import YuNet as YuNet
from .errors import AvatarUnwritable as AvatarUnwritable
from .errors import CropInvalid as CropInvalid
from .errors import FaceError as FaceError
from .errors import FormatUnknown as FormatUnknown
from .errors import FrameError as FrameError
from .errors import FramegenError as FramegenError
from .errors import FrameInvalid as FrameInvalid
from .errors import FrameNotFound as FrameNotFound
from .errors import NoFaceFound as NoFaceFound
from .errors import PhotoError as PhotoError
from .errors import PhotoNotFound as PhotoNotFound
from .errors import PhotoTooLarge as PhotoTooLarge
from .errors import PhotoTooSmall as PhotoTooSmall
from .errors import PhotoUnreadable as PhotoUnreadable
from .errors import RequestError as RequestError
from .errors import SeveralFaces as SeveralFaces
from .errors import SizeInvalid as SizeInvalid
from .face import Detector as Detector
from .face import Face as Face
from .face import main_face as main_face
from .frame import Frame as Frame
from .frame import Frames as Frames
from .framer import Framer as Framer
from .geometry import Box as Box
from .geometry import Point as Point
from .geometry import Size as Size
from .limits import DEFAULT_LIMITS as DEFAULT_LIMITS
from .limits import Limits as Limits
from .opening import Opening as Opening
from .photo import Photo as Photo
from .photo import PhotoSource as PhotoSource
from .rendering import render as render

__version__: str
