"""Works become stories and roundups, incrementally and with reasons. Knows neither store nor screen nor clock.

The way of a work::

    terms      words worth comparing             pairs      what two works share, as measures
    sketch     what is kept of it, as bytes      score      how likely they tell one event
    flat       all terms, and their index        neighbours the graph, found once per arrival
    space      vectors, centred by language      stories    parts of the graph, cut by average link
    window     the live works                    roundups   stories on one theme, the same way
    embed      models of meaning                 clusterer  the seam: the order of it all

    chances    all pairs of a part, scored once  affixes    what a feed repeats at the ends of titles
    titles     what a bag of words forgets       regroup    what is cut anew after a batch

Titles ask `series` (which one: the 12th, Q3), `opposites` (which way) and `actors` (who to whom).
`link` is average link itself, `bounds` the user's word, `naming` gives ids, `places` says who is where, `reasons` why.
"""
