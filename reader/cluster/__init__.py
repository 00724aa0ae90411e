"""Works become stories and roundups, incrementally and with reasons. Knows neither store nor screen nor clock.

The way of a work: `terms` (words worth comparing) -> `sketch` (what is kept of it, as bytes) -> `window` (the live
ones, and who may be near) -> `pairs` (how likely two tell one event) -> `stories` and `roundups` (average link, by
`link`, over the parts that a batch touches; ids by `naming`; the user's word by `bounds`) -> `clusterer` (the seam).
"""
