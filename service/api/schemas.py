"""Schemas: what the API takes and returns."""

import datetime
from collections.abc import Mapping
from typing import Annotated, Self, cast

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from framegen import Box, Crop, Face, Frame, ImageFormat

from ..work.options import RenderOptions
from ..work.shelf import HeldPhoto

Finite = Annotated[float, Field(allow_inf_nan=False)]
Edges = tuple[Finite, Finite, Finite, Finite]
Token = Annotated[str, Path(max_length=64)]
Name = Annotated[str, Path(max_length=64, examples=["vong-sang-kien"])]


def _described(text: str, **extra: object) -> dict[str, JsonValue]:
    """A model's description in OpenAPI, where -OO leaves no docstring."""
    return cast("dict[str, JsonValue]", {"description": text, **extra})


class TextOut(BaseModel):
    """A place on a frame for a personal text."""

    model_config = ConfigDict(
        json_schema_extra=_described(
            "A place on a frame for a personal text: the field `text.` and its id fills it."
        )
    )

    id: str
    label: str
    required: bool


class FrameOut(BaseModel):
    """A frame."""

    model_config = ConfigDict(
        json_schema_extra=_described(
            "A frame. Lengths are shares of its side; `window` is left, top, right, bottom.",
            examples=[
                {
                    "name": "vong-sang-kien",
                    "title": "Vòng sáng kiến",
                    "title_en": "Ring of initiatives",
                    "summary": "Một vòng đỏ viền vàng.",
                    "summary_en": "A red ring with a rim of gold.",
                    "carries": ["1 TRIỆU SÁNG KIẾN"],
                    "texts": [],
                    "size": 1080,
                    "max_size": 2048,
                    "window": [0.1, 0.1, 0.9, 0.9],
                    "safe_radius": 0.48,
                    "artwork": "/v1/frames/vong-sang-kien/artwork.png",
                }
            ],
        )
    )

    name: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    carries: tuple[str, ...]
    texts: tuple[TextOut, ...]
    size: int
    max_size: int
    window: Edges
    safe_radius: float
    artwork: str

    @classmethod
    def of(cls, frame: Frame) -> Self:
        """From the library's frame."""
        return cls(
            name=frame.name,
            title=frame.title,
            title_en=frame.title_en,
            summary=frame.summary,
            summary_en=frame.summary_en,
            carries=frame.carries,
            texts=tuple(
                TextOut(id=slot.id, label=slot.label, required=slot.required)
                for slot in frame.texts
            ),
            size=frame.size,
            max_size=frame.max_size,
            window=frame.opening.box.edges,
            safe_radius=frame.safe_radius,
            artwork=f"/v1/frames/{frame.name}/artwork.png",
        )


class PhaseOut(BaseModel):
    """A stretch of the campaign, both days included."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra=_described("A stretch of the campaign, both days included."),
    )

    name: str
    start: datetime.date
    end: datetime.date


class ReportToOut(BaseModel):
    """Who wants the figures."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra=_described("Who wants the figures.")
    )

    name: str
    through: str
    before: datetime.date | None
    purpose: str


class CampaignOut(BaseModel):
    """The campaign."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra=_described("The campaign: its words, its days, and whom to report to."),
    )

    title: str
    full_name: str
    organisation: str
    launched_by: str
    slogans: tuple[str, ...]
    caption: str
    hashtag: str
    controller: str
    contact: str
    documents: tuple[str, ...]
    dates: tuple[PhaseOut, ...]
    report_to: ReportToOut | None


class CropJson(BaseModel):
    """The square that fills the frame."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=_described(
            "The square that fills the frame: left, top, right, bottom in pixels of the "
            "upright photo. The photo is turned by `turn` degrees clockwise about the "
            "square's middle first.",
            examples=[{"box": [120, 40, 920, 840], "turn": 0}],
        ),
    )

    box: Edges
    turn: Finite = 0.0

    @classmethod
    def of(cls, crop: Crop) -> Self:
        """From the library's crop."""
        return cls(box=crop.box.edges, turn=crop.turn)


