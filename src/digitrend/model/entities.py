"""Who and what the source names."""

from __future__ import annotations

from enum import StrEnum

from pydantic import ConfigDict, Field

from digitrend.model.base import Id, Item, Line, hidden
from digitrend.model.parts import Idiom


class EntityType(StrEnum):
    """The sort of thing an entity is; each has its file in the content folder."""

    ORGANISATION = "organisation"
    FORUM = "forum"
    PERSON = "person"
    REGION = "region"
    POLICY = "policy"
    PROGRAMME = "programme"
    SYSTEM = "system"
    TECHNOLOGY = "technology"
    CONCEPT = "concept"


class Entity(Item):
    """A named thing; where it is mentioned is computed, not written."""

    model_config = ConfigDict(json_schema_extra=hidden(filled=("name",)))

    id: Id = Field(examples=["ferry-board"])
    name: str = Field(
        min_length=1,
        description="the name in good English; left out, it is the id in words",
        examples=["Elm Valley Ferry Board"],
    )
    acronym: str = Field(default="", description="the short form, if there is one in use", examples=["EVFB"])
    aliases: tuple[str, ...] = Field(
        default=(), description="other names, exactly as printed in the source", examples=[["the Board"]]
    )
    also: tuple[str, ...] = Field(
        default=(),
        description="what readers may type into the search for it, in any language; no page shows it",
        examples=[["boat office", "渡轮"]],
    )
    broader: Id | None = Field(default=None, description="the entity that this one belongs to", examples=["port-board"])
    gloss: Line = Field(
        description="what it is, in our own words; terms with one make the glossary",
        examples=["The authority that runs the ferries of the valley"],
    )


class EntityFile(Item):
    """The entities of one type."""

    entities: tuple[Entity, ...] = Field(min_length=1, description="by type: one file holds those of one type")
    idioms: tuple[Idiom, ...] = Field(default=(), description="excused here from the rule against typed numbers")
