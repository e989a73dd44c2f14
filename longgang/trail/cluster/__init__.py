"""The same engine on several machines: each holds the visits at its share of the places.

One circle is one scatter and one gather. Everybody's sources (person, from when, until when) go to
every shard; each answers with the engine's own loops what its places add to whom; the sums are put
together here. Ray starts the shards and carries what goes between them; nothing else of the house
imports it. Why by place: `docs/decisions/0026-shards-by-place.md`.
"""

from .joining import open_shards

__all__ = ["open_shards"]