class FaceOut(BaseModel):
    """A face, in pixels of the upright photo."""

    model_config = ConfigDict(
        json_schema_extra=_described(
            "A face, in pixels of the upright photo; `eyes` from left to right."
        )
    )

    box: Edges
    score: float
    eyes: tuple[tuple[float, float], tuple[float, float]] | None

    @classmethod
    def of(cls, face: Face) -> Self:
        """From the library's face."""
        return cls(box=face.box.edges, score=face.score, eyes=face.eyes)


class PhotoOut(BaseModel):
    """A photo that is held for minutes, and what it shows."""

    model_config = ConfigDict(
        json_schema_extra=_described("A photo that is held for minutes, and what it shows.")
    )

    id: str
    size: tuple[int, int]
    faces: tuple[FaceOut, ...]
    main: Annotated[int | None, Field(description="the number of the face that is framed")]
    suggestions: Annotated[Mapping[str, CropJson], Field(description="by the frame's name")]
    notes: tuple[str, ...]
    expires_at: datetime.datetime

    @classmethod
    def of(cls, token: str, photo: HeldPhoto, expires_at: datetime.datetime) -> Self:
        """From a held photo."""
        analysis = photo.analysis
        return cls(
            id=token,
            size=analysis.size,
            faces=tuple(FaceOut.of(face) for face in analysis.faces),
            main=analysis.main,
            suggestions={name: CropJson.of(crop) for name, crop in analysis.suggestions.items()},
            notes=analysis.notes,
            expires_at=expires_at,
        )


class SuggestionsOut(BaseModel):
    """Where a face of a held photo would be placed."""

    model_config = ConfigDict(
        json_schema_extra=_described("Where a face of a held photo would be placed.")
    )

    suggestions: Annotated[Mapping[str, CropJson], Field(description="by the frame's name")]


class LetteringIn(BaseModel):
    """What a frame's slots are to say, by their ids, and how large to draw it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=_described(
            "What a frame's slots are to say, by their ids, and how large to draw it.",
            examples=[{"text": {"name": "Nguyễn Văn An"}}],
        ),
    )

    text: Annotated[dict[str, str], Field(max_length=16)]
    size: int | None = None


class AvatarIn(BaseModel):
    """What is to be made of a held photo."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=_described(
            "What is to be made of a held photo: a `crop`, or a `face` by its number, "
            "or the main one.",
            examples=[{"photo": "id of a photo", "frame": "vong-sang-kien"}],
        ),
    )

    photo: Annotated[str, Field(max_length=64)]
    frame: Annotated[str, Field(max_length=64)]
    face: Annotated[int | None, Field(ge=0)] = None
    crop: CropJson | None = None
    level: bool = False
    text: Annotated[dict[str, str], Field(max_length=16)] = {}
    size: int | None = None
    format: ImageFormat = ImageFormat.JPEG

    @property
    def options(self) -> RenderOptions:
        """The options of the studio."""
        crop = Crop(Box(*self.crop.box), self.crop.turn) if self.crop else None
        return RenderOptions(self.format, self.size, crop, self.face, self.level, self.text)


class AvatarOut(BaseModel):
    """An avatar that is held for minutes at `href`."""

    model_config = ConfigDict(
        json_schema_extra=_described("An avatar that is held for minutes at `href`.")
    )

    id: str
    href: str
    crop: CropJson
    notes: tuple[str, ...]
    expires_at: datetime.datetime


class Problem(BaseModel):
    """What went wrong, by RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra=_described(
            "What went wrong, by RFC 9457: `detail` says what and where, `hint` what to do.",
            examples=[
                {
                    "type": "/problems/photo-unreadable",
                    "title": "The bytes are no picture that can be read.",
                    "status": 415,
                    "code": "photo-unreadable",
                    "detail": "photo: not a picture but a PDF.",
                    "hint": "Send the original photo as JPEG, PNG, WebP or HEIC.",
                }
            ],
        )
    )

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str
