"""The pipeline: fetch, parse, works, clusters, rank, text. It knows the order of the steps and decides nothing.

Every step starts from what the library says is undone (due feeds, entries without a work, works without a story,
clusters without a text), so a process that dies between any two transactions is healed by the next run.

One process holds the library. Beside it workers parse documents (`reader.parse`), and where there is much to do a
`second` process looks for neighbours and writes texts `ahead`; both can die, and neither knows the library. Stories
that do not wait for a slow server are made in a thread, step by step, so that it is heard meanwhile; whoever uses the
library waits for the step under way.
"""
