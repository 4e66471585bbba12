"""The public names and their modules; `framegen/__init__.py` loads each on first use.

Errors other than the base class are in `framegen.errors`.
"""

from .avatar.background import BACKGROUND_FADES as BACKGROUND_FADES
from .avatar.crop import Crop as Crop
from .avatar.crop import crop_to_center as crop_to_center
from .avatar.crop import crop_to_face as crop_to_face
from .avatar.crop import upright_turn as upright_turn
from .avatar.framer import Framer as Framer
from .avatar.image_format import ImageFormat as ImageFormat
from .avatar.note import Note as Note
from .avatar.output import Avatar as Avatar
from .avatar.rendering import render as render
from .avatar.rendering import render_frame as render_frame
from .avatar.rendering import render_texts as render_texts
from .batch.entry import make_all as make_all
from .batch.entry import plan_all as plan_all
from .batch.options import BatchOptions as BatchOptions
from .batch.places.album import Album as Album
from .batch.places.album import open_album as open_album
from .batch.result import Outcome as Outcome
from .batch.result import Result as Result
from .design.preview import SAMPLE_PHOTO as SAMPLE_PHOTO
from .design.preview import preview_sheet as preview_sheet
from .errors import FramegenError as FramegenError
from .face.face import Detector as Detector
from .face.face import Face as Face
from .face.face import main_face as main_face
from .face.yunet import YuNet as YuNet
from .frame.artwork import Artwork as Artwork
from .frame.artwork import Overlay as Overlay
from .frame.campaign import Campaign as Campaign
from .frame.frame import Frame as Frame
from .frame.frame import Frames as Frames
from .frame.logo import Logo as Logo
from .frame.logo import LogoSlot as LogoSlot
from .frame.opening import Opening as Opening
from .frame.text import TextSlot as TextSlot
from .geometry import Box as Box
from .geometry import Point as Point
from .geometry import Size as Size
from .photo.formats import PHOTO_FORMATS as PHOTO_FORMATS
from .photo.limits import DEFAULT_LIMITS as DEFAULT_LIMITS
from .photo.limits import Limits as Limits
from .photo.load import Photo as Photo
from .photo.load import PhotoSource as PhotoSource
from .report.write import write_reports as write_reports
from .staff.decisions import Decision as Decision
from .staff.decisions import read_decisions as read_decisions
from .staff.decisions import with_decisions as with_decisions
from .staff.decisions import write_decisions as write_decisions
from .staff.match import FileLeft as FileLeft
from .staff.match import Matching as Matching
from .staff.match import PersonMatch as PersonMatch
from .staff.match import Rule as Rule
from .staff.match import Status as Status
from .staff.match import match as match
from .staff.note import StaffNote as StaffNote
from .staff.people import Person as Person
from .staff.people import StaffList as StaffList
from .staff.people import read_staff as read_staff
from .staff.reason import Reason as Reason
from .staff.reason import ReasonCode as ReasonCode

__version__: str
